package vethscope.app.paint;

import vethscope.app.font.Weight;
import vethscope.app.scene.Rect;

/// Small plates that say one word.
final class Tags {

    private Tags() {}

    /// A square with a letter, for the type of a service.
    static void letter(String letter, Rect box, Brush brush) {
        brush.pen().rect(box, 4, Style.of(Token.CANVAS, Token.SVC, 1.5));
        brush.text(
                letter,
                box.centerX(),
                box.y() + 13,
                Lettering.ui(11, Weight.BOLD, Token.TEXT).middle(),
                box.w());
    }

    /// A plate with two letters, for the kind of a rule.
    static void kind(String letters, double x, double y, Brush brush) {
        brush.pen().rect(new Rect(x, y, 22, 16), 3, Style.of(Token.CANVAS, Token.SVC, 1.5));
        brush.text(
                letters,
                x + 11,
                y + 12,
                Lettering.ui(10, Weight.BOLD, Token.TEXT).middle(),
                22);
    }

    /// A word on a grey plate: `NAT`, `no-fwd`, `auto`, `pinned`.
    ///
    /// @return its width
    static double word(String word, double x, double y, Pen pen) {
        Lettering lettering = Lettering.ui(9.5, Weight.SEMIBOLD, Token.TEXT).middle();
        double width = lettering.width(word) + 10;
        pen.rect(new Rect(x, y, width, 15), 3, Style.of(Token.RAISED, Token.CONTROL_BORDER, 1));
        pen.text(word, x + width / 2, y + 11, lettering);
        return width;
    }
}
