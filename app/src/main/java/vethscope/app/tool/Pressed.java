package vethscope.app.tool;

import java.util.Set;
import vethscope.model.Id;
import vethscope.model.Layout.Point;

/// The button is down on an element; moving on drags it.
///
/// @param narrows on release without a drag, of several selected only this one stays selected
record Pressed(Id id, Point from, boolean narrows) implements Tool {

    private static final double SLOP = 4;

    @Override
    public Turn on(Gesture gesture, Sight sight) {
        return switch (gesture) {
            case Gesture.Move move -> {
                boolean drags = Math.hypot(move.at().x() - from.x(), move.at().y() - from.y()) * sight.zoom() > SLOP;
                yield drags && sight.selection().contains(id)
                        ? new Dragging(sight.selection(), from, from).on(gesture, sight)
                        : Turn.to(this);
            }
            case Gesture.Release release ->
                narrows ? Turn.to(new Select(id), new Turn.Effect.Select(Set.of(id))) : Turn.to(new Select(id));
            case Gesture.Press press -> Turn.to(Select.IDLE);
            case Gesture.Cancel cancel -> Turn.to(Select.IDLE);
        };
    }
}
