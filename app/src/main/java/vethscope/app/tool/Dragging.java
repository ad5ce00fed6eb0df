package vethscope.app.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vethscope.model.Id;
import vethscope.model.Layout.Point;

/// Elements follow the pointer; everything in them comes along.
record Dragging(Set<Id> ids, Point from, Point to) implements Tool {

    @Override
    public Turn on(Gesture gesture, Sight sight) {
        return switch (gesture) {
            case Gesture.Move move ->
                Turn.to(new Dragging(ids, from, move.held().shift() ? straight(move.at()) : move.at()));
            case Gesture.Release release -> {
                Point by = offset();
                yield by.x() == 0 && by.y() == 0
                        ? Turn.to(Select.IDLE)
                        : Turn.to(Select.IDLE, new Turn.Effect.Change(Changes.move(sight, ids, by, target(sight))));
            }
            case Gesture.Press press -> Turn.to(Select.IDLE);
            case Gesture.Cancel cancel -> Turn.to(Select.IDLE);
        };
    }

    /// Along the axis that the pointer went further on.
    private Point straight(Point at) {
        return Math.abs(at.x() - from.x()) >= Math.abs(at.y() - from.y())
                ? new Point(at.x(), from.y())
                : new Point(from.x(), at.y());
    }

    private Point offset() {
        return Grid.snap(to.minus(from));
    }

    /// The container that would take them: the one under the pointer, if all of them may stand in it.
    private Optional<Id> target(Sight sight) {
        return sight.scene()
                .containerAt(to.x(), to.y(), ids)
                .filter(c -> ids.stream().allMatch(id -> Nesting.allows(sight, id, c)));
    }

    @Override
    public List<Hint> hints(Sight sight) {
        var hints = new ArrayList<Hint>();
        hints.add(new Hint.Ghost(sight.withContents(ids), offset()));
        target(sight)
                .filter(c -> ids.stream()
                        .anyMatch(id ->
                                !sight.shape(id).flatMap(s -> s.element().in()).equals(Optional.of(c))))
                .ifPresent(c -> hints.add(new Hint.Target(c)));
        return hints;
    }
}
