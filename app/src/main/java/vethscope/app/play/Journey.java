package vethscope.app.play;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.app.play.Jacks.Jack;
import vethscope.app.scene.End;
import vethscope.app.scene.Inside;
import vethscope.app.scene.Inside.Chip;
import vethscope.app.scene.Joints;
import vethscope.app.scene.Line;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Scene;
import vethscope.app.scene.Shape;
import vethscope.app.scene.Stage;
import vethscope.app.scene.Way;
import vethscope.engine.trace.Step;
import vethscope.model.Id;
import vethscope.model.Layout.Point;
import vethscope.model.Link;

/// The way of a request, or of its reply, along the drawn lines and through the machines between them.
///
/// @param way from the sender to where the packet ended; a new strand where another machine sends the next packet: a
/// proxy that opens its own connection, the next look-up of a name
/// @param legs for each machine, in order, which of the way's points are in it
/// @param lines keys of the lines passed
/// @param inner the parts inside nodes
/// @param thick the parts along thick cables
record Journey(Way way, List<Leg> legs, Set<String> lines, List<List<Point>> inner, List<List<Point>> thick) {

    static final Journey NONE =
            new Journey(Way.of(List.of(new Point(0, 0))), List.of(), Set.of(), List.of(), List.of());

    /// A machine on the way.
    ///
    /// @param steps what happened there
    /// @param first index of its first point; `last` of its last one
    record Leg(Id netns, List<Step> steps, int first, int last) {}

    private record Hop(Id netns, List<Step> steps) {
        @Nullable
        String in() {
            return steps.stream()
                    .filter(s -> s.stage().equals(Step.RECEIVE))
                    .findFirst()
                    .map(Step::iface)
                    .orElse(null);
        }

        @Nullable
        String out() {
            return steps.reversed().stream()
                    .filter(s -> s.stage().equals(Step.TRANSMIT))
                    .findFirst()
                    .map(Step::iface)
                    .orElse(null);
        }

        /// Whether the packet was routed here and not only switched.
        boolean isRouted() {
            return steps.stream().anyMatch(s -> s.stage().equals("route"));
        }

        /// Whether the packet comes from there, and is not one of this machine's own.
        boolean comesFrom(Hop before) {
            return before.steps().getLast().stage().equals(Step.TRANSMIT)
                    && steps.getFirst().stage().equals(Step.RECEIVE);
        }
    }

    /// @param steps of one direction, in order; of a packet in fragments the way of the first one counts
    static Journey of(List<Step> steps, Scene scene, Jacks jacks) {
        List<Step> own = steps.stream()
                .filter(step -> step.leg() != vethscope.engine.trace.Leg.FRAGMENT)
                .toList();
        return own.isEmpty() ? NONE : new Walk(scene, jacks).of(hops(own));
    }

    /// The machine that a step happens at: the visit that the step belongs to, or of a further fragment any.
    Optional<Leg> leg(Step step) {
        return legs.stream()
                .filter(leg -> leg.steps().contains(step))
                .findFirst()
                .or(() -> legs.stream()
                        .filter(leg -> leg.netns().equals(step.netns()))
                        .findFirst());
    }

    private static List<Hop> hops(List<Step> steps) {
        var hops = new ArrayList<Hop>();
        for (Step step : steps) {
            if (hops.isEmpty() || !hops.getLast().netns().equals(step.netns())) {
                hops.add(new Hop(step.netns(), new ArrayList<>()));
            }
            hops.getLast().steps().add(step);
        }
        return hops;
    }

    private static final class Walk {
        private final Scene scene;
        private final Jacks jacks;
        private final Map<Link, Line> byLink = new HashMap<>();
        private final List<List<Point>> strands = new ArrayList<>();
        private final Set<String> keys = new HashSet<>();
        private final List<List<Point>> inner = new ArrayList<>();
        private final List<List<Point>> thick = new ArrayList<>();

        Walk(Scene scene, Jacks jacks) {
            this.scene = scene;
            this.jacks = jacks;
            scene.lines().stream().filter(line -> line.link() != null).forEach(line -> byLink.put(line.link(), line));
        }

        /// A drawn line as it is walked.
        private record Passage(Line line, boolean forwards) {
            End start() {
                return forwards ? line.from() : line.to();
            }

            End end() {
                return forwards ? line.to() : line.from();
            }

            List<Point> route() {
                return forwards ? line.route() : line.backwards();
            }
        }

        Journey of(List<Hop> hops) {
            var legs = new ArrayList<Leg>();
            Passage in = null;
            for (int i = 0; i < hops.size(); i++) {
                Hop hop = hops.get(i);
                boolean goesOn = i + 1 < hops.size() && hops.get(i + 1).comesFrom(hop);
                Passage out = goesOn ? passage(hop, hops.get(i + 1)) : null;
                if (i == 0 || !hop.comesFrom(hops.get(i - 1))) {
                    strands.add(new ArrayList<>());
                }
                int first = Math.max(0, size() - (in == null ? 0 : 1));
                through(hop, in, out);
                legs.add(new Leg(hop.netns(), hop.steps(), Math.min(first, size() - 1), size() - 1));
                if (out != null) {
                    add(out.route());
                    keys.add(out.line().key());
                    if (out.line().kind() != Line.Kind.VETH) {
                        thick.add(out.route());
                    }
                }
                in = out;
            }
            strands.removeIf(List::isEmpty);
            return new Journey(
                    strands.isEmpty() ? NONE.way() : Way.over(strands),
                    List.copyOf(legs),
                    Set.copyOf(keys),
                    List.copyOf(inner),
                    List.copyOf(thick));
        }

