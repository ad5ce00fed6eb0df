package vethscope.app.tool;

import vethscope.model.Layout.Point;

/// Something the user does with the pointer; places are in canvas pixels at 100 %.
public sealed interface Gesture {

    /// @param clicks 2 for the second press of a double click
    record Press(Point at, Held held, int clicks) implements Gesture {}

    /// The pointer moved, button down or up.
    record Move(Point at, Held held, boolean down) implements Gesture {}

    record Release(Point at, Held held) implements Gesture {}

    /// Escape: back to where it began.
    record Cancel() implements Gesture {}

    /// The modifier keys that were held.
    record Held(boolean shift, boolean ctrl) {
        public static final Held NONE = new Held(false, false);
    }
}
