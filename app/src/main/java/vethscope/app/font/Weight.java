package vethscope.app.font;

/// How heavy a text is.
public enum Weight {
    REGULAR(400),
    MEDIUM(500),
    SEMIBOLD(600),
    BOLD(700);

    private final int css;

    Weight(int css) {
        this.css = css;
    }

    /// The number of CSS and SVG.
    public int css() {
        return css;
    }
}
