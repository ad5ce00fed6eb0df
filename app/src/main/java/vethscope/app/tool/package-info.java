/// What a press, a drag and a release on the canvas mean: small immutable values, one for each state. No JavaFX.
@NullMarked
package vethscope.app.tool;

import org.jspecify.annotations.NullMarked;
