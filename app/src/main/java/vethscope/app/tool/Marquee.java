package vethscope.app.tool;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Shape;
import vethscope.model.Id;
import vethscope.model.Layout.Point;
import vethscope.model.element.KubeNode;
import vethscope.model.element.Zone;

/// A frame is drawn: what it touches is selected, a container only if it is enclosed.
///
/// @param kept what was selected before and stays so
record Marquee(Point from, Point to, Set<Id> kept) implements Tool {

    @Override
    public Turn on(Gesture gesture, Sight sight) {
        return switch (gesture) {
            case Gesture.Move move -> {
                var next = new Marquee(from, move.at(), kept);
                yield Turn.to(next, new Turn.Effect.Select(next.caught(sight)));
            }
            case Gesture.Release release -> Turn.to(Select.IDLE);
            case Gesture.Press press -> Turn.to(Select.IDLE);
            case Gesture.Cancel cancel -> Turn.to(Select.IDLE, new Turn.Effect.Select(kept));
        };
    }

    private Rect frame() {
        return Rect.between(from.x(), from.y(), to.x(), to.y());
    }

    private Set<Id> caught(Sight sight) {
        Rect frame = frame();
        var ids = new LinkedHashSet<>(kept);
        for (Shape shape : sight.scene().shapesIn(frame)) {
            boolean container =
                    !shape.folded() && (shape.element() instanceof Zone || shape.element() instanceof KubeNode);
            if (container ? frame.contains(shape.box()) : frame.overlaps(shape.box())) {
                ids.add(shape.id());
            }
        }
        return ids;
    }

    @Override
    public List<Hint> hints(Sight sight) {
        return List.of(new Hint.Area(frame()));
    }
}
