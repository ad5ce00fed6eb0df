/// What can be placed on the canvas, grouped and filtered.
@NullMarked
package vethscope.app.palette;

import org.jspecify.annotations.NullMarked;
