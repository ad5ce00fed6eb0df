package vethscope.app.scene;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import vethscope.model.Layout.Point;

/// The way of a cable: level and upright parts, around what stands between, with few bends.
///
/// The search runs on the grid of lines that pass the obstacles' edges at a distance; each bend costs as much as a
/// detour of `BEND` pixels.
final class Route {

    /// How far a cable stays from what it passes.
    static final double CLEAR = 12;

    private static final double BEND = 48;
    /// A larger grid is not searched: the cable then takes the plain way.
    private static final int LARGEST = 160;

    private Route() {}

    /// @param obstacles boxes that are not to be crossed; those that hold an end must not be among them
    static List<Point> between(Point from, Side out, Point to, Side in, List<Rect> obstacles) {
        List<Point> plain = plain(from, out, to, in);
        Rect field = Rect.between(from.x(), from.y(), to.x(), to.y()).grown(160);
        List<Rect> near = obstacles.stream().filter(field::overlaps).toList();
        if (isFree(plain, near)) {
            return plain;
        }
        List<Point> found = new Search(from, out, to, in, near).run();
        return found.isEmpty() ? plain : found;
    }

    /// Straight if the ends lie in line, else with one corner or two.
    static List<Point> plain(Point from, Side out, Point to, Side in) {
        if (out.isHorizontal() != in.isHorizontal()) {
            Point corner = out.isHorizontal() ? new Point(to.x(), from.y()) : new Point(from.x(), to.y());
            return clean(List.of(from, corner, to));
        }
        if (out.isHorizontal()) {
            double middle = Math.round((from.x() + to.x()) / 2);
            return clean(List.of(from, new Point(middle, from.y()), new Point(middle, to.y()), to));
        }
        double middle = Math.round((from.y() + to.y()) / 2);
        return clean(List.of(from, new Point(from.x(), middle), new Point(to.x(), middle), to));
    }

    /// Through bends that someone set by hand; parts between them are made level and upright.
    static List<Point> through(Point from, List<Point> bends, Point to) {
        var points = new ArrayList<Point>(List.of(from));
        for (Point next : bends) {
            Point last = points.getLast();
            if (last.x() != next.x() && last.y() != next.y()) {
                points.add(new Point(next.x(), last.y()));
            }
            points.add(next);
        }
        Point last = points.getLast();
        if (last.x() != to.x() && last.y() != to.y()) {
            points.add(new Point(last.x(), to.y()));
        }
        points.add(to);
        return clean(points);
    }

    /// Without repeated points and points in the middle of a straight part.
    static List<Point> clean(List<Point> points) {
        var out = new ArrayList<Point>();
        for (Point p : points) {
            int n = out.size();
            if (n > 0 && out.getLast().equals(p)) {
                continue;
            }
            if (n > 1 && between(out.get(n - 2), out.get(n - 1), p)) {
                out.removeLast();
            }
            out.add(p);
        }
        if (out.size() == 1) {
            out.add(out.getFirst());
        }
        return List.copyOf(out);
    }

    private static boolean between(Point a, Point b, Point c) {
        return a.x() == b.x() && b.x() == c.x() && (b.y() - a.y()) * (c.y() - b.y()) >= 0
                || a.y() == b.y() && b.y() == c.y() && (b.x() - a.x()) * (c.x() - b.x()) >= 0;
    }

    static boolean isFree(List<Point> points, List<Rect> obstacles) {
        for (int i = 1; i < points.size(); i++) {
            Point a = points.get(i - 1);
            Point b = points.get(i);
            Rect part = Rect.between(a.x(), a.y(), b.x(), b.y()).grown(2);
            if (obstacles.stream().anyMatch(part::overlaps)) {
                return false;
            }
        }
        return true;
    }

    /// Shortest path over (column, row, direction).
    private static final class Search {
        private final Point from;
        private final Side out;
        private final Point to;
        private final Side in;
        private final List<Rect> obstacles;
        private final double[] xs;
        private final double[] ys;

