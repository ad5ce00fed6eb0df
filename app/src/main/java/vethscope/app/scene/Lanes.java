package vethscope.app.scene;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import vethscope.model.Id;
import vethscope.model.Layout.Point;
import vethscope.model.element.BareNetns;
import vethscope.model.element.Element;
import vethscope.model.element.KubeNode;
import vethscope.model.element.Pod;

/// The upright cables inside nodes, each in a lane of its own beside the pods that stand in the way.
final class Lanes { // / Between a pod and the first lane beside it.
    private static final double BESIDE = 6;
    /// Between two lanes: ports on the bar must not touch.
    private static final double APART = 12;
    /// How far to the side a lane is looked for.
    private static final double FAR = 480;
    /// Lanes tried beside each pod.
    private static final int MOST = 8;

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
                .add(Rect.between(x, turn, x, endY).grown(APART - 4));
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
        List<Rect> near = pods.stream()
                .filter(pod -> pod.overlaps(Rect.between(port.x() - FAR, turn, port.x() + FAR, endY)))
                .toList();
        if (port.x() >= low && port.x() <= high && isFree(port.x(), port.x(), turn, endY, near)) {
            return port.x();
        }
        return candidates(port.x(), near).stream()
                .filter(x -> x >= low && x <= high && isFree(port.x(), x, turn, endY, near))
                .findFirst()
                .orElse(Math.clamp(port.x(), low, Math.max(low, high)));
    }

    /// The nearest first; of two that are as near the right one.
    private static List<Double> candidates(double port, List<Rect> pods) {
        var places = new TreeSet<Double>(
                Comparator.<Double>comparingDouble(x -> Math.abs(x - port)).thenComparing(Comparator.reverseOrder()));
        places.add(port);
        var columns = new HashSet<Double>();
        for (Rect pod : pods) {
            for (int lane = 0; lane < MOST && (lane > 0 || columns.add(pod.x())); lane++) {
                places.add(pod.right() + BESIDE + APART * lane);
                places.add(pod.x() - BESIDE - APART * lane);
            }
        }
        return List.copyOf(places);
    }

    private static boolean isFree(double port, double x, double turn, double endY, List<Rect> pods) {
        Rect way = Rect.between(x, turn, x, endY).grown(3);
        Rect aside = Rect.between(port, turn, x, turn).grown(3);
        for (Rect pod : pods) {
            if (pod.overlaps(way) || x != port && pod.overlaps(aside)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNamespace(Element element) {
        return element instanceof Pod || element instanceof BareNetns;
    }
}
