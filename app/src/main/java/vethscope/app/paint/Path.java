package vethscope.app.paint;

import java.util.ArrayList;
import java.util.List;
import vethscope.app.scene.Rect;
import vethscope.model.Layout.Point;

/// An outline: moves, lines and curves.
public record Path(List<Segment> segments) {

    public Path {
        segments = List.copyOf(segments);
    }

    /// One stroke of the pen; coordinates are absolute.
    public sealed interface Segment {
        record Move(double x, double y) implements Segment {}

        record Line(double x, double y) implements Segment {}

        record Curve(double x1, double y1, double x2, double y2, double x, double y) implements Segment {}

        record Close() implements Segment {}
    }

    /// From the `d` attribute of SVG; elliptic arcs must be circular.
    ///
    /// @throws IllegalArgumentException if the text is not path data
    public static Path of(String data) {
        return new Path(new PathData(data).read());
    }

    /// An open line through points.
    public static Path through(List<Point> points) {
        var segments = new ArrayList<Segment>(points.size());
        for (Point p : points) {
            segments.add(segments.isEmpty() ? new Segment.Move(p.x(), p.y()) : new Segment.Line(p.x(), p.y()));
        }
        return new Path(segments);
    }

    /// A closed shape with corners.
    public static Path polygon(double... coordinates) {
        var segments = new ArrayList<Segment>();
        for (int i = 0; i + 1 < coordinates.length; i += 2) {
            double x = coordinates[i];
            double y = coordinates[i + 1];
            segments.add(i == 0 ? new Segment.Move(x, y) : new Segment.Line(x, y));
        }
        segments.add(new Segment.Close());
        return new Path(segments);
    }

    /// The upper part of a rounded rectangle, down to a straight edge.
    public static Path header(Rect box, double radius, double height) {
        double pull = radius * (1 - 0.5523);
        double left = box.x();
        double top = box.y();
        double right = box.right();
        return new Path(List.of(
                new Segment.Move(left, top + height),
                new Segment.Line(left, top + radius),
                new Segment.Curve(left, top + pull, left + pull, top, left + radius, top),
                new Segment.Line(right - radius, top),
                new Segment.Curve(right - pull, top, right, top + pull, right, top + radius),
                new Segment.Line(right, top + height),
                new Segment.Close()));
    }

    /// The same outline, scaled about the origin and then moved.
    public Path placed(double scale, double dx, double dy) {
        return new Path(segments.stream()
                .<Segment>map(segment -> switch (segment) {
                    case Segment.Move(double x, double y) -> new Segment.Move(x * scale + dx, y * scale + dy);
                    case Segment.Line(double x, double y) -> new Segment.Line(x * scale + dx, y * scale + dy);
                    case Segment.Curve(double x1, double y1, double x2, double y2, double x, double y) ->
                        new Segment.Curve(
                                x1 * scale + dx,
                                y1 * scale + dy,
                                x2 * scale + dx,
                                y2 * scale + dy,
                                x * scale + dx,
                                y * scale + dy);
                    case Segment.Close close -> close;
                })
                .toList());
    }
}
