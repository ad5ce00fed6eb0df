package vethscope.app.scene;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import vethscope.app.font.Face;
import vethscope.app.font.FontMetrics;
import vethscope.app.font.Weight;
import vethscope.app.scene.End.Mark;
import vethscope.app.scene.Line.Kind;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Layout.Point;
import vethscope.model.element.KubeNode;
import vethscope.model.element.Zone;

/// Lines that nobody draws: from a Service to its endpoints, from a rule to its Service, between the ends of a tunnel.
final class Wires {

    /// More endpoints than this are joined per node.
    private static final int MANY = 24;
    /// More tunnel ends than this would hide the drawing under lines.
    private static final int MESH = 4;
    /// How far an arrow stops before what it points at.
    private static final double SHORT = 4;

    private final Shapes shapes;
    private final Map<Id, Inside> insides;
    private final List<Line> lines = new ArrayList<>();
    /// What does not stand in a node.
    private final Buckets<Rect> outer = new Buckets<>(512);

    private Wires(Shapes shapes, Map<Id, Inside> insides) {
        this.shapes = shapes;
        this.insides = insides;
        for (Shape shape : shapes.visible().values()) {
            if (!(shape.element() instanceof Zone)
                    && shapes.within(shape.id(), KubeNode.class).isEmpty()) {
                outer.add(shape.box(), shape.box());
            }
        }
    }

    static List<Line> of(Design design, Shapes shapes, Map<Id, Inside> insides) {
        var wires = new Wires(shapes, insides);
        Relations.selections(design).forEach((from, targets) -> wires.fan(from, targets, Kind.SELECTOR));
        Relations.rules(design).forEach((from, targets) -> wires.fan(from, targets, Kind.RULE));
        wires.tunnels();
        return wires.lines;
    }

    private void fan(Id from, Set<Id> targets, Kind kind) {
        Shape source = shapes.visible().get(from);
        if (source == null) {
            return;
        }
        List<Shape> ends = shown(targets, source);
        var groups = new LinkedHashMap<Side, List<Shape>>();
        for (Shape end : ends) {
            groups.computeIfAbsent(side(source.box(), end.box()), s -> new ArrayList<>())
                    .add(end);
        }
        groups.forEach((side, group) -> fan(source, side, group, kind));
    }

    private List<Shape> shown(Set<Id> targets, Shape source) {
        Set<Shape> ends = new LinkedHashSet<>();
        for (Id target : targets) {
            shapes.shown(target)
                    .map(shape -> targets.size() > MANY
                            ? shapes.within(shape.id(), KubeNode.class).orElse(shape)
                            : shape)
                    .ifPresent(ends::add);
        }
        ends.remove(source);
        return new ArrayList<>(ends);
    }

    /// A service looks down on its pods wherever they can be reached that way.
    private static Side side(Rect from, Rect to) {
        if (to.y() >= from.bottom() + 8) {
            return Side.BOTTOM;
        }
        if (to.bottom() <= from.y() - 8) {
            return Side.TOP;
        }
        return to.centerX() >= from.centerX() ? Side.RIGHT : Side.LEFT;
    }

    private void fan(Shape source, Side side, List<Shape> ends, Kind kind) {
        Rect box = source.box();
        boolean upright = side.isHorizontal();
        ends.sort(Comparator.comparingDouble(
                end -> upright ? end.box().centerY() : end.box().centerX()));
        double margin = upright ? 8 : Math.min(20, box.w() / 4);
        for (int i = 0; i < ends.size(); i++) {
            Shape end = ends.get(i);
            double share = (i + 1.0) / (ends.size() + 1);
            double wanted = upright ? box.y() + box.h() * share : box.x() + box.w() * share;
            add(source, side, end, Math.round(wanted / 2) * 2.0, margin, kind);
        }
    }

