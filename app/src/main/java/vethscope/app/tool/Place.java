package vethscope.app.tool;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.Layout.Point;

/// Something is placed where the next press is.
///
/// @param kind the kind's word in the file, or `container`
/// @param at where the pointer is; null: not on the canvas yet
public record Place(String kind, @Nullable Point at) implements Tool {

    @Override
    public Turn on(Gesture gesture, Sight sight) {
        return switch (gesture) {
            case Gesture.Move move -> Turn.to(new Place(kind, move.at()));
            case Gesture.Press press -> Turn.to(Select.IDLE, new Turn.Effect.Place(kind, press.at()));
            case Gesture.Release release -> Turn.to(this);
            case Gesture.Cancel cancel -> Turn.to(Select.IDLE);
        };
    }

    @Override
    public List<Hint> hints(Sight sight) {
        return at == null ? List.of() : List.of(new Hint.Outline(kind, at));
    }
}
