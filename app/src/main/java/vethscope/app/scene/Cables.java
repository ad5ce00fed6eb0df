package vethscope.app.scene;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import vethscope.app.scene.End.Mark;
import vethscope.app.scene.Inside.Chip;
import vethscope.app.scene.Line.Kind;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Layout.Point;
import vethscope.model.Link;
import vethscope.model.element.BareNetns;
import vethscope.model.element.Bridge;
import vethscope.model.element.Element;
import vethscope.model.element.Internet;
import vethscope.model.element.KubeNode;
import vethscope.model.element.Pod;
import vethscope.model.element.Switch;
import vethscope.model.element.Zone;

/// The drawn links as lines: which edge each leaves, where on it, and the way between.
final class Cables {

    /// How far into its own box a line may begin: round shapes are smaller than their boxes.
    private static final double INSIDE = 12;

    private final Design design;
    private final Shapes shapes;
    private final Map<Id, Inside> insides;
    private final Buckets<Rect> obstacles = new Buckets<>(512);
    private final Lanes lanes;

    record Draft(Link link, Kind kind, LooseEnd from, LooseEnd to) {}

    private Cables(Design design, Shapes shapes, Map<Id, Inside> insides) {
        this.design = design;
        this.shapes = shapes;
        this.insides = insides;
        this.lanes = new Lanes(shapes);
        for (Shape shape : shapes.visible().values()) {
            if (!(shape.element() instanceof Zone)
                    && shapes.within(shape.id(), KubeNode.class).isEmpty()) {
                obstacles.add(shape.box(), shape.box());
            }
        }
    }

    static List<Line> of(Design design, Shapes shapes, Map<Id, Inside> insides) {
        return new Cables(design, shapes, insides).lines();
    }

    private List<Line> lines() {
        var drafts = new ArrayList<Draft>();
        for (Link link : design.topology().links()) {
            draft(link).ifPresent(drafts::add);
        }
        Ports.settle(drafts);
        List<List<Point>> routes = routes(drafts);
        var lines = new ArrayList<Line>();
        var used = new HashMap<String, Integer>();
        for (int i = 0; i < drafts.size(); i++) {
            Draft draft = drafts.get(i);
            String key = draft.link().from() + "--" + draft.link().to();
            int copy = used.merge(key, 1, Integer::sum);
            lines.add(line(draft, routes.get(i), copy == 1 ? key : key + "--" + copy));
        }
        return lines;
    }

    /// Cables between machines are moved apart; those in nodes have lanes, and bends that someone set by hand stay. The
    /// pods nearest to their bridge choose their lanes first, so that the cables of the others pass outside.
    private List<List<Point>> routes(List<Draft> drafts) {
        var order = new ArrayList<Integer>();
        for (int i = 0; i < drafts.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingDouble(i -> height(drafts.get(i))));
        var routes = new ArrayList<List<Point>>(Collections.nCopies(drafts.size(), List.of()));
        order.forEach(i -> routes.set(i, route(drafts.get(i))));
        List<Integer> free = IntStream.range(0, drafts.size())
                .filter(i -> drafts.get(i).kind() != Kind.VETH
                        && bends(drafts.get(i)).isEmpty())
                .boxed()
                .toList();
        List<List<Point>> apart = Nudge.apart(free.stream().map(routes::get).toList());
        for (int i = 0; i < apart.size(); i++) {
            routes.set(free.get(i), Route.clean(apart.get(i)));
        }
        return routes;
    }

    private static double height(Draft draft) {
        return draft.kind() == Kind.VETH
                ? Math.abs(draft.from().at().y() - draft.to().at().y())
                : 0;
    }

    private List<Point> bends(Draft draft) {
        return design.layout().links().getOrDefault(draft.link().from().toString(), List.of());
    }

    private Optional<Draft> draft(Link link) {
        Optional<Shape> a = shapes.shown(link.from().element());
        Optional<Shape> b = shapes.shown(link.to().element());
        if (a.isEmpty()
                || b.isEmpty()
                || a.get().id().equals(b.get().id())
                        && !a.get().folded()
                        && !link.from().element().equals(link.to().element())) {
            return Optional.empty();
        }
        if (a.get().id().equals(b.get().id())) {
            return Optional.empty();
        }
        LooseEnd from = loose(a.get(), link.from(), link.to());
        LooseEnd to = loose(b.get(), link.to(), link.from());
        from.leave(side(from, to));
        to.leave(side(to, from));
        return Optional.of(new Draft(link, kind(a.get().element(), b.get().element()), from, to));
    }

