/// The form of the selected element, made from the fields that its kind lists.
@NullMarked
package vethscope.app.inspect;

import org.jspecify.annotations.NullMarked;
