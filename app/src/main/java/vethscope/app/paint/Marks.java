package vethscope.app.paint;

import vethscope.app.scene.End;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Side;

/// What stands at the ends of lines.
final class Marks {

    private static final Path CHEVRONS = Path.of("M0 -5l-5 5l5 5M-4 -5l-5 5l5 5");
    private static final Path OPEN = Path.of("M-7 -5l7 5l-7 5");
    private static final Path FILLED = Path.of("M-9 -5L0 0L-9 5Z");

    private Marks() {}

    /// @param token the colour of the line
    static void draw(End end, Token token, Pen pen) {
        double x = end.at().x();
        double y = end.at().y();
        switch (end.mark()) {
            case NONE -> {}
            case CIRCLE -> pen.circle(x, y, 5, Style.of(Token.CANVAS, token, 2));
            case SQUARE -> pen.rect(Rect.around(x, y, 10, 10), 1.5, Style.of(Token.CANVAS, token, 2));
            case PLUG -> plug(x, y, token, pen);
            case DIAMOND ->
                pen.path(Path.polygon(x - 6, y, x, y - 6, x + 6, y, x, y + 6), Style.of(Token.CANVAS, token, 2));
            case CHEVRON ->
                pen.path(
                        turned(CHEVRONS, end.side(), x, y),
                        Style.stroke(Stroke.of(token, 1.5).round()));
            case OPEN_ARROW ->
                pen.path(
                        turned(OPEN, end.side(), x, y),
                        Style.stroke(Stroke.of(token, 1.5).round()));
            case FILLED_ARROW -> pen.path(turned(FILLED, end.side(), x, y), Style.fill(token));
        }
    }

    static void plug(double x, double y, Token token, Pen pen) {
        pen.rect(Rect.around(x, y, 8, 8), 1, Style.of(Token.CANVAS, token, 2));
    }

    /// A mark drawn as if the line came from the left, turned to point into the element whose edge this is.
    private static Path turned(Path mark, Side side, double x, double y) {
        return new Path(mark.segments().stream()
                .<Path.Segment>map(segment -> switch (segment) {
                    case Path.Segment.Move(double px, double py) ->
                        new Path.Segment.Move(x + turnX(side, px, py), y + turnY(side, px, py));
                    case Path.Segment.Line(double px, double py) ->
                        new Path.Segment.Line(x + turnX(side, px, py), y + turnY(side, px, py));
                    case Path.Segment.Curve curve -> curve;
                    case Path.Segment.Close close -> close;
                })
                .toList());
    }

    private static double turnX(Side side, double x, double y) {
        return side.isHorizontal() ? -side.dx() * x : y;
    }

    private static double turnY(Side side, double x, double y) {
        return side.isHorizontal() ? y : -side.dy() * x;
    }
}
