package vethscope.app.scene;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import vethscope.model.Layout.Point;

/// The shortest way around obstacles, A* over (column, row, direction) on the lines that pass the obstacles' edges.
final class RouteSearch {

    /// What a bend costs, in pixels of detour.
    private static final double BEND = 48;
    /// A grid with more lines is not searched: the cable then takes the plain way.
    private static final int LARGEST = 56;

    private static final Side[] SIDES = Side.values();

    private final Point from;
    private final Side out;
    private final Point to;
    private final Side in;
    private final double[] xs;
    private final double[] ys;
    /// Whether the line from a crossing to the next one to the right, or downwards, is closed.
    private final boolean[] closedRight;
    private final boolean[] closedDown;

    RouteSearch(Point from, Side out, Point to, Side in, List<Rect> obstacles) {
        this.from = from;
        this.out = out;
        this.to = to;
        this.in = in;
        this.xs = lines(
                obstacles, from.x(), to.x(), from.x() + out.dx() * Route.CLEAR, to.x() + in.dx() * Route.CLEAR, true);
        this.ys = lines(
                obstacles, from.y(), to.y(), from.y() + out.dy() * Route.CLEAR, to.y() + in.dy() * Route.CLEAR, false);
        this.closedRight = new boolean[isSearched() ? xs.length * ys.length : 0];
        this.closedDown = new boolean[closedRight.length];
        if (isSearched()) {
            obstacles.forEach(this::close);
        }
    }

    private static double[] lines(List<Rect> obstacles, double a, double b, double c, double d, boolean horizontal) {
        var values = new ArrayList<>(List.of(a, b, c, d, Math.rint((a + b) / 2)));
        for (Rect obstacle : obstacles) {
            values.add((horizontal ? obstacle.x() : obstacle.y()) - Route.CLEAR);
            values.add((horizontal ? obstacle.right() : obstacle.bottom()) + Route.CLEAR);
        }
        return values.stream().mapToDouble(v -> v).distinct().sorted().toArray();
    }

    private boolean isSearched() {
        return xs.length <= LARGEST && ys.length <= LARGEST;
    }

    private void close(Rect obstacle) {
        Rect box = obstacle.grown(2);
        for (int row = 0; row < ys.length; row++) {
            for (int column = 0; column < xs.length; column++) {
                int at = row * xs.length + column;
                boolean level = ys[row] > box.y() && ys[row] < box.bottom();
                boolean upright = xs[column] > box.x() && xs[column] < box.right();
                if (level && column + 1 < xs.length && xs[column] < box.right() && xs[column + 1] > box.x()) {
                    closedRight[at] = true;
                }
                if (upright && row + 1 < ys.length && ys[row] < box.bottom() && ys[row + 1] > box.y()) {
                    closedDown[at] = true;
                }
            }
        }
    }

    /// Empty if there is no way, or the grid is too large.
    List<Point> run() {
        if (!isSearched()) {
            return List.of();
        }
        var cost = new double[xs.length * ys.length * 4];
        Arrays.fill(cost, Double.POSITIVE_INFINITY);
        var came = new int[cost.length];
        int start = state(Arrays.binarySearch(xs, from.x()), Arrays.binarySearch(ys, from.y()), out);
        int goal = state(Arrays.binarySearch(xs, to.x()), Arrays.binarySearch(ys, to.y()), in.opposite());
        cost[start] = 0;
        came[start] = -1;
        var queue = new PriorityQueue<Entry>();
        queue.add(new Entry(left(start), 0, start));
        while (!queue.isEmpty()) {
            Entry best = queue.remove();
            if (best.state == goal) {
                return trace(came, goal);
            }
            if (best.cost > cost[best.state]) {
                continue;
            }
            for (Side side : SIDES) {
                step(best.state, side, cost, came, queue);
            }
        }
        return List.of();
    }

    /// @param estimate of the whole way through this state
    private record Entry(double estimate, double cost, int state) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byEstimate = Double.compare(estimate, other.estimate);
            return byEstimate != 0 ? byEstimate : Integer.compare(state, other.state);
        }
    }

    private void step(int at, Side side, double[] cost, int[] came, PriorityQueue<Entry> queue) {
        Side before = SIDES[at % 4];
        int x = at / 4 % xs.length;
        int y = at / 4 / xs.length;
        int column = x + side.dx();
        int row = y + side.dy();
        boolean outside = column < 0 || row < 0 || column >= xs.length || row >= ys.length;
        if (side == before.opposite() || outside || came[at] == -1 && side != before) {
            return;
        }
        int edge = Math.min(y, row) * xs.length + Math.min(x, column);
        if (side.isHorizontal() ? closedRight[edge] : closedDown[edge]) {
            return;
        }
        int next = state(column, row, side);
        double price =
                cost[at] + Math.abs(xs[column] - xs[x]) + Math.abs(ys[row] - ys[y]) + (side == before ? 0 : BEND);
        if (price < cost[next]) {
            cost[next] = price;
            came[next] = at;
            queue.add(new Entry(price + left(next), price, next));
        }
    }

    private double left(int state) {
        return Math.abs(xs[state / 4 % xs.length] - to.x()) + Math.abs(ys[state / 4 / xs.length] - to.y());
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
        return Route.clean(points);
    }
}
