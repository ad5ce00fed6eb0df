/// The drawing as a tree of names, for eyes, keyboard and screen readers.
@NullMarked
package vethscope.app.outline;

import org.jspecify.annotations.NullMarked;
