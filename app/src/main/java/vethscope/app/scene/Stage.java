package vethscope.app.scene;

/// A stop of a packet that is routed through a node, as the strip under the bridge shows it.
///
/// @see #label() the words on it, the same in every language
public enum Stage {
    PREROUTING("PREROUTING", 90),
    ROUTE("route", 44),
    FORWARD("FORWARD", 70),
    POSTROUTING("POSTROUTING", 92);

    /// Between two stages of a strip in its own size.
    static final double GAP = 12;
    static final double HEIGHT = 32;
    /// A whole strip in its own size.
    static final double STRIP = 332;

    private final String label;
    private final double width;

    Stage(String label, double width) {
        this.label = label;
        this.width = width;
    }

    public String label() {
        return label;
    }

    /// In its own size.
    double width() {
        return width;
    }
}
