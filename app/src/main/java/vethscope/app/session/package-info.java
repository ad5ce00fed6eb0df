/// What the window knows: open drawings, the selection, what the engine says. Everything but
/// [vethscope.app.session.Session] is a value.
@NullMarked
package vethscope.app.session;

import org.jspecify.annotations.NullMarked;
