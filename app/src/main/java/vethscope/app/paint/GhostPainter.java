package vethscope.app.paint;

import java.util.List;
import vethscope.app.font.Weight;
import vethscope.app.scene.Line;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Scene;
import vethscope.app.scene.Shape;
import vethscope.model.Layout.Point;

/// What a quick fix would change, drawn over what is there: new cables, new and changed elements, in dashes, with
/// a word on what it does.
public final class GhostPainter {

    private GhostPainter() {}

    /// @param now what is drawn; `then` what would be
    /// @param title what the fix does, such as `Connect eth0 to cbr0`
    public static void paint(Scene now, Scene then, String title, Brush brush) {
        Pen pen = brush.pen();
        Stroke dashed = Stroke.of(Token.SUCCESS, 2).dashed(5, 4).joined();
        Point at = null;
        for (Line line : then.lines()) {
            if (line.link() != null && now.line(line.key()).isEmpty()) {
                pen.polyline(line.route(), dashed);
                Marks.draw(line.from(), Token.SUCCESS, pen);
                Marks.draw(line.to(), Token.SUCCESS, pen);
                at = LinkPainter.middle(line.route());
            }
        }
        List<Shape> changed = then.shapes().stream()
                .filter(shape -> now.shape(shape.id())
                        .map(before -> !before.element().equals(shape.element()))
                        .orElse(true))
                .toList();
        for (Shape shape : changed) {
            Rect ring = shape.box().grown(4);
            pen.rect(ring, Painters.radius(shape) + 4, Style.stroke(dashed));
            at = at == null ? new Point(ring.right() - 8, ring.y()) : at;
        }
        if (at != null) {
            label(title, at.x() + 16, at.y(), pen);
        }
    }

    /// A pill with a plus sign.
    static void label(String title, double x, double y, Pen pen) {
        Lettering text = Lettering.ui(11, Weight.MEDIUM, Token.TEXT);
        pen.rect(new Rect(x, y - 11, text.width(title) + 34, 22), 11, Style.of(Token.CANVAS, Token.SUCCESS, 1.25));
        pen.at(
                x + 10,
                y,
                1,
                () -> pen.path(
                        "M0 0h8m-4 -4v8",
                        Style.stroke(Stroke.of(Token.SUCCESS, 1.75).round())));
        pen.text(title, x + 24, y + 4, text);
    }
}
