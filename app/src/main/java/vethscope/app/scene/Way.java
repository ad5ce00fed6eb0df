package vethscope.app.scene;

import java.util.ArrayList;
import java.util.List;
import vethscope.model.Layout.Point;

/// A polyline to travel along. It may leave off and go on elsewhere, as a packet's way does where somebody else sends
/// the next one.
///
/// @param strands the unbroken parts, in order
/// @param length in canvas pixels
public record Way(List<List<Point>> strands, double length) {

    /// What a gap counts, so that the end of a strand and the start of the next lie apart along the way.
    private static final double GAP = 1;

    /// A part between two neighbouring points; across a gap it is no longer than that counts.
    private record Part(Point from, Point to, boolean gap) {

        double length() {
            return gap ? GAP : distance(from, to);
        }

        Point at(double along) {
            double length = length();
            if (gap || length == 0) {
                return along < length / 2 ? from : to;
            }
            return new Point(
                    from.x() + (to.x() - from.x()) * along / length, from.y() + (to.y() - from.y()) * along / length);
        }

        /// How far along it the point lies that is nearest to another one.
        double nearest(Point other) {
            if (gap || length() == 0) {
                return 0;
            }
            double along = (other.x() - from.x()) * (to.x() - from.x()) + (other.y() - from.y()) * (to.y() - from.y());
            return Math.clamp(along / length(), 0, length());
        }
    }

    public static Way of(List<Point> points) {
        return over(List.of(points));
    }

    public static Way over(List<List<Point>> strands) {
        List<List<Point>> copy = strands.stream().map(List::copyOf).toList();
        return new Way(copy, sections(copy).stream().mapToDouble(Part::length).sum());
    }

    /// All points; neighbours may belong to two strands.
    public List<Point> points() {
        return strands.stream().flatMap(List::stream).toList();
    }

    public Way moved(double dx, double dy) {
        return new Way(
                strands.stream()
                        .map(strand -> strand.stream()
                                .map(p -> new Point(p.x() + dx, p.y() + dy))
                                .toList())
                        .toList(),
                length);
    }

    private static List<Part> sections(List<List<Point>> strands) {
        var parts = new ArrayList<Part>();
        Point last = null;
        for (List<Point> strand : strands) {
            for (int i = 0; i < strand.size(); i++) {
                Point point = strand.get(i);
                if (last != null) {
                    parts.add(new Part(last, point, i == 0));
                }
                last = point;
            }
        }
        return parts;
    }

    /// The point at that share of the way, 0 to 1.
    public Point at(double share) {
        double rest = Math.clamp(share, 0, 1) * length;
        for (Part part : sections(strands)) {
            if (rest <= part.length() && part.length() > 0) {
                return part.at(rest);
            }
            rest -= part.length();
        }
        return strands.getLast().getLast();
    }

    /// The way between two shares, 0 to 1, strand by strand.
    public List<List<Point>> parts(double from, double to) {
        double start = Math.clamp(from, 0, 1) * length;
        double end = Math.clamp(to, 0, 1) * length;
        var out = new ArrayList<List<Point>>();
        var strand = new ArrayList<Point>();
        double walked = 0;
        for (Part part : sections(strands)) {
            double first = Math.max(start, walked);
            double last = Math.min(end, walked + part.length());
            if (part.gap()) {
                keep(strand, out);
                strand.clear();
            } else if (first <= last) {
                add(strand, part.at(first - walked));
                add(strand, part.at(last - walked));
            }
            walked += part.length();
        }
        keep(strand, out);
        return out;
    }

    private static void keep(List<Point> strand, List<List<Point>> out) {
        if (strand.size() > 1) {
            out.add(List.copyOf(strand));
        }
    }

    private static void add(List<Point> strand, Point point) {
        if (strand.isEmpty() || !strand.getLast().equals(point)) {
            strand.add(point);
        }
    }

    /// How far along the way a point of it lies, in canvas pixels; the first time if it passes there twice.
    public double position(Point wanted) {
        double walked = 0;
        for (Part part : sections(strands)) {
            double detour = distance(part.from(), wanted) + distance(wanted, part.to()) - part.length();
            if (!part.gap() && Math.abs(detour) < 0.01) {
                return walked + distance(part.from(), wanted);
            }
            walked += part.length();
        }
        return length;
    }

    /// How far along the way its point of that index lies.
    public double until(int index) {
        return sections(strands).stream().limit(index).mapToDouble(Part::length).sum();
    }

    /// How far along the way the point lies that is nearest to another one.
    public double nearest(Point to) {
        double best = 0;
        double least = Double.POSITIVE_INFINITY;
        double walked = 0;
        for (Part part : sections(strands)) {
            double along = part.nearest(to);
            double away = distance(part.at(along), to);
            if (away < least - 0.01) {
                least = away;
                best = walked + along;
            }
            walked += part.length();
        }
        return best;
    }

    private static double distance(Point a, Point b) {
        return Math.hypot(b.x() - a.x(), b.y() - a.y());
    }
}
