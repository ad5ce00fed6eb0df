package vethscope.app.tool;

import java.util.Set;
import vethscope.app.scene.Rect;
import vethscope.model.Id;
import vethscope.model.Layout.Point;

/// What a tool wants shown over the drawing while it is in hand.
public sealed interface Hint {

    /// Elements as they would stand, moved by an offset.
    record Ghost(Set<Id> ids, Point by) implements Hint {}

    /// A rectangle being drawn or the new size of an element.
    record Area(Rect box) implements Hint {}

    /// A cable being pulled.
    ///
    /// @param good whether it may end where the pointer is
    record Cable(Point from, Point to, boolean good) implements Hint {}

    /// An element that would take what is in hand.
    record Target(Id id) implements Hint {}

    /// The element under the pointer.
    record Hover(Id id) implements Hint {}

    /// Something about to be placed.
    record Outline(String kind, Point at) implements Hint {}
}
