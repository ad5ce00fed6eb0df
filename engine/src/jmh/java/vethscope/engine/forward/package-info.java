@NullMarked
package vethscope.engine.forward;

import org.jspecify.annotations.NullMarked;
