package vethscope.app.paint;

import java.util.List;
import vethscope.app.scene.End;
import vethscope.app.scene.Line;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Shape;
import vethscope.app.scene.Side;
import vethscope.model.Layout.Point;

/// Rings and handles around what is selected or under the pointer. They keep their size on the screen from 100 % on.
public final class SelectionPainter {

    private SelectionPainter() {}

    /// Under the element: a thin ring 3 pixels outside.
    static void hover(Shape shape, Brush brush) {
        double unit = unit(brush);
        double grow = 3 * unit;
        brush.pen()
                .rect(
                        shape.box().grown(grow),
                        radius(shape, grow),
                        Style.stroke(Stroke.of(Token.ACCENT, unit).faded(0.55)));
    }

    /// Over the element: the four places from which a link can be drawn.
    static void linkPorts(Shape shape, Brush brush) {
        double unit = unit(brush);
        for (Side side : Side.values()) {
            Point at = side.middle(shape.box());
            brush.pen().circle(at.x(), at.y(), 5 * unit, Style.of(Token.CANVAS, Token.ACCENT, 2 * unit));
        }
    }

    /// A ring 4 pixels outside with 2 pixels of air, and a handle at each corner.
    static void selected(Shape shape, Brush brush) {
        around(shape.box(), Painters.radius(shape), shape.folded() ? List.of() : List.of(Side.values()), brush);
    }

    /// The same ring around a part that cannot be resized.
    static void around(Rect box, double radius, Brush brush) {
        around(box, radius, List.of(), brush);
    }

    private static void around(Rect box, double radius, List<Side> handles, Brush brush) {
        double unit = unit(brush);
        Rect ring = box.grown(4 * unit);
        brush.pen().rect(ring, radius + 4 * unit, Style.stroke(Stroke.of(Token.ACCENT, 2 * unit)));
        if (handles.isEmpty()) {
            return;
        }
        for (double x : new double[] {ring.x(), ring.right()}) {
            for (double y : new double[] {ring.y(), ring.bottom()}) {
                brush.pen()
                        .rect(
                                Rect.around(x, y, 8 * unit, 8 * unit),
                                2 * unit,
                                Style.of(Token.CANVAS, Token.ACCENT, 1.5 * unit));
            }
        }
    }

    /// Under a line: a broad, pale stripe.
    static void under(Line line, Brush brush) {
        brush.pen()
                .polyline(line.route(), Stroke.of(Token.ACCENT, 6).faded(0.35).joined());
    }

    /// Over a line: rings around its ends.
    static void ends(Line line, Brush brush) {
        for (End end : List.of(line.from(), line.to())) {
            brush.pen().circle(end.at().x(), end.at().y(), 9, Style.stroke(Stroke.of(Token.ACCENT, 1.5)));
        }
    }

    private static double radius(Shape shape, double grow) {
        return Painters.radius(shape) + grow;
    }

    private static double unit(Brush brush) {
        return 1 / Math.max(brush.view().zoom(), 0.25);
    }
}
