package vethscope.app.paint;

import vethscope.app.paint.Traffic.Circle;
import vethscope.app.paint.Traffic.Time;
import vethscope.app.scene.End;
import vethscope.app.scene.End.Mark;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Side;
import vethscope.model.Id;
import vethscope.model.Layout.Point;

/// The signs of a legend, drawn as they are in the drawing.
public final class LegendPainter {

    /// What a legend may explain.
    public enum Sign {
        REQUEST(32),
        REPLY(32),
        VETH(30),
        CABLE(28),
        ROUTED(30),
        TUNNEL(36),
        SELECTOR(30),
        RULE(30),
        NETNS(28),
        REWRITES(28),
        DROP(20);

        private final double width;

        Sign(double width) {
            this.width = width;
        }

        /// In canvas pixels.
        public double width() {
            return width;
        }
    }

    private LegendPainter() {} // / Draws it from x to the right, centred on y.
    ///
    /// @param answer the number that the reply's sign shows

    public static void paint(Sign sign, double x, double y, int answer, Pen pen) {
        switch (sign) {
            case REQUEST -> {
                pen.line(x, y, x + 32, y, Stroke.of(Token.ACCENT, 8));
                pen.line(x, y, x + 32, y, Stroke.of(Token.CANVAS, 4));
                pen.line(x, y, x + 32, y, Stroke.of(Token.L2, 2));
                TrafficPainter.circle(new Circle(new Point(x + 16, y), 1, Time.PAST), pen);
            }
            case REPLY -> {
                pen.line(x, y, x + 32, y, TrafficPainter.reply());
                TrafficPainter.circle(new Circle(new Point(x + 16, y), answer, Time.REPLY), pen);
            }
            case VETH -> {
                pen.line(x, y, x + 28, y, Stroke.of(Token.L2, 2));
                mark(Mark.CIRCLE, x + 5, y, Side.RIGHT, Token.L2, pen);
                mark(Mark.SQUARE, x + 25, y, Side.LEFT, Token.L2, pen);
            }
            case CABLE -> {
                pen.line(x, y, x + 28, y, Stroke.of(Token.HOST, 3));
                mark(Mark.PLUG, x + 14, y, Side.LEFT, Token.HOST, pen);
            }
            case ROUTED -> {
                pen.line(x, y, x + 30, y, Stroke.of(Token.L3, 2));
                mark(Mark.DIAMOND, x + 7, y, Side.RIGHT, Token.L3, pen);
                mark(Mark.DIAMOND, x + 23, y, Side.LEFT, Token.L3, pen);
            }
            case TUNNEL -> {
                pen.path(
                        "M%s %sH%sM%s %sH%s".formatted(x + 12, y - 2.5, x + 24, x + 12, y + 2.5, x + 24),
                        Style.stroke(Stroke.of(Token.L3, 1.5).dashed(4, 3)));
                mark(Mark.CHEVRON, x, y, Side.RIGHT, Token.L3, pen);
                mark(Mark.CHEVRON, x + 36, y, Side.LEFT, Token.L3, pen);
            }
            case SELECTOR -> {
                pen.line(x, y, x + 26, y, Stroke.of(Token.SVC, 1.5).dashed(2, 4).round());
                mark(Mark.OPEN_ARROW, x + 29, y, Side.LEFT, Token.SVC, pen);
            }
            case RULE -> {
                pen.line(x, y, x + 22, y, Stroke.of(Token.SVC, 1.5).dashed(8, 3, 2, 3));
                mark(Mark.FILLED_ARROW, x + 30, y, Side.LEFT, Token.SVC, pen);
            }
            case NETNS ->
                pen.rect(
                        new Rect(x, y - 8, 28, 16),
                        3,
                        Style.stroke(Stroke.of(Token.HOST, 1.5).dashed(6, 3)));
            case REWRITES -> pen.rect(new Rect(x, y - 8, 28, 16), 4, Style.of(Token.AFTER_FILL, Token.ACCENT, 1.5));
            case DROP -> pen.at(x + 10, y, 0.7, () -> TrafficPainter.octagon(pen));
        }
    }

    private static void mark(Mark mark, double x, double y, Side side, Token token, Pen pen) {
        Marks.draw(new End(Id.of("legend"), "", new Point(x, y), side, mark), token, pen);
    }
}
