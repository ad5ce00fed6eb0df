package vethscope.app.tool;

import java.util.List;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Shape;
import vethscope.app.scene.Sizes;
import vethscope.model.Id;
import vethscope.model.Layout.Point;

/// A corner of an element follows the pointer.
record Resizing(Id id, Handle handle, Rect before, Point from, Point to) implements Tool {

    private static final double LEAST = 40;

    /// Round elements and folded ones have one size.
    public static boolean allowed(Shape shape) {
        return !shape.folded() && !Sizes.isRound(shape.element());
    }

    @Override
    public Turn on(Gesture gesture, Sight sight) {
        return switch (gesture) {
            case Gesture.Move move -> Turn.to(new Resizing(id, handle, before, from, move.at()));
            case Gesture.Release release -> {
                Rect after = after(sight);
                yield after.equals(before)
                        ? Turn.to(Select.IDLE)
                        : Turn.to(Select.IDLE, new Turn.Effect.Change(Changes.resize(id, after)));
            }
            case Gesture.Press press -> Turn.to(Select.IDLE);
            case Gesture.Cancel cancel -> Turn.to(Select.IDLE);
        };
    }

    private Rect after(Sight sight) {
        Sizes.Size least = sight.shape(id).map(s -> Sizes.of(s.element())).orElse(new Sizes.Size(LEAST, LEAST));
        boolean moved = !from.equals(to);
        return moved
                ? handle.pulled(
                        before, to.minus(from), Math.min(least.w(), before.w()), Math.min(least.h(), before.h()))
                : before;
    }

    @Override
    public List<Hint> hints(Sight sight) {
        return List.of(new Hint.Area(after(sight)));
    }
}
