package vethscope.app.tool;

import java.util.List;

/// One state of the hand on the canvas. A gesture gives the next one and what is to be done; Escape gives the old one.
public sealed interface Tool permits Select, Pressed, Dragging, Marquee, Resizing, Wire, Place, Sending, Picking {

    Turn on(Gesture gesture, Sight sight);

    /// What to show over the drawing meanwhile.
    default List<Hint> hints(Sight sight) {
        return List.of();
    }
}