        private @Nullable Passage passage(Hop from, Hop to) {
            String out = from.out();
            Optional<Jack> jack = out == null ? Optional.empty() : jacks.find(from.netns(), out);
            boolean near = jack.isPresent();
            if (!near) {
                String in = to.in();
                jack = in == null ? Optional.empty() : jacks.find(to.netns(), in);
            }
            Line line = jack.map(j -> byLink.get(j.link())).orElse(null);
            return line == null ? null : new Passage(line, jack.get().first() == near);
        }

        private void through(Hop hop, @Nullable Passage in, @Nullable Passage out) {
            Optional<Inside> inside = scene.inside(hop.netns());
            Optional<Rect> box = scene.shown(hop.netns()).map(Shape::box);
            List<Point> way;
            if (inside.isPresent()) {
                way = inside(inside.get(), hop, in, out);
            } else {
                way = box.map(b -> List.of(middle(b, in, out))).orElse(List.of());
            }
            if (inside.isPresent() && way.size() > 1) {
                inner.add(way);
            }
            add(way);
        }

        /// A pod's end lies just inside of it; a machine is crossed through its middle, and where a packet turns round
        /// it
        /// stays at the door, clear of the name.
        private static Point middle(Rect box, @Nullable Passage in, @Nullable Passage out) {
            boolean turns = in != null
                    && out != null
                    && in.end().at().equals(out.start().at());
            if (in != null && out != null && !turns || in == null && out == null || box.w() <= 64) {
                return box.center();
            }
            End end = in != null
                    ? in.end()
                    : java.util.Objects.requireNonNull(out).start();
            double inwards = turns ? -8 : 12;
            return new Point(
                    end.at().x() - inwards * end.side().dx(),
                    end.at().y() - inwards * end.side().dy());
        }

        private static List<Point> inside(Inside inside, Hop hop, @Nullable Passage in, @Nullable Passage out) {
            var way = new ArrayList<Point>();
            boolean ends = out == null && in != null;
            boolean own = in != null
                    && ends
                    && in.end().element().equals(inside.node())
                    && inside.chip(in.end().iface()).isPresent();
            boolean stages = (hop.isRouted() || own) && inside.strip().isPresent();
            if (in != null) {
                way.addAll(part(inside, in.end(), stages));
            }
            Optional<Chip> left =
                    ends && stages ? Optional.ofNullable(hop.out()).flatMap(inside::chip) : Optional.empty();
            if (left.isPresent()) {
                // sent, and lost on the cable
                way.addAll(Joints.toChip(inside.strip().orElseThrow(), left.get()));
            } else if (in == null || ends && (stages || inside.strip().isEmpty())) {
                way.addAll(local(inside));
            }
            if (out != null) {
                var leaving = new ArrayList<>(part(inside, out.start(), stages));
                Collections.reverse(leaving);
                if (stages && !way.isEmpty() && way.getLast().equals(leaving.getFirst())) {
                    // in and out by one interface: through the stages all the same
                    way.add(turn(inside.strip().orElseThrow(), way.getLast()));
                }
                way.addAll(leaving);
            }
            return way;
        }

        /// From an end of a line to the stages, or to the middle of the bridge that it is a port of.
        private static List<Point> part(Inside inside, End end, boolean stages) {
            Optional<Chip> chip =
                    inside.chip(end.iface()).filter(c -> end.element().equals(inside.node()));
            if (chip.isPresent()) {
                Rect box = chip.get().box();
                if (!stages || inside.strip().isEmpty()) {
                    return List.of(end.at(), box.center());
                }
                List<Point> joint = new ArrayList<>(Joints.toChip(inside.strip().get(), chip.get()));
                Collections.reverse(joint);
                var way = new ArrayList<Point>(List.of(end.at()));
                way.add(box.center());
                way.addAll(joint);
                return way;
            }
            Point at = end.at();
            if (stages && inside.strip().isPresent()) {
                double x = Joints.meeting(inside.strip().get(), at.x());
                double level = inside.strip().get().box().centerY();
                return x == at.x()
                        ? List.of(at, new Point(x, level))
                        : List.of(at, new Point(at.x(), at.y() + 16), new Point(x, at.y() + 16), new Point(x, level));
            }
            return List.of(at, new Point(at.x(), at.y() - 16 * end.side().dy()));
        }

        /// The end of the stages that is farther away.
        private static Point turn(Inside.Strip strip, Point from) {
            Rect box = strip.box();
            Point near = strip.stage(Stage.PREROUTING).center();
            Point far = strip.stage(Stage.POSTROUTING).center();
            return new Point(
                    from.x() < box.centerX() ? Math.max(near.x(), far.x()) : Math.min(near.x(), far.x()), from.y());
        }

        /// Where the machine's own processes are.
        private static List<Point> local(Inside inside) {
            if (!inside.processes().isEmpty() && inside.strip().isPresent()) {
                Rect process = inside.processes().getFirst().box();
                double x = Joints.meeting(inside.strip().get(), process.centerX());
                double level = inside.strip().get().box().centerY();
                return List.of(new Point(x, level), new Point(x, process.centerY()), new Point(x, level));
            }
            return inside.strip()
                    .map(strip -> List.of(strip.stage(Stage.ROUTE).center()))
                    .orElseGet(() -> List.of(inside.netns().center()));
        }

        private int size() {
            return strands.stream().mapToInt(List::size).sum();
        }

        private void add(List<Point> more) {
            List<Point> points = strands.getLast();
            for (Point p : more) {
                if (points.isEmpty() || !points.getLast().equals(p)) {
                    points.add(p);
                }
            }
        }
    }
}
