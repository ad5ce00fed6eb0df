package vethscope.app.paint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.effect.DropShadow;
import javafx.scene.paint.Color;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.shape.StrokeLineJoin;
import javafx.scene.text.Font;
import org.jspecify.annotations.Nullable;
import vethscope.app.font.FontFile;
import vethscope.app.font.FontMetrics;
import vethscope.app.scene.Rect;

/// Draws on a JavaFX canvas. Only on the JavaFX thread.
public final class FxPen implements Pen {

    private static final Map<FontFile, String> NAMES = new EnumMap<>(FontFile.class);

    private final GraphicsContext gc;
    private final Theme theme;
    private final Map<Ink, Color> colours = new HashMap<>();
    private final Map<FontFile, Map<Double, Font>> fonts = new EnumMap<>(FontFile.class);

    public FxPen(GraphicsContext gc, Theme theme) {
        loadFonts();
        this.gc = gc;
        this.theme = theme;
    }

    /// Makes the bundled fonts known to JavaFX, for style sheets too; once is enough, more does no harm.
    public static synchronized void loadFonts() {
        for (FontFile font : FontFile.values()) {
            NAMES.computeIfAbsent(font, FxPen::load);
        }
    }

    private static String load(FontFile font) {
        try (InputStream in = font.open()) {
            Font loaded = Font.loadFont(in, 12);
            if (loaded == null) {
                throw new IllegalStateException("JavaFX cannot read the font " + font.family());
            }
            return loaded.getName();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The colour of an ink in this pen's theme.
    public Color colour(Ink ink) {
        return colours.computeIfAbsent(ink, i -> Color.web(theme.hex(i.token()), i.alpha()));
    }

    @Override
    public void path(Path path, Style style) {
        trace(path);
        Ink fill = style.fill();
        if (fill != null) {
            shaded(style, () -> {
                gc.setFill(colour(fill));
                gc.fill();
            });
        }
        Stroke stroke = style.stroke();
        if (stroke != null) {
            ready(stroke);
            gc.stroke();
        }
    }

    private void trace(Path path) {
        gc.beginPath();
        for (Path.Segment segment : path.segments()) {
            switch (segment) {
                case Path.Segment.Move(double x, double y) -> gc.moveTo(x, y);
                case Path.Segment.Line(double x, double y) -> gc.lineTo(x, y);
                case Path.Segment.Curve(double x1, double y1, double x2, double y2, double x, double y) ->
                    gc.bezierCurveTo(x1, y1, x2, y2, x, y);
                case Path.Segment.Close() -> gc.closePath();
            }
        }
    }

    @Override
    public void rect(Rect box, double radius, Style style) {
        double round = 2 * Math.min(radius, Math.min(box.w(), box.h()) / 2);
        Ink fill = style.fill();
        if (fill != null) {
            shaded(style, () -> {
                gc.setFill(colour(fill));
                if (round == 0) {
                    gc.fillRect(box.x(), box.y(), box.w(), box.h());
                } else {
                    gc.fillRoundRect(box.x(), box.y(), box.w(), box.h(), round, round);
                }
            });
        }
        Stroke stroke = style.stroke();
        if (stroke != null) {
            ready(stroke);
            if (round == 0) {
                gc.strokeRect(box.x(), box.y(), box.w(), box.h());
            } else {
                gc.strokeRoundRect(box.x(), box.y(), box.w(), box.h(), round, round);
            }
        }
    }

    @Override
    public void circle(double x, double y, double radius, Style style) {
        Ink fill = style.fill();
        if (fill != null) {
            shaded(style, () -> {
                gc.setFill(colour(fill));
                gc.fillOval(x - radius, y - radius, 2 * radius, 2 * radius);
            });
        }
        Stroke stroke = style.stroke();
        if (stroke != null) {
            ready(stroke);
            gc.strokeOval(x - radius, y - radius, 2 * radius, 2 * radius);
        }
    }

    @Override
    public void text(String text, double x, double y, Lettering lettering) {
        double width = lettering.width(text);
        double size = lettering.size();
        double left = x - lettering.offset(width);
        gc.setFill(colour(lettering.ink()));
        double at = left;
        for (FontMetrics.Run run : FontMetrics.runs(text, lettering.face(), lettering.weight())) {
            gc.setFont(font(run.font(), size));
            gc.fillText(run.text(), at, y);
            at += run.width() * size;
        }
        if (lettering.struck()) {
            gc.fillRect(left, y - size * 0.34, width, Math.max(1, size / 14));
        }
    }

    @Override
    public void at(double x, double y, double scale, Runnable drawing) {
        gc.save();
        gc.translate(x, y);
        gc.scale(scale, scale);
        drawing.run();
        gc.restore();
    }

    @Override
    public void clip(Rect box, Runnable drawing) {
        gc.save();
        gc.beginPath();
        gc.rect(box.x(), box.y(), box.w(), box.h());
        gc.clip();
        drawing.run();
        gc.restore();
    }

    @Override
    public void group(Group group, Runnable drawing) {
        drawing.run();
    }

    @Override
    public void faded(double alpha, Runnable drawing) {
        double before = gc.getGlobalAlpha();
        gc.setGlobalAlpha(before * alpha);
        drawing.run();
        gc.setGlobalAlpha(before);
    }

    private void shaded(Style style, Runnable filling) {
        if (!style.floating()) {
            filling.run();
            return;
        }
        gc.setEffect(new DropShadow(12, 0, 4, colour(Token.SHADOW.ink(theme.shadow()))));
        filling.run();
        gc.setEffect(null);
    }

    private void ready(Stroke stroke) {
        gc.setStroke(colour(stroke.ink()));
        gc.setLineWidth(stroke.width());
        gc.setLineCap(stroke.roundCap() ? StrokeLineCap.ROUND : StrokeLineCap.BUTT);
        gc.setLineJoin(stroke.roundJoin() ? StrokeLineJoin.ROUND : StrokeLineJoin.MITER);
        gc.setLineDashes(dashes(stroke));
    }

    private static double @Nullable [] dashes(Stroke stroke) {
        return stroke.dash().isEmpty()
                ? null
                : stroke.dash().stream().mapToDouble(d -> d).toArray();
    }

    private Font font(FontFile font, double size) {
        return fonts.computeIfAbsent(font, f -> new HashMap<>())
                .computeIfAbsent(size, s -> new Font(NAMES.getOrDefault(font, font.family()), s));
    }
}