    private LooseEnd loose(Shape shape, Link.End own, Link.End other) {
        boolean hidden = !shape.id().equals(own.element());
        if (shape.element() instanceof KubeNode node && !hidden && !shape.folded()) {
            String iface = Plugs.interfaceName(node, own, other, design);
            Chip chip = Optional.ofNullable(insides.get(node.id()))
                    .flatMap(inside -> inside.chip(iface))
                    .orElse(null);
            return new LooseEnd(shape, iface, chip);
        }
        return new LooseEnd(shape, hidden ? "" : portName(shape.element(), own, other), null);
    }

    private static String portName(Element element, Link.End own, Link.End other) {
        String port = own.port();
        if (port != null) {
            return port;
        }
        return switch (element) {
            case Pod pod -> "eth0";
            case Bridge bridge -> InterfaceNames.veth(other.element(), false);
            default -> "";
        };
    }

    private static Side side(LooseEnd own, LooseEnd other) {
        Chip chip = own.chip();
        if (chip != null) {
            return chip.side();
        }
        if (other.shape().element() instanceof Bridge && !(own.shape().element() instanceof Bridge)
                || other.chip() != null && own.shape().element() instanceof Pod) {
            return Side.facing(own.box(), other.box());
        }
        return Side.facing(own.shape().box(), other.shape().box());
    }

    static Kind kind(Element a, Element b) {
        if (isNamespace(a) && (isNamespace(b) || b instanceof Bridge || b instanceof KubeNode)
                || isNamespace(b) && (a instanceof Bridge || a instanceof KubeNode)) {
            return Kind.VETH;
        }
        return isRouted(a) && isRouted(b) ? Kind.ROUTED : Kind.CABLE;
    }

    private static boolean isNamespace(Element element) {
        return element instanceof Pod || element instanceof BareNetns;
    }

    private static boolean isRouted(Element element) {
        return Sizes.isRound(element) || element instanceof Internet;
    }

    private List<Point> route(Draft draft) {
        LooseEnd from = draft.from();
        LooseEnd to = draft.to();
        List<Point> bends = bends(draft);
        if (!bends.isEmpty()) {
            return Route.through(from.at(), bends, to.at());
        }
        boolean upright =
                !from.side().isHorizontal() && from.side() == to.side().opposite();
        return draft.kind() == Kind.VETH && upright ? lanes.upright(from, to) : around(from, to);
    }

    private static Line line(Draft draft, List<Point> route, String key) {
        LooseEnd from = draft.from();
        LooseEnd to = draft.to();
        End start = new End(from.shape().id(), from.iface(), route.getFirst(), from.side(), mark(from, draft.kind()));
        End end = new End(to.shape().id(), to.iface(), route.getLast(), to.side(), mark(to, draft.kind()));
        return new Line(key, draft.kind(), draft.link(), route, start, end, List.of());
    }

    private List<Point> around(LooseEnd from, LooseEnd to) {
        Point start = border(from);
        Point end = border(to);
        List<Rect> between = new ArrayList<>();
        for (Rect obstacle : obstacles.near(Route.field(start, end))) {
            boolean own = obstacle.equals(from.shape().box())
                    || obstacle.equals(to.shape().box());
            boolean holds = !own
                    && (obstacle.contains(from.shape().box())
                            || obstacle.contains(to.shape().box()));
            if (own) {
                between.add(obstacle.grown(-INSIDE));
            } else if (!holds) {
                between.add(obstacle);
            }
        }
        var points = new ArrayList<Point>(List.of(from.at()));
        points.addAll(Route.between(start, from.side(), end, to.side(), between));
        points.add(to.at());
        return Route.clean(points);
    }

    private static Point border(LooseEnd end) {
        return end.chip() == null ? end.at() : end.chip().plug().orElse(end.at());
    }

    private static Mark mark(LooseEnd end, Kind kind) {
        Element element = end.shape().element();
        if (end.shape().folded() || end.chip() != null && kind != Kind.VETH) {
            return Mark.NONE;
        }
        if (element instanceof Bridge || element instanceof Switch) {
            return Mark.SQUARE;
        }
        return switch (kind) {
            case VETH -> Mark.CIRCLE;
            case ROUTED -> element instanceof Internet ? Mark.NONE : Mark.DIAMOND;
            default -> Sizes.isRound(element) || element instanceof Internet ? Mark.NONE : Mark.PLUG;
        };
    }
}
