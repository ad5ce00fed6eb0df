package vethscope.app.paint;

/// What sort of thing an element is: its hue. Shape and glyph say it again for those who do not see the hue.
public enum Family {
    HOST(Token.HOST, Token.HOST_FILL),
    WORK(Token.WORK, Token.WORK_FILL),
    L2(Token.L2, Token.L2_FILL),
    L3(Token.L3, Token.L3_FILL),
    SVC(Token.SVC, Token.SVC_FILL);

    private final Token stroke;
    private final Token fill;

    Family(Token stroke, Token fill) {
        this.stroke = stroke;
        this.fill = fill;
    }

    public Token stroke() {
        return stroke;
    }

    public Token fill() {
        return fill;
    }

    /// Filled with the family's tint and outlined in its hue.
    Style body(double width) {
        return Style.of(fill, stroke, width);
    }

    /// Filled with the canvas and outlined in the family's hue.
    Style hollow(double width) {
        return Style.of(Token.CANVAS, stroke, width);
    }

    /// Only the outline.
    Style outline(double width) {
        return Style.stroke(Stroke.of(stroke, width));
    }
}
