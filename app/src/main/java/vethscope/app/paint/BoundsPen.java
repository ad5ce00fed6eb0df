package vethscope.app.paint;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.app.scene.Rect;

/// Measures by drawing: the box of all that was drawn, line widths and shadows included.
public final class BoundsPen implements Pen {

    private static final double ASCENT = 0.97;
    private static final double DESCENT = 0.25;
    private static final double SHADOW = 16;

    private Transform transform = Transform.NONE;
    private @Nullable Rect limit;
    private @Nullable Rect bounds;

    /// Empty if nothing was drawn.
    public Optional<Rect> bounds() {
        return Optional.ofNullable(bounds);
    }

    @Override
    public void path(Path path, Style style) {
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (Path.Segment segment : path.segments()) {
            double[] points = points(segment);
            for (int i = 0; i < points.length; i += 2) {
                left = Math.min(left, points[i]);
                right = Math.max(right, points[i]);
                top = Math.min(top, points[i + 1]);
                bottom = Math.max(bottom, points[i + 1]);
            }
        }
        if (left <= right) {
            add(new Rect(left, top, right - left, bottom - top), style);
        }
    }

    private static double[] points(Path.Segment segment) {
        return switch (segment) {
            case Path.Segment.Move(double x, double y) -> new double[] {x, y};
            case Path.Segment.Line(double x, double y) -> new double[] {x, y};
            case Path.Segment.Curve(double x1, double y1, double x2, double y2, double x, double y) ->
                new double[] {x1, y1, x2, y2, x, y};
            case Path.Segment.Close() -> new double[0];
        };
    }

    @Override
    public void rect(Rect box, double radius, Style style) {
        add(box, style);
    }

    @Override
    public void circle(double x, double y, double radius, Style style) {
        add(Rect.around(x, y, 2 * radius, 2 * radius), style);
    }

    @Override
    public void text(String text, double x, double y, Lettering lettering) {
        double width = lettering.width(text);
        double size = lettering.size();
        add(new Rect(x - lettering.offset(width), y - ASCENT * size, width, (ASCENT + DESCENT) * size));
    }

    @Override
    public void at(double x, double y, double scale, Runnable drawing) {
        Transform before = transform;
        transform = before.at(x, y, scale);
        drawing.run();
        transform = before;
    }

    @Override
    public void clip(Rect box, Runnable drawing) {
        Rect before = limit;
        limit = transform.rect(box);
        drawing.run();
        limit = before;
    }

    @Override
    public void group(Group group, Runnable drawing) {
        drawing.run();
    }

    @Override
    public void faded(double alpha, Runnable drawing) {
        drawing.run();
    }

    private void add(Rect box, Style style) {
        Stroke stroke = style.stroke();
        Rect inked = stroke == null ? box : box.grown(stroke.width() / 2);
        add(style.floating() ? inked.grown(SHADOW) : inked);
    }

    private void add(Rect box) {
        Rect drawn = transform.rect(box);
        Rect seen = limit;
        if (seen != null) {
            if (!seen.overlaps(drawn)) {
                return;
            }
            drawn = Rect.between(
                    Math.max(seen.x(), drawn.x()), Math.max(seen.y(), drawn.y()),
                    Math.min(seen.right(), drawn.right()), Math.min(seen.bottom(), drawn.bottom()));
        }
        bounds = bounds == null ? drawn : bounds.union(drawn);
    }
}
