/// The panel that steps through what programs made of which object.
@NullMarked
package vethscope.app.made;

import org.jspecify.annotations.NullMarked;
