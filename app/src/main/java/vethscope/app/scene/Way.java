package vethscope.app.scene;

import java.util.ArrayList;
import java.util.List;
import vethscope.model.Layout.Point;

/// A polyline to travel along.
///
/// @param length in canvas pixels
public record Way(List<Point> points, double length) {

    public static Way of(List<Point> points) {
        double length = 0;
        for (int i = 1; i < points.size(); i++) {
            length += distance(points.get(i - 1), points.get(i));
        }
        return new Way(List.copyOf(points), length);
    }

    /// The point at that share of the way, 0 to 1.
    public Point at(double share) {
        double rest = Math.clamp(share, 0, 1) * length;
        for (int i = 1; i < points.size(); i++) {
            double part = distance(points.get(i - 1), points.get(i));
            if (rest <= part && part > 0) {
                Point a = points.get(i - 1);
                Point b = points.get(i);
                return new Point(a.x() + (b.x() - a.x()) * rest / part, a.y() + (b.y() - a.y()) * rest / part);
            }
            rest -= part;
        }
        return points.getLast();
    }

    /// The part of the way between two shares, 0 to 1.
    public List<Point> part(double from, double to) {
        var out = new ArrayList<Point>();
        out.add(at(from));
        double walked = 0;
        for (int i = 1; i < points.size(); i++) {
            walked += distance(points.get(i - 1), points.get(i));
            if (walked > from * length && walked < to * length) {
                out.add(points.get(i));
            }
        }
        out.add(at(to));
        return out;
    }

    /// How far along the way a point of it lies, in canvas pixels; the first time if it passes there twice.
    public double position(Point wanted) {
        double walked = 0;
        for (int i = 1; i < points.size(); i++) {
            Point a = points.get(i - 1);
            Point b = points.get(i);
            double part = distance(a, b);
            if (Math.abs(distance(a, wanted) + distance(wanted, b) - part) < 0.01) {
                return walked + distance(a, wanted);
            }
            walked += part;
        }
        return length;
    }

    /// How far along the way its point of that index lies.
    public double until(int index) {
        double walked = 0;
        for (int i = 1; i <= index; i++) {
            walked += distance(points.get(i - 1), points.get(i));
        }
        return walked;
    }

    /// How far along the way the point lies that is nearest to another one.
    public double nearest(Point to) {
        double best = 0;
        double least = Double.POSITIVE_INFINITY;
        double walked = 0;
        for (int i = 1; i < points.size(); i++) {
            Point a = points.get(i - 1);
            Point b = points.get(i);
            double part = distance(a, b);
            double along = part == 0
                    ? 0
                    : Math.clamp(
                            ((to.x() - a.x()) * (b.x() - a.x()) + (to.y() - a.y()) * (b.y() - a.y())) / part, 0, part);
            Point on = part == 0
                    ? a
                    : new Point(a.x() + (b.x() - a.x()) * along / part, a.y() + (b.y() - a.y()) * along / part);
            if (distance(on, to) < least - 0.01) {
                least = distance(on, to);
                best = walked + along;
            }
            walked += part;
        }
        return best;
    }

    private static double distance(Point a, Point b) {
        return Math.hypot(b.x() - a.x(), b.y() - a.y());
    }
}
