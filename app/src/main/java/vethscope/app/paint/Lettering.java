package vethscope.app.paint;

import vethscope.app.font.Face;
import vethscope.app.font.FontMetrics;
import vethscope.app.font.Weight;

/// How a text is set. Its position is the baseline's start, middle or end.
///
/// @param size font size in canvas pixels
/// @param struck struck through: a value that was replaced
public record Lettering(Face face, double size, Weight weight, Anchor anchor, Ink ink, boolean struck) {

    public enum Anchor {
        START,
        MIDDLE,
        END
    }

    /// Words.
    public static Lettering ui(double size, Weight weight, Token token) {
        return new Lettering(Face.UI, size, weight, Anchor.START, token.ink(), false);
    }

    /// What a machine would print.
    public static Lettering mono(double size, Token token) {
        return new Lettering(Face.MONO, size, Weight.REGULAR, Anchor.START, token.ink(), false);
    }

    public Lettering middle() {
        return new Lettering(face, size, weight, Anchor.MIDDLE, ink, struck);
    }

    public Lettering end() {
        return new Lettering(face, size, weight, Anchor.END, ink, struck);
    }

    public Lettering in(Token token) {
        return new Lettering(face, size, weight, anchor, token.ink(), struck);
    }

    public Lettering as(Weight weight) {
        return new Lettering(face, size, weight, anchor, ink, struck);
    }

    public Lettering sized(double size) {
        return new Lettering(face, size, weight, anchor, ink, struck);
    }

    public Lettering crossedOut() {
        return new Lettering(face, size, weight, anchor, ink, true);
    }

    public double width(String text) {
        return FontMetrics.width(text, face, weight, size);
    }

    /// The text, cut in the middle if it is wider than `room`.
    public String fit(String text, double room) {
        return FontMetrics.fit(text, face, weight, size, room);
    }

    /// How far left of its position the text starts.
    double offset(double width) {
        return switch (anchor) {
            case START -> 0;
            case MIDDLE -> width / 2;
            case END -> width;
        };
    }
}
