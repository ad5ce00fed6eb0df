/// The tables of a network namespace at the step under the cursor.
@NullMarked
package vethscope.app.tables;

import org.jspecify.annotations.NullMarked;
