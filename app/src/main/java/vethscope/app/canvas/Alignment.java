package vethscope.app.canvas;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Scene;
import vethscope.app.scene.Shape;
import vethscope.app.tool.Changes;
import vethscope.app.tool.Sight;
import vethscope.model.Id;
import vethscope.model.Layout.Point;
import vethscope.model.edit.Edit;

/// Brings selected elements into line, or spreads them evenly.
public enum Alignment {
    LEFT,
    TOP,
    ACROSS,
    DOWN;

    Edit of(Scene scene, Set<Id> ids) {
        var sight = new Sight(scene, ids, 1);
        List<Shape> shapes = ids.stream()
                .flatMap(id -> scene.shape(id).stream())
                .sorted(Comparator.comparingDouble(along(this)))
                .toList();
        var edits = new ArrayList<Edit>();
        for (int i = 0; i < shapes.size(); i++) {
            edits.add(Changes.move(sight, Set.of(shapes.get(i).id()), offset(shapes, i), Optional.empty()));
        }
        return new Edit.Batch(edits, "align");
    }

    private static ToDoubleFunction<Shape> along(Alignment alignment) {
        return alignment == LEFT || alignment == ACROSS
                ? s -> s.box().x()
                : s -> s.box().y();
    }

    private Point offset(List<Shape> shapes, int i) {
        Rect first = shapes.getFirst().box();
        Rect own = shapes.get(i).box();
        return switch (this) {
            case LEFT -> new Point(first.x() - own.x(), 0);
            case TOP -> new Point(0, first.y() - own.y());
            case ACROSS -> new Point(Math.round(first.x() + share(shapes, i, Rect::x, Rect::right)) - own.x(), 0);
            case DOWN -> new Point(0, Math.round(first.y() + share(shapes, i, Rect::y, Rect::bottom)) - own.y());
        };
    }

    /// Where the i-th starts when the gaps between them are equal.
    private static double share(List<Shape> shapes, int i, ToDoubleFunction<Rect> start, ToDoubleFunction<Rect> end) {
        double room = end.applyAsDouble(shapes.getLast().box())
                - start.applyAsDouble(shapes.getFirst().box());
        double used = shapes.stream()
                .mapToDouble(s -> end.applyAsDouble(s.box()) - start.applyAsDouble(s.box()))
                .sum();
        double before = shapes.subList(0, i).stream()
                .mapToDouble(s -> end.applyAsDouble(s.box()) - start.applyAsDouble(s.box()))
                .sum();
        return before + i * (room - used) / Math.max(1, shapes.size() - 1);
    }
}
