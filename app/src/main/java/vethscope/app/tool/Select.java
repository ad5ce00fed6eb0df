package vethscope.app.tool;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.app.scene.Shape;
import vethscope.model.Id;
import vethscope.model.Layout.Point;
import vethscope.model.Link;

/// At rest: a press selects, a press on nothing begins a frame, one on a handle a resizing, one on a port a cable.
///
/// @param hover the element under the pointer
public record Select(@Nullable Id hover) implements Tool {

    public static final Select IDLE = new Select(null);

    @Override
    public Turn on(Gesture gesture, Sight sight) {
        return switch (gesture) {
            case Gesture.Press press -> press(press, sight);
            case Gesture.Move move ->
                Turn.to(new Select(sight.elementAt(move.at()).orElse(null)));
            case Gesture.Release release -> Turn.to(this);
            case Gesture.Cancel cancel -> Turn.to(this);
        };
    }

    private Turn press(Gesture.Press press, Sight sight) {
        Point at = press.at();
        Optional<Turn> resize = resize(at, sight);
        if (resize.isPresent()) {
            return resize.get();
        }
        Optional<Id> port = hover == null
                ? Optional.empty()
                : sight.shape(hover)
                        .filter(s -> Ports.at(s.box(), at, sight.zoom()))
                        .map(Shape::id);
        if (port.isPresent()) {
            return Turn.to(new Wire(port.get(), at, at, this));
        }
        Optional<Id> hit = sight.elementAt(at);
        Optional<Link> link = hit.isEmpty() ? sight.linkAt(at) : Optional.empty();
        if (link.isPresent()) {
            return Turn.to(this, new Turn.Effect.SelectLink(link.get()));
        }
        if (hit.isEmpty()) {
            Set<Id> kept = press.held().shift() ? sight.selection() : Set.of();
            return Turn.to(new Marquee(at, at, kept), new Turn.Effect.Select(kept));
        }
        if (press.clicks() == 2) {
            return Turn.to(this, new Turn.Effect.Select(Set.of(hit.get())), new Turn.Effect.Rename(hit.get()));
        }
        return selecting(hit.get(), press, sight);
    }

    private Turn selecting(Id hit, Gesture.Press press, Sight sight) {
        var next = new LinkedHashSet<>(sight.selection());
        if (press.held().shift()) {
            if (!next.remove(hit)) {
                next.add(hit);
            }
            return Turn.to(new Pressed(hit, press.at(), false), new Turn.Effect.Select(next));
        }
        if (next.contains(hit)) {
            return Turn.to(new Pressed(hit, press.at(), next.size() > 1));
        }
        return Turn.to(new Pressed(hit, press.at(), false), new Turn.Effect.Select(Set.of(hit)));
    }

    private static Optional<Turn> resize(Point at, Sight sight) {
        if (sight.selection().size() != 1) {
            return Optional.empty();
        }
        return sight.shape(sight.selection().iterator().next())
                .filter(shape -> Resizing.allowed(shape))
                .flatMap(shape -> Handle.at(shape.box(), at, sight.zoom())
                        .map(handle -> Turn.to(new Resizing(shape.id(), handle, shape.box(), at, at))));
    }

    @Override
    public List<Hint> hints(Sight sight) {
        return hover == null ? List.of() : List.of(new Hint.Hover(hover));
    }
}
