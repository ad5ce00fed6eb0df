/// The canvas: events of the pointer and the keyboard in, frames out.
@NullMarked
package vethscope.app.canvas;

import org.jspecify.annotations.NullMarked;
