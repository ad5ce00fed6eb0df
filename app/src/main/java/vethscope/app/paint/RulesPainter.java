package vethscope.app.paint;

import java.util.List;
import vethscope.app.scene.Captions.Row;
import vethscope.app.scene.Rect;

/// What an ingress and a route have in common: a card with cut corners and a row for each rule.
final class RulesPainter {

    private static final double CUT_X = 14;
    private static final double CUT_Y = 16;
    private static final double HEADER = 32;
    private static final double ROW = 18;

    private RulesPainter() {}

    static void paint(String tag, String name, List<Row> rows, Rect box, Brush brush) {
        Path card = Path.of("M%s %sH%sL%s %sV%sa8 8 0 0 1 -8 8H%sa8 8 0 0 1 -8 -8V%sZ"
                .formatted(
                        box.x() + CUT_X,
                        box.y(),
                        box.right() - CUT_X,
                        box.right(),
                        box.y() + CUT_Y,
                        box.bottom() - 8,
                        box.x() + 8,
                        box.y() + CUT_Y));
        brush.pen().path(card, Family.SVC.body(brush.view().thumbnail() ? 6 : 2).joined());
        if (brush.view().isFar()) {
            brush.farName(name, box);
            return;
        }
        Tags.kind(tag, box.x() + CUT_X, box.y() + 8, brush);
        brush.text(name, box.x() + CUT_X + 28, box.y() + 20.5, Brush.SMALL_NAME, box.w() - 2 * CUT_X - 28);
        if (brush.shows(Detail.ADDRESSES)) {
            rows(rows, box, brush);
        }
    }

    private static void rows(List<Row> rows, Rect box, Brush brush) {
        for (int i = 0; i < rows.size(); i++) {
            double y = box.y() + HEADER + i * ROW;
            if (y + ROW > box.bottom() - 2) {
                break;
            }
            if (i == 0) {
                brush.pen()
                        .line(
                                box.x() + 1,
                                y,
                                box.right() - 1,
                                y,
                                Stroke.of(Token.SVC, 1).faded(0.5));
            }
            double room = box.w() - 24;
            double taken =
                    brush.text(rows.get(i).backend(), box.right() - 12, y + 14, Brush.SMALL_ADDRESS.end(), room * 0.6);
            brush.text(rows.get(i).match(), box.x() + 12, y + 14, Brush.SMALL_ADDRESS.in(Token.TEXT), room - taken - 8);
        }
    }
}
