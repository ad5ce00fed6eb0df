package vethscope.app.paint;

import vethscope.app.font.Weight;
import vethscope.app.scene.Rect;

/// The mark of a finding at an element's corner: circle, triangle or square, and hollow where it was accepted.
final class BadgePainter {

    private static final Path TRIANGLE = Path.of("M0 -8L8.5 7H-8.5Z");

    private BadgePainter() {}

    static void paint(Badge badge, double x, double y, double scale, Pen pen) {
        pen.at(x, y, scale, () -> {
            switch (badge) {
                case ERROR -> {
                    pen.circle(0, 0, 8, Style.of(Token.ERROR, Token.CANVAS, 2));
                    letter("!", 11, 4, Token.ON_ACCENT, pen);
                }
                case WARNING -> {
                    pen.path(TRIANGLE, Style.of(Token.CANVAS, Token.CANVAS, 4).joined());
                    pen.path(TRIANGLE, Style.of(Token.WARNING, Token.WARNING, 2).joined());
                    letter("!", 10.5, 5.8, Token.ON_ACCENT, pen);
                }
                case INFO -> {
                    pen.rect(new Rect(-8, -8, 16, 16), 3, Style.of(Token.ACCENT, Token.CANVAS, 2));
                    letter("i", 11, 4, Token.ON_ACCENT, pen);
                }
                case SUPPRESSED -> {
                    pen.circle(0, 0, 7, Style.of(Token.CANVAS, Token.ERROR, 1.5));
                    letter("!", 11, 4, Token.ERROR, pen);
                }
            }
        });
    }

    private static void letter(String letter, double size, double y, Token token, Pen pen) {
        pen.text(letter, 0, y, Lettering.ui(size, Weight.BOLD, token).middle());
    }
}
