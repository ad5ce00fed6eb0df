package vethscope.app.play;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vethscope.app.scene.Inside;
import vethscope.app.scene.Inside.Chip;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Scene;
import vethscope.app.scene.Shape;
import vethscope.app.scene.Side;
import vethscope.app.scene.Stage;
import vethscope.app.scene.Way;
import vethscope.model.Id;
import vethscope.model.Layout.Point;
import vethscope.model.element.Bridge;
import vethscope.model.element.Element;
import vethscope.model.element.Internet;
import vethscope.model.element.Pod;

/// Where the number of a stop stands: on the top edge of a stage, the left edge of a pod or a bridge, the inner
/// corner of an interface; a reply takes the opposite edge. Never on text, never on another number.
final class Spots {

    /// Two numbers closer than this would touch.
    private static final double APART = 21;
    private static final double STEP = 22;

    private final Scene scene;
    private final Way request;
    private final List<List<Point>> ways;
    private final Set<Id> both;
    private final List<Point> taken = new ArrayList<>();

    /// @param ways the strands of all ways: a number beside a way is better than one on it
    /// @param both elements that carry a number of the request and one of the reply
    Spots(Scene scene, Way request, List<List<Point>> ways, Set<Id> both) {
        this.scene = scene;
        this.request = request;
        this.ways = ways;
        this.both = both;
    }

    /// One place for each stop. Numbers that stand together stand in order.
    List<Point> of(List<Stop> stops) {
        List<Point> spots = new ArrayList<>(stops.stream().map(this::of).toList());
        Map<Point, List<Integer>> together = new LinkedHashMap<>();
        for (int i = 0; i < stops.size(); i++) {
            together.computeIfAbsent(wishes(stops.get(i)).getFirst(), p -> new ArrayList<>())
                    .add(i);
        }
        for (List<Integer> group : together.values()) {
            List<Point> sorted = group.stream()
                    .map(spots::get)
                    .sorted(Comparator.comparingDouble(Point::x).thenComparingDouble(Point::y))
                    .toList();
            for (int i = 0; i < sorted.size(); i++) {
                spots.set(group.get(i), sorted.get(i));
            }
        }
        return spots;
    }

    /// Something else stands there.
    void take(Point place) {
        taken.add(place);
    }

    Point of(Stop stop) {
        List<Point> wishes = wishes(stop);
        Point spot = wishes.stream().filter(this::isFree).findFirst().orElseGet(() -> beside(wishes.getFirst()));
        taken.add(spot);
        return spot;
    }

    private boolean isFree(Point p) {
        return taken.stream().noneMatch(other -> Math.hypot(other.x() - p.x(), other.y() - p.y()) < APART);
    }

    private Point beside(Point wish) {
        for (int step = 1; step <= 12; step++) {
            for (int way : new int[] {1, -1}) {
                Point p = new Point(wish.x() + way * step * STEP, wish.y());
                if (isFree(p)) {
                    return p;
                }
            }
        }
        return wish;
    }

    private List<Point> wishes(Stop stop) {
        Optional<Inside> inside = scene.inside(stop.netns());
        if (inside.isPresent()) {
            return inNode(stop, inside.get());
        }
        Optional<Shape> shape = scene.shown(stop.where()).or(() -> scene.shown(stop.netns()));
        return shape.map(s -> at(s, stop.reply()))
                .orElseGet(() ->
                        List.of(new Point(scene.bounds().x(), scene.bounds().y())));
    }

    private List<Point> inNode(Stop stop, Inside inside) {
        Optional<Stage> stage = stage(stop);
        if (stage.isPresent() && inside.strip().isPresent()) {
            return atStage(inside.strip().get().stage(stage.get()), stop.reply() && stop.kind() != Stop.Kind.DROP);
        }
        if (stop.kind() == Stop.Kind.BRIDGE
                || stop.kind() == Stop.Kind.DROP && stop.stage().equals("bridge")) {
            Optional<Rect> bar = bridge(inside.node());
            if (bar.isPresent()) {
                return ends(bar.get(), stop.reply());
            }
        }
        return inside.chip(stop.stage()).map(chip -> atChip(chip, stop.reply())).orElseGet(() -> atTab(inside));
    }

    /// The stage of the strip that a stop stands at.
    static Optional<Stage> stage(Stop stop) {
        String named = stop.kind() == Stop.Kind.DROP ? stop.stage() : stop.key().stage();
        String hook = named.substring(named.lastIndexOf(' ') + 1);
        return switch (stop.kind()) {
            case ROUTE -> Optional.of(Stage.ROUTE);
            case CONNTRACK -> Optional.of(Stage.PREROUTING);
            case DROP -> isStage(hook) ? Optional.of(hook(hook)) : Optional.empty();
            case HOOK -> Optional.of(hook(hook));
            case SEND, DELIVER -> Optional.of(Stage.ROUTE);
            case RECEIVE, BRIDGE, TRANSMIT, TUNNEL, DEVICE -> Optional.empty();
        };
    }

    /// A drop may also stand at the bridge or at an interface.
    private static boolean isStage(String name) {
        return switch (name) {
            case "PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING", "route", "" -> true;
            default -> false;
        };
    }

    private static Stage hook(String hook) {
        return switch (hook) {
            case "PREROUTING" -> Stage.PREROUTING;
            case "FORWARD" -> Stage.FORWARD;
            case "POSTROUTING" -> Stage.POSTROUTING;
            default -> Stage.ROUTE;
        };
    }

