package vethscope.app.font;

/// The two voices of the product: words, and what a machine would print (addresses, ports, interface names, commands).
public enum Face {
    UI("Inter, 'Noto Sans SC', 'Noto Sans CJK SC', sans-serif"),
    MONO("'JetBrains Mono', 'Noto Sans SC', 'Noto Sans CJK SC', monospace");

    private final String css;

    Face(String css) {
        this.css = css;
    }

    /// The list of families for CSS and SVG, the bundled ones first.
    public String css() {
        return css;
    }
}
