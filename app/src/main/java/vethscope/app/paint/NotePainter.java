package vethscope.app.paint;

import java.util.ArrayList;
import java.util.List;
import vethscope.app.font.Weight;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Shape;
import vethscope.model.element.Note;

/// A card with a folded corner.
final class NotePainter {

    private static final double FOLD = 14;
    private static final double LEADING = 16;
    private static final Lettering TEXT = Lettering.ui(11.5, Weight.REGULAR, Token.TEXT);

    private NotePainter() {}

    static void paint(Note note, Shape shape, Brush brush) {
        Rect box = shape.box();
        Path card = Path.polygon(
                box.x(),
                box.y(),
                box.right() - FOLD,
                box.y(),
                box.right(),
                box.y() + FOLD,
                box.right(),
                box.bottom(),
                box.x(),
                box.bottom());
        brush.pen().path(card, Style.fill(Token.MATCHED));
        Path fold = Path.polygon(
                box.right() - FOLD, box.y(), box.right() - FOLD, box.y() + FOLD, box.right(), box.y() + FOLD);
        brush.pen().path(fold, Style.fill(Token.MATCHED_BAR.ink(0.35)));
        double y = box.y() + 22;
        for (String line : lines(note.text(), box.w() - 24)) {
            if (y > box.bottom() - 4) {
                break;
            }
            brush.whole(line, box.x() + 12, y, TEXT);
            y += LEADING;
        }
    }

    /// Broken between words, and anywhere in Chinese.
    static List<String> lines(String text, double room) {
        var lines = new ArrayList<String>();
        text.lines().forEach(paragraph -> {
            String rest = paragraph.strip();
            while (!rest.isEmpty()) {
                int end = Wrap.end(rest, room, TEXT);
                lines.add(rest.substring(0, end).strip());
                rest = rest.substring(end).strip();
            }
        });
        return lines;
    }
}
