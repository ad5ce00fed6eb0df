package vethscope.app.scene;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.Layout.Point;
import vethscope.model.Link;

/// A line between two elements: a drawn link, or one that follows from the design.
///
/// @param key unique in the scene, the same as long as the ends are
/// @param link null for a derived line
/// @param route from the first end to the second, level and upright parts only
public record Line(
        String key, Kind kind, @Nullable Link link, List<Point> route, End from, End to, List<Label> labels) {

    public enum Kind {
        VETH,
        CABLE,
        ROUTED,
        TUNNEL,
        SELECTOR,
        RULE
    }

    public Line {
        route = List.copyOf(route);
        labels = List.copyOf(labels);
    }

    /// A text beside a line.
    ///
    /// @param x left edge; y: baseline, both in canvas pixels
    /// @param leader where a thin line leads from the text to what it names; null where it stands beside it
    /// @param lane added to x where a reply runs beside the line
    public record Label(
            String text,
            double x,
            double y,
            double width,
            double lane,
            @Nullable Point leader) {
        Rect box() {
            return new Rect(x - 3, y - 9.5, width + 6, 14);
        }
    }

    public boolean isDerived() {
        return link == null;
    }

    public boolean isUp() {
        return link == null || link.up();
    }

    Line withLabels(List<Label> labels) {
        return new Line(key, kind, link, route, from, to, labels);
    }

    public Rect bounds() {
        Rect box = new Rect(route.getFirst().x(), route.getFirst().y(), 0, 0);
        for (Point p : route) {
            box = box.union(new Rect(p.x(), p.y(), 0, 0));
        }
        Rect out = box.grown(8);
        for (Label label : labels) {
            out = out.union(label.box());
        }
        return out;
    }

    /// The shortest way from a point to the line.
    public double distance(double x, double y) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 1; i < route.size(); i++) {
            least = Math.min(least, distance(route.get(i - 1), route.get(i), x, y));
        }
        return least;
    }

    private static double distance(Point a, Point b, double x, double y) {
        double dx = b.x() - a.x();
        double dy = b.y() - a.y();
        double length = dx * dx + dy * dy;
        double t = length == 0 ? 0 : Math.clamp(((x - a.x()) * dx + (y - a.y()) * dy) / length, 0, 1);
        return Math.hypot(x - a.x() - t * dx, y - a.y() - t * dy);
    }

    /// The points, in the order of someone who walks from the second end to the first.
    public List<Point> backwards() {
        var points = new ArrayList<>(route);
        java.util.Collections.reverse(points);
        return points;
    }
}
