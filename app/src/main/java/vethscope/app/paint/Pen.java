package vethscope.app.paint;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.app.scene.Rect;
import vethscope.model.Layout.Point;

/// What shapes are drawn with. One painter serves the screen, every figure and the measuring of bounds.
public interface Pen {

    void path(Path path, Style style);

    void rect(Rect box, double radius, Style style);

    void circle(double x, double y, double radius, Style style);

    void text(String text, double x, double y, Lettering lettering);

    /// Draws something in coordinates of its own: scaled about their origin, which lies at (x, y).
    void at(double x, double y, double scale, Runnable drawing);

    /// Draws something, of which only the part inside the box is seen.
    void clip(Rect box, Runnable drawing);

    /// Draws things that belong together.
    void group(Group group, Runnable drawing);

    /// Whether groups and their titles are kept; if not, callers need not make them.
    default boolean keepsGroups() {
        return false;
    }

    /// Draws something partly see-through as a whole.
    ///
    /// @param alpha 0 to 1
    void faded(double alpha, Runnable drawing);

    /// A part of the drawing that has a name.
    ///
    /// @param id unique in the drawing
    /// @param title what it is, for people who do not see it; null if the texts in it say so
    record Group(String id, @Nullable String title) {}

    default void line(double x1, double y1, double x2, double y2, Stroke stroke) {
        path(Path.through(List.of(new Point(x1, y1), new Point(x2, y2))), Style.stroke(stroke));
    }

    default void polyline(List<Point> points, Stroke stroke) {
        path(Path.through(points), Style.stroke(stroke));
    }

    default void path(String data, Style style) {
        path(Path.of(data), style);
    }
}