    /// The octagon of a drop: on the lower edge of a stage or a bar, on the lower right corner of anything else.
    /// Numbers keep away from it.
    Point drop(Stop stop) {
        Optional<Inside> inside = scene.inside(stop.netns());
        Optional<Rect> stage =
                inside.flatMap(Inside::strip).flatMap(strip -> stage(stop).map(strip::stage));
        Optional<Rect> chip = inside.flatMap(i -> i.chip(stop.stage())).map(Chip::box);
        Optional<Rect> bar = inside.isPresent() ? bridge(stop.netns()) : Optional.empty();
        Point at = stage.or(() -> chip)
                .map(box -> new Point(box.centerX(), box.bottom() + 8))
                .or(() -> bar.map(box -> new Point(box.right() - 28, box.bottom() + 6)))
                .or(() -> scene.shown(stop.where())
                        .or(() -> scene.shown(stop.netns()))
                        .map(Shape::box)
                        .map(box -> box.w() > 64
                                ? new Point(box.right() - 28, box.bottom() + 4)
                                : new Point(box.right() + 4, box.bottom() - 6)))
                .orElse(new Point(scene.bounds().x(), scene.bounds().y()));
        taken.add(at);
        return at;
    }

    private Optional<Rect> bridge(Id node) {
        return scene.shapes().stream()
                .filter(shape -> shape.element() instanceof Bridge
                        && shape.element().in().equals(Optional.of(node)))
                .map(Shape::box)
                .findFirst();
    }

    private List<Point> atStage(Rect box, boolean reply) {
        double y = reply ? box.bottom() + 4 : box.y() - 4;
        double other = reply ? box.y() - 4 : box.bottom() + 4;
        var wishes = new ArrayList<Point>();
        for (double x : new double[] {box.centerX(), box.x() + 14, box.right() - 14}) {
            if (!isOnWay(x, y)) {
                wishes.add(new Point(x, y));
            }
        }
        wishes.add(new Point(box.centerX(), y));
        // several of one direction stand side by side: the opposite edge is the other direction's
        wishes.add(new Point(box.centerX() + STEP, y));
        wishes.add(new Point(box.centerX() - STEP, y));
        wishes.add(new Point(box.centerX(), other));
        return wishes;
    }

    /// Whether an upright part of a way passes there.
    private boolean isOnWay(double x, double y) {
        return ways.stream().anyMatch(way -> isOnWay(way, x, y));
    }

    private static boolean isOnWay(List<Point> way, double x, double y) {
        for (int i = 1; i < way.size(); i++) {
            Point a = way.get(i - 1);
            Point b = way.get(i);
            boolean upright = a.x() == b.x() && a.y() != b.y();
            if (upright
                    && Math.abs(a.x() - x) < 24
                    && y > Math.min(a.y(), b.y()) - 4
                    && y < Math.max(a.y(), b.y()) + 4) {
                return true;
            }
        }
        return false;
    }

    /// The end of a bridge that is nearer to where the request passes it.
    private List<Point> ends(Rect bar, boolean reply) {
        Point left = new Point(bar.x(), bar.centerY());
        Point right = new Point(bar.right(), bar.centerY());
        boolean passesRight = request.points().stream()
                        .filter(p ->
                                p.x() > bar.x() && p.x() < bar.right() && Math.abs(p.y() - bar.centerY()) <= bar.h())
                        .mapToDouble(Point::x)
                        .average()
                        .orElse(bar.x())
                > bar.centerX();
        return reply == passesRight ? List.of(left, right) : List.of(right, left);
    }

    private static List<Point> atChip(Chip chip, boolean reply) {
        Rect box = chip.box();
        double x = chip.side() == Side.LEFT ? box.right() + 4 : box.x() - 4;
        Point top = new Point(x, box.y() - 2);
        Point bottom = new Point(x, box.bottom() + 2);
        double away = chip.side() == Side.LEFT ? STEP : -STEP;
        Point farTop = new Point(x + away, top.y());
        Point farBottom = new Point(x + away, bottom.y());
        return reply ? List.of(bottom, top, farBottom, farTop) : List.of(top, bottom, farTop, farBottom);
    }

    private static List<Point> atTab(Inside inside) {
        return List.of(new Point(inside.netns().right() - 20, inside.netns().y()));
    }

    /// On the lower edge of a pod: numbers of the request from the left, of the reply from the right, clear of the
    /// cable.
    private List<Point> below(Rect box, boolean reply) {
        double y = box.bottom() - 3;
        var spots = new ArrayList<Point>();
        for (double in = 24; in < box.w() / 2 - 10; in += STEP) {
            double x = reply ? box.right() - in : box.x() + in;
            if (!isOnWay(x, y)) {
                spots.add(new Point(x, y));
            }
        }
        return spots;
    }

    private List<Point> at(Shape shape, boolean reply) {
        Rect box = shape.box();
        Element element = shape.element();
        if (element instanceof Pod && !shape.folded()) {
            double y = box.h() > 60 ? box.bottom() - 22 : box.centerY();
            double over = y - APART;
            List<Point> left = List.of(new Point(box.x(), y), new Point(box.x(), over));
            List<Point> right = List.of(new Point(box.right(), y), new Point(box.right(), over));
            var wishes = new ArrayList<>(reply ? right : left);
            wishes.addAll(below(box, reply));
            wishes.addAll(reply ? left : right);
            return wishes;
        }
        if (box.w() <= 64) {
            double y = box.y() - 2;
            if (both.contains(shape.id())) {
                return List.of(new Point(box.centerX() + (reply ? 14 : -14), y));
            }
            return List.of(
                    new Point(box.centerX(), y), new Point(box.centerX() + 14, y), new Point(box.centerX() - 14, y));
        }
        // a cloud has no corners
        double in = element instanceof Internet ? 16 : 4;
        double down = element instanceof Internet ? 22 : 2;
        Point left = new Point(box.x() + in, box.y() + down);
        Point right = new Point(box.right() - in, box.y() + down);
        return reply ? List.of(right, left) : List.of(left, right);
    }
}
