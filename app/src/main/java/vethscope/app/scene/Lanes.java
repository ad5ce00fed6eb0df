package vethscope.app.scene;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import vethscope.model.Id;
import vethscope.model.Layout.Point;
import vethscope.model.element.BareNetns;
import vethscope.model.element.Element;
import vethscope.model.element.KubeNode;
import vethscope.model.element.Pod;

/// The upright cables inside nodes, each in a lane of its own beside the pods that stand in the way.
final class Lanes {

    private final Shapes shapes;
    /// For each node the boxes that a cable must not cross: its pods, and the lanes given away.
    private final Map<Id, List<Rect>> lanes = new HashMap<>();

    Lanes(Shapes shapes) {
        this.shapes = shapes;
    }

    /// A veth cable: straight between a pod and the bar above or below, beside the pods that stand in between.
    List<Point> upright(LooseEnd from, LooseEnd to) {
        LooseEnd pod = from.isFirm() ? from : to;
        LooseEnd bar = pod == from ? to : from;
        Id node = shapes.within(pod.shape().id(), KubeNode.class)
                .map(Shape::id)
                .orElse(pod.shape().id());
        Rect edge = bar.box();
        double endY = bar.at().y();
        if (bar.chip() != null) {
            return ordered(Route.plain(pod.at(), pod.side(), bar.at(), bar.side()), pod == from);
        }
        List<Rect> pods = new ArrayList<>(lanes.computeIfAbsent(node, id -> siblings(pod.shape())));
        double x = lane(
                pod.at(),
                endY,
                edge,
                pods.stream().filter(p -> !p.equals(pod.shape().box())).toList());
        if (x == pod.at().x()) {
            return ordered(List.of(pod.at(), new Point(x, endY)), pod == from);
        }
        double turn = pod.at().y() + pod.side().dy() * 8.0;
        lanes.computeIfAbsent(node, id -> new ArrayList<>())
                .add(Rect.between(x, turn, x, endY).grown(2));
        return ordered(
                Route.clean(List.of(pod.at(), new Point(pod.at().x(), turn), new Point(x, turn), new Point(x, endY))),
                pod == from);
    }

    private static List<Point> ordered(List<Point> route, boolean forwards) {
        return forwards ? route : route.reversed();
    }

    private List<Rect> siblings(Shape pod) {
        return pod.element()
                .in()
                .map(in -> shapes.tree().in(in).stream()
                        .filter(Lanes::isNamespace)
                        .flatMap(e -> shapes.shown(e.id()).stream())
                        .map(Shape::box)
                        .collect(Collectors.toCollection(ArrayList::new)))
                .orElseGet(ArrayList::new);
    }

    /// The place nearest to the port from which a straight line reaches the bar and crosses no pod.
    private static double lane(Point port, double endY, Rect bar, List<Rect> pods) {
        double low = bar.x() + 8;
        double high = bar.right() - 8;
        double turn = port.y() + (endY > port.y() ? 8 : -8);
        var candidates = new ArrayList<Double>(List.of(port.x()));
        for (Rect pod : pods) {
            if (pod.overlaps(Rect.between(low, turn, high, endY))) {
                for (int step = 1; step <= 4; step++) {
                    candidates.add(pod.right() + 8.0 * step - 2);
                    candidates.add(pod.x() - 8.0 * step + 2);
                }
            }
        }
        return candidates.stream()
                .filter(x -> x >= low && x <= high)
                .sorted(Comparator.comparingDouble(x -> Math.abs(x - port.x())))
                .filter(x -> {
                    Rect way = Rect.between(x, turn, x, endY).grown(3);
                    Rect aside = Rect.between(port.x(), turn, x, turn).grown(3);
                    return pods.stream().noneMatch(p -> p.overlaps(way) || x != port.x() && p.overlaps(aside));
                })
                .findFirst()
                .orElse(Math.clamp(port.x(), low, Math.max(low, high)));
    }

    private static boolean isNamespace(Element element) {
        return element instanceof Pod || element instanceof BareNetns;
    }
}