        Search(Point from, Side out, Point to, Side in, List<Rect> obstacles) {
            this.from = from;
            this.out = out;
            this.to = to;
            this.in = in;
            this.obstacles = obstacles;
            this.xs = lines(
                    obstacles,
                    from.x(),
                    to.x(),
                    out.isHorizontal() ? from.x() + out.dx() * CLEAR : from.x(),
                    in.isHorizontal() ? to.x() + in.dx() * CLEAR : to.x(),
                    true);
            this.ys = lines(
                    obstacles,
                    from.y(),
                    to.y(),
                    out.isHorizontal() ? from.y() : from.y() + out.dy() * CLEAR,
                    in.isHorizontal() ? to.y() : to.y() + in.dy() * CLEAR,
                    false);
        }

        private static double[] lines(
                List<Rect> obstacles, double a, double b, double c, double d, boolean horizontal) {
            var values = new ArrayList<>(List.of(a, b, c, d, Math.rint((a + b) / 2)));
            for (Rect obstacle : obstacles) {
                values.add((horizontal ? obstacle.x() : obstacle.y()) - CLEAR);
                values.add((horizontal ? obstacle.right() : obstacle.bottom()) + CLEAR);
            }
            return values.stream().mapToDouble(v -> v).distinct().sorted().toArray();
        }

        List<Point> run() {
            if (xs.length > LARGEST || ys.length > LARGEST) {
                return List.of();
            }
            Side[] sides = Side.values();
            var cost = new double[xs.length * ys.length * 4];
            Arrays.fill(cost, Double.POSITIVE_INFINITY);
            var came = new int[cost.length];
            int start = state(Arrays.binarySearch(xs, from.x()), Arrays.binarySearch(ys, from.y()), out);
            int goal = state(Arrays.binarySearch(xs, to.x()), Arrays.binarySearch(ys, to.y()), in.opposite());
            cost[start] = 0;
            came[start] = -1;
            var queue = new PriorityQueue<double[]>((p, q) -> Double.compare(p[0], q[0]));
            queue.add(new double[] {0, start});
            while (!queue.isEmpty()) {
                double[] best = queue.remove();
                int at = (int) best[1];
                if (at == goal) {
                    return trace(came, goal);
                }
                if (best[0] > cost[at]) {
                    continue;
                }
                for (Side side : sides) {
                    step(at, side, cost, came, queue);
                }
            }
            return List.of();
        }

        private void step(int at, Side side, double[] cost, int[] came, PriorityQueue<double[]> queue) {
            Side before = Side.values()[at % 4];
            int column = at / 4 % xs.length + side.dx();
            int row = at / 4 / xs.length + side.dy();
            if (side == before.opposite() || column < 0 || row < 0 || column >= xs.length || row >= ys.length) {
                return;
            }
            double x = xs[at / 4 % xs.length];
            double y = ys[at / 4 / xs.length];
            Rect part = Rect.between(x, y, xs[column], ys[row]).grown(2);
            if (came[at] == -1 && side != before || obstacles.stream().anyMatch(part::overlaps)) {
                return;
            }
            int next = state(column, row, side);
            double price = cost[at] + Math.abs(xs[column] - x) + Math.abs(ys[row] - y) + (side == before ? 0 : BEND);
            if (price < cost[next]) {
                cost[next] = price;
                came[next] = at;
                queue.add(new double[] {price, next});
            }
        }

        private int state(int column, int row, Side side) {
            return (row * xs.length + column) * 4 + side.ordinal();
        }

        private List<Point> trace(int[] came, int goal) {
            var points = new ArrayList<Point>();
            for (int at = goal; at >= 0; at = came[at]) {
                points.add(new Point(xs[at / 4 % xs.length], ys[at / 4 / xs.length]));
            }
            Collections.reverse(points);
            return clean(points);
        }
    }
}
