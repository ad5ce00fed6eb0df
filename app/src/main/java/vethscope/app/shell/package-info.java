/// The frame of the window: menu, toolbar, panels, dock, status, and the list of everything that can be done.
@NullMarked
package vethscope.app.shell;

import org.jspecify.annotations.NullMarked;
