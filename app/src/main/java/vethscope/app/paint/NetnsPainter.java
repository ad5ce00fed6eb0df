package vethscope.app.paint;

import vethscope.app.font.Weight;
import vethscope.app.scene.Rect;

/// The frame of a network namespace, with a tab.
final class NetnsPainter {

    private static final Lettering TAB = Lettering.ui(10, Weight.MEDIUM, Token.TEXT2);

    private static final double LARGEST = 13;

    private NetnsPainter() {}

    static void frame(Rect box, String title, boolean filled, Brush brush) {
        Stroke stroke = Stroke.of(Token.HOST, brush.view().thumbnail() ? 4 : 1.5);
        Stroke dashed = brush.view().thumbnail() ? stroke.dashed(16, 10) : stroke.dashed(6, 3);
        brush.pen().rect(box, 4, filled ? Style.of(Token.CANVAS, dashed) : Style.stroke(dashed));
        if (brush.view().isFar()) {
            return;
        }
        double size = brush.legible(TAB).size();
        // a tab that has grown too large would cover what leaves the namespace
        if (size > LARGEST) {
            return;
        }
        double width = TAB.sized(size).width(title) + 12;
        Rect tab =
                new Rect(box.x() + 12, box.y() - 8 - (size - 10) / 2, Math.min(width, box.w() - 24), 16 + (size - 10));
        brush.pen().rect(tab, 4, Style.of(Token.HOST_FILL, Token.HOST, 1));
        brush.text(title, tab.x() + 6, box.y() + 3.5, TAB, tab.w() - 8);
    }
}
