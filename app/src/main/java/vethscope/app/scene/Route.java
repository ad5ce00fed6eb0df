package vethscope.app.scene;

import java.util.ArrayList;
import java.util.List;
import vethscope.model.Layout.Point;

/// The way of a cable: level and upright parts, around what stands between, with few bends.
///
/// The search runs on the grid of lines that pass the obstacles' edges at a distance; each bend costs as much as a
/// detour, see [RouteSearch].
final class Route {

    /// How far a cable stays from what it passes.
    static final double CLEAR = 12;

    private static final double FIELD = 160;

    private Route() {}

    /// Where obstacles for this way may lie.
    static Rect field(Point from, Point to) {
        return Rect.between(from.x(), from.y(), to.x(), to.y()).grown(FIELD);
    }

    /// @param obstacles boxes in the [#field] that are not to be crossed
    static List<Point> between(Point from, Side out, Point to, Side in, List<Rect> obstacles) {
        List<Point> plain = plain(from, out, to, in);
        if (isFree(plain, obstacles)) {
            return plain;
        }
        List<Point> found = new RouteSearch(from, out, to, in, obstacles).run();
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
}
