/// What is wrong with the drawing and what mends it.
@NullMarked
package vethscope.app.problems;

import org.jspecify.annotations.NullMarked;
