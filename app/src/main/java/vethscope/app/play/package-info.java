/// A trace in time and place: which stops it makes, where they stand on the drawing, and what to draw at a moment.
@NullMarked
package vethscope.app.play;

import org.jspecify.annotations.NullMarked;
