package vethscope.app.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.model.Id;
import vethscope.model.Layout.Point;

/// Joins or asks: pulled from one element to another it sends a packet, or with `cable` makes a link.
///
/// @param from the element where the button went down; null: not yet
public record Sending(boolean cable, @Nullable Id from, Point start, Point to) implements Tool {

    private static final Point NOWHERE = new Point(0, 0);

    public static final Sending PACKET = new Sending(false, null, NOWHERE, NOWHERE);
    public static final Sending CABLE = new Sending(true, null, NOWHERE, NOWHERE);

    @Override
    public Turn on(Gesture gesture, Sight sight) {
        return switch (gesture) {
            case Gesture.Press press ->
                Turn.to(new Sending(cable, sight.elementAt(press.at()).orElse(null), press.at(), press.at()));
            case Gesture.Move move -> Turn.to(new Sending(cable, from, start, move.at()));
            case Gesture.Release release -> new Sending(cable, from, start, release.at()).release(sight);
            case Gesture.Cancel cancel -> Turn.to(from == null ? Select.IDLE : idle());
        };
    }

    private Sending idle() {
        return new Sending(cable, null, to, to);
    }

    private Turn release(Sight sight) {
        Id source = from;
        Optional<Id> target = target(sight);
        if (source == null || target.isEmpty()) {
            return Turn.to(idle());
        }
        return Turn.to(
                idle(),
                cable ? new Turn.Effect.Connect(source, target.get()) : new Turn.Effect.Send(source, target.get()));
    }

    private Optional<Id> target(Sight sight) {
        Id source = from;
        return source == null
                ? Optional.empty()
                : sight.elementAt(to)
                        .filter(other -> !other.equals(source))
                        .filter(other -> !cable || Linking.allowed(sight, source, other));
    }

    @Override
    public List<Hint> hints(Sight sight) {
        if (from == null) {
            return sight.elementAt(to)
                    .<List<Hint>>map(id -> List.of(new Hint.Hover(id)))
                    .orElse(List.of());
        }
        var hints = new ArrayList<Hint>();
        target(sight).ifPresent(t -> hints.add(new Hint.Target(t)));
        hints.add(new Hint.Cable(start, to, target(sight).isPresent()));
        return hints;
    }
}
