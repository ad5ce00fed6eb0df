package vethscope.app.paint;

import java.util.List;
import vethscope.app.font.Weight;
import vethscope.app.scene.Line;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Way;
import vethscope.model.Layout.Point;

/// Lines between elements: kind by dash and end marks, not by colour alone.
final class LinkPainter { // / How much of a tunnel its end marks take.
    private static final double CHEVRONS = 14;

    private LinkPainter() {}

    static Token token(Line line) {
        if (!line.isUp()) {
            return Token.TEXT2;
        }
        return switch (line.kind()) {
            case VETH -> Token.L2;
            case CABLE -> Token.HOST;
            case ROUTED, TUNNEL -> Token.L3;
            case SELECTOR, RULE -> Token.SVC;
        };
    }

    /// The line itself, without what stands at its ends.
    ///
    /// @param cased whether a path runs under it: the line then keeps a margin in the colour of the canvas
    static void line(Line line, boolean cased, Brush brush) {
        Pen pen = brush.pen();
        boolean thumbnail = brush.view().thumbnail();
        Stroke stroke = stroke(line, thumbnail);
        List<Point> route = line.route();
        if (cased && !line.isDerived()) {
            pen.polyline(route, Stroke.of(Token.CANVAS, stroke.width() + 2).joined());
        }
        if (line.kind() == Line.Kind.TUNNEL) {
            Way way = Way.of(route);
            double trim = Math.min(0.4, CHEVRONS / Math.max(1, way.length()));
            List<Point> trimmed = way.parts(trim, 1 - trim).getFirst();
            pen.polyline(trimmed, Stroke.of(token(line), 6.5).dashed(4, 3).joined());
            pen.polyline(trimmed, Stroke.of(Token.CANVAS, 3.5).joined());
        } else {
            pen.polyline(route, stroke);
        }
    }

    static Stroke stroke(Line line, boolean thumbnail) {
        Token token = token(line);
        double more = thumbnail ? 3 : 1;
        return switch (line.kind()) {
            case VETH, ROUTED, TUNNEL -> Stroke.of(token, 2 * more).joined();
            case CABLE -> Stroke.of(token, 3 * (thumbnail ? 2 : 1)).joined();
            case SELECTOR ->
                thumbnail
                        ? Stroke.of(token, 5).dashed(6, 10).joined()
                        : Stroke.of(token, 1.5).dashed(2, 4).round();
            case RULE ->
                thumbnail
                        ? Stroke.of(token, 5).joined()
                        : Stroke.of(token, 1.5).dashed(8, 3, 2, 3).joined();
        };
    }

    static void ends(Line line, Brush brush) {
        if (brush.view().isFar()) {
            return;
        }
        Marks.draw(line.from(), token(line), brush.pen());
        Marks.draw(line.to(), token(line), brush.pen());
        if (!line.isUp()) {
            Point middle = middle(line.route());
            cross(middle.x(), middle.y(), brush.pen());
        }
    }

    private static void cross(double x, double y, Pen pen) {
        pen.circle(x, y, 9, Style.fill(Token.CANVAS));
        pen.at(
                x,
                y,
                1,
                () -> pen.path(
                        "M-5 -5l10 10m0 -10l-10 10",
                        Style.stroke(Stroke.of(Token.TEXT2, 2).round())));
    }

    /// Half way along the line.
    static Point middle(List<Point> route) {
        return Way.of(route).at(0.5);
    }

    /// @param lane whether a reply runs beside the line: labels make room for it
    static void labels(Line line, boolean lane, Brush brush) {
        if (!brush.shows(Detail.INTERFACES) || brush.view().thumbnail()) {
            return;
        }
        Lettering lettering = Lettering.mono(10, Token.TEXT2).as(Weight.REGULAR);
        for (Line.Label label : line.labels()) {
            double x = label.x() + (lane ? label.lane() : 0);
            if (label.leader() != null) {
                brush.pen()
                        .line(
                                label.leader().x(),
                                label.leader().y(),
                                x,
                                label.y() - 4,
                                Stroke.of(Token.TEXT2, 1).faded(0.6));
            }
            brush.pen().rect(new Rect(x - 3, label.y() - 9.5, label.width() + 6, 14), 2, Style.fill(Token.CANVAS));
            brush.whole(label.text(), x, label.y(), lettering);
        }
    }
}