    private void add(Shape source, Side side, Shape end, double wanted, double margin, Kind kind) {
        Side into = side.opposite();
        Rect target = end.box();
        double place = clear(source.box(), end, side, wanted, margin);
        Point start = side.along(source.box(), place, margin);
        Point stop = into.along(target, place, side.isHorizontal() ? 8 : 12);
        Point tip = new Point(stop.x() + into.dx() * SHORT, stop.y() + into.dy() * SHORT);
        List<Point> route = Route.between(start, side, tip, into, obstacles(source, end, Route.field(start, tip)));
        Mark mark = kind == Kind.RULE ? Mark.FILLED_ARROW : Mark.OPEN_ARROW;
        lines.add(new Line(
                source.id() + "~~" + end.id(),
                kind,
                null,
                route,
                new End(source.id(), "", start, side, Mark.NONE),
                new End(end.id(), "", tip, into, mark),
                List.of()));
    }

    /// The place nearest to the wanted one from which a line drops straight, past the text of a node's header.
    private double clear(Rect from, Shape end, Side side, double wanted, double margin) {
        Rect to = end.box();
        double low = side.isHorizontal()
                ? Math.max(from.y() + margin, to.y() + 8)
                : Math.max(from.x() + margin, to.x() + 12);
        double high = side.isHorizontal()
                ? Math.min(from.bottom() - margin, to.bottom() - 8)
                : Math.min(from.right() - margin, to.right() - 12);
        if (low > high) {
            return wanted;
        }
        double place = Math.clamp(wanted, low, high);
        if (side != Side.BOTTOM) {
            return place;
        }
        return shapes.within(end.id(), KubeNode.class)
                .filter(node -> node.box().y() >= from.bottom())
                .flatMap(node -> headerEnds(node)
                        .filter(text -> place < text && text <= high)
                        .findFirst())
                .orElse(place);
    }

    /// Where the text of a header ends, and where its first address does.
    private static Stream<Double> headerEnds(Shape node) {
        double name = FontMetrics.width(Captions.name(node.element()), Face.UI, Weight.SEMIBOLD, 12.5);
        ToDoubleFunction<String> mono = text -> FontMetrics.width(text, Face.MONO, Weight.REGULAR, 11);
        double room = node.box().w() - 38 - name - 8;
        List<String> addresses = Captions.addresses(node.element());
        return Stream.of(Captions.fitting(addresses, mono, room), addresses.getFirst())
                .map(text -> Math.ceil(node.box().x() + 38 + name + mono.applyAsDouble(text) + 8));
    }

    /// Machines and services in between, and the neighbours of the end in its own machine.
    private List<Rect> obstacles(Shape source, Shape end, Rect field) {
        var out = new ArrayList<Rect>();
        for (Rect box : outer.near(field)) {
            boolean holds = box.contains(end.box()) || box.contains(source.box());
            if (!holds) {
                out.add(box);
            }
        }
        end.element()
                .in()
                .ifPresent(in -> shapes.tree().in(in).stream()
                        .filter(child ->
                                !child.id().equals(end.id()) && !child.id().equals(source.id()))
                        .flatMap(child -> shapes.shown(child.id()).stream())
                        .map(Shape::box)
                        .filter(box -> !box.contains(end.box()))
                        .forEach(out::add));
        return out;
    }

    private void tunnels() {
        List<Inside.Chip> devices = insides.values().stream()
                .flatMap(inside -> inside.chips().stream())
                .filter(Inside.Chip::tunnel)
                .toList();
        if (devices.size() > MESH) {
            return;
        }
        for (int a = 0; a < devices.size(); a++) {
            for (int b = a + 1; b < devices.size(); b++) {
                tunnel(devices.get(a), devices.get(b));
            }
        }
    }

    private void tunnel(Inside.Chip a, Inside.Chip b) {
        Shape first = shapes.visible().get(a.node());
        Shape second = shapes.visible().get(b.node());
        if (first == null || second == null) {
            return;
        }
        Side out = Side.facing(first.box(), second.box());
        Side in = out.opposite();
        Point start = out.middle(a.box());
        Point end = in.middle(b.box());
        List<Point> route = Route.plain(start, out, end, in);
        lines.add(new Line(
                a.node() + "==" + b.node(),
                Kind.TUNNEL,
                null,
                route,
                new End(a.node(), a.iface(), start, out, Mark.CHEVRON),
                new End(b.node(), b.iface(), end, in, Mark.CHEVRON),
                List.of()));
    }
}
