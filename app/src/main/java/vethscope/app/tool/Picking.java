package vethscope.app.tool;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.Id;

/// The next press says which element is meant.
public record Picking(@Nullable Id hover) implements Tool {

    public static final Picking IDLE = new Picking(null);

    @Override
    public Turn on(Gesture gesture, Sight sight) {
        return switch (gesture) {
            case Gesture.Press press ->
                sight.elementAt(press.at())
                        .map(id -> Turn.to(Select.IDLE, new Turn.Effect.Pick(id)))
                        .orElseGet(() -> Turn.to(Select.IDLE));
            case Gesture.Move move ->
                Turn.to(new Picking(sight.elementAt(move.at()).orElse(null)));
            case Gesture.Release release -> Turn.to(this);
            case Gesture.Cancel cancel -> Turn.to(Select.IDLE);
        };
    }

    @Override
    public List<Hint> hints(Sight sight) {
        return hover == null ? List.of() : List.of(new Hint.Target(hover));
    }
}
