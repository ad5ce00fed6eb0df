package vethscope.app.widget;

import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.canvas.Canvas;
import vethscope.app.paint.FxPen;
import vethscope.app.paint.Theme;

/// Glyphs drawn with the painters' own pen.
public record GlyphNode(Theme theme) implements Glyph {

    @Override
    public Node node(String kind, double size) {
        var canvas = new Canvas(size, size);
        var pen = new FxPen(canvas.getGraphicsContext2D(), theme);
        var glyph =
                vethscope.app.paint.Glyph.valueOf(kind.toUpperCase(Locale.ROOT).replace('-', '_'));
        glyph.paint(pen, 0, 0, size / vethscope.app.paint.Glyph.SIZE);
        canvas.setMouseTransparent(true);
        return canvas;
    }
}
