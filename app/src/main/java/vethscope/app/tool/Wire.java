package vethscope.app.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vethscope.model.Id;
import vethscope.model.Layout.Point;

/// A cable is pulled from an element; it ends where the button is released, on another one.
///
/// @param before the tool to go back to
record Wire(Id id, Point from, Point to, Tool before) implements Tool {

    @Override
    public Turn on(Gesture gesture, Sight sight) {
        return switch (gesture) {
            case Gesture.Move move -> Turn.to(new Wire(id, from, move.at(), before));
            case Gesture.Release release ->
                new Wire(id, from, release.at(), before)
                        .target(sight)
                        .map(other -> Turn.to(before, new Turn.Effect.Connect(id, other)))
                        .orElseGet(() -> Turn.to(before));
            case Gesture.Press press -> Turn.to(before);
            case Gesture.Cancel cancel -> Turn.to(before);
        };
    }

    private Optional<Id> target(Sight sight) {
        return sight.elementAt(to)
                .filter(other -> !other.equals(id))
                .filter(other -> Linking.allowed(sight, id, other));
    }

    @Override
    public List<Hint> hints(Sight sight) {
        var hints = new ArrayList<Hint>();
        Optional<Id> target = target(sight);
        target.ifPresent(t -> hints.add(new Hint.Target(t)));
        hints.add(new Hint.Cable(from, to, target.isPresent()));
        return hints;
    }
}
