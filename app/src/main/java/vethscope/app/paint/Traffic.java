package vethscope.app.paint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.app.scene.Line;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Stage;
import vethscope.app.scene.Way;
import vethscope.model.Id;
import vethscope.model.Layout.Point;

/// What a trace draws over a scene at one moment.
///
/// @param trails the ways of request and reply
/// @param carried keys of lines that a trail runs along; `lanes` those beside which a reply runs
/// @param inner parts of the way inside nodes, where no drawn line is
/// @param current the stage that the packet is in, by node
/// @param rewriting stages that change addresses, by node; only in figures
/// @param figure whether the whole trace is shown at once
public record Traffic(
        List<Trail> trails,
        Set<String> carried,
        Set<String> lanes,
        List<List<Point>> inner,
        Map<Id, Stage> current,
        Map<Id, Set<Stage>> rewriting,
        Signs signs,
        boolean figure) {

    public static final Traffic NONE =
            new Traffic(List.of(), Set.of(), Set.of(), List.of(), Map.of(), Map.of(), Signs.NONE, false);

    public Traffic {
        trails = List.copyOf(trails);
        carried = Set.copyOf(carried);
        lanes = Set.copyOf(lanes);
        inner = List.copyOf(inner);
        current = Map.copyOf(current);
        rewriting = Map.copyOf(rewriting);
    }

    /// The way of the request or of the reply.
    ///
    /// @param travelled share of it that lies behind the packet, 0 to 1; a reply is drawn only so far
    /// @param wide parts that run under thick cables
    public record Trail(Way way, boolean reply, double travelled, List<List<Point>> wide) {}

    /// What stands on top.
    ///
    /// @param rows rewrites of a figure, listed where the namespace is empty
    public record Signs(
            List<Circle> circles, List<Packet> packets, Optional<Card> card, Optional<Drop> drop, List<Rewrite> rows) {
        public static final Signs NONE = new Signs(List.of(), List.of(), Optional.empty(), Optional.empty(), List.of());
    }

    public enum Time {
        PAST,
        NOW,
        NEXT,
        REPLY,
        REPLY_NOW,
        REPLY_NEXT
    }

    /// The number of a step where it happens.
    public record Circle(Point at, int number, Time time) {}

    /// A packet.
    ///
    /// @param plate whether it stands still on a plate, at a stage or an interface
    /// @param index 0 for the first of parallel packets: circle, square, diamond, triangle
    public record Packet(Point at, int index, boolean plate, boolean parallel) {}

    /// What a rule does to the packet.
    ///
    /// @param pointer the point of the stage that the card hangs on; `above` if the card stands over it
    /// @param leader where the card is joined by a line instead; null if it hangs at its stage
    public record Card(
            Rect box,
            Point pointer,
            boolean above,
            @Nullable Point leader,
            String tag,
            String title,
            String rule,
            Change change) {}

    /// A value before and after.
    public record Change(String field, String before, String after) {}

    /// @param at the left end of the row: the middle of its circle
    public record Rewrite(Point at, int number, boolean reply, Change change) {}

    /// Where a packet ended, and why.
    public record Drop(Point at, Rect box, String reason) {}

    /// Whether a way begins or ends in a box.
    boolean touches(Rect box) {
        return trails.stream()
                .flatMap(trail -> trail.way().strands().stream())
                .anyMatch(strand -> isIn(box, strand.getFirst()) || isIn(box, strand.getLast()));
    }

    private static boolean isIn(Rect box, Point p) {
        return box.contains(p.x(), p.y());
    }

    boolean carries(Line line) {
        return carried.contains(line.key());
    }

    boolean hasLane(Line line) {
        return lanes.contains(line.key());
    }

    boolean isFigure() {
        return figure;
    }

    @Nullable
    Stage current(Id node) {
        return current.get(node);
    }

    Set<Stage> rewriting(Id node) {
        return rewriting.getOrDefault(node, Set.of());
    }
}
