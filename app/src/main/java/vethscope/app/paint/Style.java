package vethscope.app.paint;

import org.jspecify.annotations.Nullable;

/// How a shape is filled and outlined.
///
/// @param fill null: not filled
/// @param stroke null: no outline
/// @param floating whether it casts a shadow on what it lies over
public record Style(@Nullable Ink fill, @Nullable Stroke stroke, boolean floating) {

    public static Style fill(Token token) {
        return new Style(token.ink(), null, false);
    }

    public static Style fill(Ink ink) {
        return new Style(ink, null, false);
    }

    public static Style stroke(Stroke stroke) {
        return new Style(null, stroke, false);
    }

    public static Style of(Token fill, Stroke stroke) {
        return new Style(fill.ink(), stroke, false);
    }

    public static Style of(Token fill, Token stroke, double width) {
        return of(fill, Stroke.of(stroke, width));
    }

    public Style joined() {
        return stroke == null ? this : new Style(fill, stroke.joined(), floating);
    }

    public Style dashed(double... lengths) {
        return stroke == null ? this : new Style(fill, stroke.dashed(lengths), floating);
    }

    /// With a shadow.
    public Style lifted() {
        return new Style(fill, stroke, true);
    }
}
