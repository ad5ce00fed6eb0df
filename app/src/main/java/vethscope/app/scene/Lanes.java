package vethscope.app.scene;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import vethscope.model.Id;
import vethscope.model.Layout.Point;
import vethscope.model.element.BareNetns;
import vethscope.model.element.Element;
import vethscope.model.element.KubeNode;
import vethscope.model.element.Pod;

/// The upright cables inside nodes, each in a lane of its own beside the pods that stand in the way.
final class Lanes {

    /// Between a pod and the first lane beside it.
    private static final double BESIDE = 6;
    /// Between two lanes: ports on the bar must not touch.
    private static final double APART = 12;
    /// Lanes tried beside each column of pods.
    private static final int MOST = 8;
    /// From a port to the level part of its cable.
    private static final double TURN = 8;

    private final Shapes shapes;
    private final Map<Id, Field> fields = new HashMap<>();

    /// What a cable of one node must not cross, and where lanes can be.
    private static final class Field {
        private final List<Rect> pods;
        /// In order, from left to right.
        private final double[] places;
        /// Lanes given away.
        private final List<Rect> taken = new ArrayList<>();

        Field(List<Rect> pods) {
            this.pods = pods;
            var all = new TreeSet<Double>();
            for (Rect box : pods) {
                for (int lane = 0; lane < MOST; lane++) {
                    all.add(box.right() + BESIDE + APART * lane);
                    all.add(box.x() - BESIDE - APART * lane);
                }
            }
            this.places = all.stream().mapToDouble(x -> x).toArray();
        }
    }

    Lanes(Shapes shapes) {
        this.shapes = shapes;
    }

    /// A veth cable: straight between a pod and the bar above or below, beside the pods that stand in between.
    List<Point> upright(LooseEnd from, LooseEnd to) {
        LooseEnd pod = from.isFirm() ? from : to;
        LooseEnd bar = pod == from ? to : from;
        if (bar.chip() != null) {
            return ordered(Route.plain(pod.at(), pod.side(), bar.at(), bar.side()), pod == from);
        }
        double endY = bar.at().y();
        double turn = pod.at().y() + pod.side().dy() * TURN;
        Field field = field(pod.shape());
        double x = lane(pod, turn, bar.box(), endY, field);
        if (x == pod.at().x()) {
            return ordered(List.of(pod.at(), new Point(x, endY)), pod == from);
        }
        field.taken.add(Rect.between(x, turn, x, endY).grown(APART - 4));
        Point down = new Point(pod.at().x(), turn);
        return ordered(Route.clean(List.of(pod.at(), down, new Point(x, turn), new Point(x, endY))), pod == from);
    }

    private static List<Point> ordered(List<Point> route, boolean forwards) {
        return forwards ? route : route.reversed();
    }

    private Field field(Shape pod) {
        Id node = shapes.within(pod.id(), KubeNode.class).map(Shape::id).orElse(pod.id());
        return fields.computeIfAbsent(node, id -> new Field(siblings(pod)));
    }

    private List<Rect> siblings(Shape pod) {
        return pod.element().in().stream()
                .flatMap(in -> shapes.tree().in(in).stream())
                .filter(Lanes::isNamespace)
                .flatMap(element -> shapes.shown(element.id()).stream())
                .map(Shape::box)
                .toList();
    }

    /// The place nearest to the port from which a straight line reaches the bar and crosses no pod; of two that
    /// are as near the right one.
    private static double lane(LooseEnd pod, double turn, Rect bar, double endY, Field field) {
        double port = pod.at().x();
        double low = bar.x() + TURN;
        double high = Math.max(low, bar.right() - TURN);
        Rect own = pod.shape().box();
        if (port >= low && port <= high && isFree(port, port, turn, endY, own, field)) {
            return port;
        }
        double[] places = field.places;
        int found = Arrays.binarySearch(places, port);
        int right = found < 0 ? -found - 1 : found;
        int left = right - 1;
        while (left >= 0 || right < places.length) {
            boolean goRight = left < 0 || right < places.length && places[right] - port <= port - places[left];
            double x = goRight ? places[right++] : places[left--];
            if (x >= low && x <= high && isFree(port, x, turn, endY, own, field)) {
                return x;
            }
        }
        return Math.clamp(port, low, high);
    }

    private static boolean isFree(double port, double x, double turn, double endY, Rect own, Field field) {
        Rect way = Rect.between(x, turn, x, endY).grown(3);
        Rect aside = Rect.between(port, turn, x, turn).grown(3);
        for (Rect pod : field.pods) {
            if (!pod.equals(own) && (pod.overlaps(way) || x != port && pod.overlaps(aside))) {
                return false;
            }
        }
        for (Rect lane : field.taken) {
            if (lane.overlaps(way) || x != port && lane.overlaps(aside)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNamespace(Element element) {
        return element instanceof Pod || element instanceof BareNetns;
    }
}
