package vethscope.app.paint;

/// One XML element being written; attributes keep the order in which they are added.
final class Tag {

    private final String name;
    private final StringBuilder attributes = new StringBuilder();
    private final StringBuilder classes = new StringBuilder();

    Tag(String name) {
        this.name = name;
    }

    Tag add(String key, String value) {
        attributes.append(' ').append(key).append("=\"").append(escaped(value)).append('"');
        return this;
    }

    Tag add(String key, double value) {
        return add(key, number(value));
    }

    /// Adds a CSS class.
    Tag named(String styleClass) {
        classes.append(classes.isEmpty() ? "" : " ").append(styleClass);
        return this;
    }

    /// `<name …>` on a line.
    void open(StringBuilder out) {
        start(out).append(">\n");
    }

    /// `<name …/>` on a line.
    void close(StringBuilder out) {
        start(out).append("/>\n");
    }

    /// `<name …>text</name>` on a line.
    void text(String text, StringBuilder out) {
        start(out).append('>').append(escaped(text)).append("</").append(name).append(">\n");
    }

    private StringBuilder start(StringBuilder out) {
        out.append('<').append(name);
        if (!classes.isEmpty()) {
            out.append(" class=\"").append(classes).append('"');
        }
        return out.append(attributes);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /// At most two decimals, no trailing zeros, the same in every locale.
    static String number(double value) {
        long hundredths = Math.round(value * 100);
        long rest = Math.abs(hundredths % 100);
        String whole = (hundredths < 0 ? "-" : "") + Math.abs(hundredths / 100);
        if (rest == 0) {
            return whole;
        }
        return whole + "." + (rest % 10 == 0 ? String.valueOf(rest / 10) : (rest < 10 ? "0" : "") + rest);
    }
}
