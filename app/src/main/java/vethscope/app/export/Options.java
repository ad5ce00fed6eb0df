package vethscope.app.export;

import java.util.Locale;
import vethscope.app.paint.SvgPen.Colours;
import vethscope.app.paint.SvgPen.Letters;

/// How a figure is made; the window and the command line offer the same.
///
/// @param locale the language of its words
/// @param scale size of the picture over size of the drawing
/// @param margin canvas pixels around the drawing
/// @param heading title and description above it; `legend`, `table` and `caption` below it
/// @param step shows the trace at that step of its table instead of the whole; 0: the whole
public record Options(
        Colours colours,
        Letters letters,
        Background background,
        Locale locale,
        double scale,
        double margin,
        boolean heading,
        boolean legend,
        boolean table,
        boolean caption,
        int step) {

    /// What lies behind the drawing.
    public enum Background {
        THEME,
        TRANSPARENT
    }

    public static final Options DEFAULT = new Options(
            Colours.LIGHT, Letters.EMBEDDED, Background.THEME, Locale.ENGLISH, 1, 16, true, true, true, true, 0);

    public Options {
        if (scale <= 0 || margin < 0 || step < 0) {
            throw new IllegalArgumentException("scale must be over 0, margin and step must not be negative");
        }
    }

    public Options with(Colours colours) {
        return new Options(colours, letters, background, locale, scale, margin, heading, legend, table, caption, step);
    }

    public Options with(Letters letters) {
        return new Options(colours, letters, background, locale, scale, margin, heading, legend, table, caption, step);
    }

    public Options with(Background background) {
        return new Options(colours, letters, background, locale, scale, margin, heading, legend, table, caption, step);
    }

    public Options in(Locale locale) {
        return new Options(colours, letters, background, locale, scale, margin, heading, legend, table, caption, step);
    }

    public Options scaled(double scale) {
        return new Options(colours, letters, background, locale, scale, margin, heading, legend, table, caption, step);
    }

    public Options within(double margin) {
        return new Options(colours, letters, background, locale, scale, margin, heading, legend, table, caption, step);
    }

    /// Which parts stand around the drawing.
    public Options parts(boolean heading, boolean legend, boolean table, boolean caption) {
        return new Options(colours, letters, background, locale, scale, margin, heading, legend, table, caption, step);
    }

    public Options atStep(int step) {
        return new Options(colours, letters, background, locale, scale, margin, heading, legend, table, caption, step);
    }
}
