/// The probes of the drawing and what they gave.
@NullMarked
package vethscope.app.tests;

import org.jspecify.annotations.NullMarked;
