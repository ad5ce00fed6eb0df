package vethscope.app.widget;

import javafx.scene.layout.Pane;
import javafx.scene.shape.SVGPath;

/// The window's own command icons: thin strokes on a grid of 16, in the colour of the text around them.
public enum Icon {
    CLOSE("M4.5 4.5l7 7M11.5 4.5l-7 7"),
    UNDO("M3 6.5h7a3.5 3.5 0 0 1 0 7H6M3 6.5l3-3M3 6.5l3 3"),
    REDO("M13 6.5H6a3.5 3.5 0 0 0 0 7h4M13 6.5l-3-3M13 6.5l-3 3"),
    SELECT("M4 2.5l8.5 6-4 .8 2.3 4-1.8 1-2.2-4L4 13Z"),
    HAND(
            "M5 8V4.2a1 1 0 0 1 2 0V7m0-3.5a1 1 0 0 1 2 0V7m0-2.5a1 1 0 0 1 2 0V10c0 2.5-1.5 4-3.7 4-2 0-2.8-1-4.3-4.2 .8-.9 1.5-.6 2 .6"),
    LINK(
            "M3.5 12.5l9-9M3.5 12.5m-1.5 0a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0M12.5 3.5m-1.5 0a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0"),
    NOTE("M3 3h7l3 3v7H3ZM10 3v3h3"),
    SEND("M2.5 8h8M7.5 4.5L11 8l-3.5 3.5M13.5 4v8"),
    MINUS("M3.5 8h9"),
    PLUS("M8 3.5v9M3.5 8h9"),
    FIT("M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10"),
    MINIMAP("M2.5 3.5h11v9h-11ZM7.5 7.5h4v3h-4Z"),
    DOWN("M4.5 6.5L8 10l3.5-3.5"),
    RIGHT("M6.5 4.5L10 8l-3.5 3.5"),
    SEARCH("M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9M10.3 10.3l3.2 3.2"),
    MORE("M3.5 8h.01M8 8h.01M12.5 8h.01"),
    WARNING("M8 2.5L14.2 13.5H1.8ZM8 6.5v3M8 11.5h.01"),
    ERROR("M8 2a6 6 0 1 0 .01 0M8 5v3.5M8 11h.01"),
    INFO("M2.5 2.5h11v11h-11ZM8 7.5v3.5M8 5h.01"),
    HELP("M8 2a6 6 0 1 0 .01 0M6.3 6.3a1.8 1.8 0 1 1 2.6 1.7c-.6.3-.9.6-.9 1.2M8 11.3h.01"),
    PICK("M8 1.5v4M8 10.5v4M1.5 8h4M10.5 8h4M8 8h.01"),
    TRACE("M3 4a1.5 1.5 0 1 0 .01 0M4.5 5.5h6a2.5 2.5 0 0 1 0 5h-5M13 12a1.5 1.5 0 1 0 .01 0"),
    TABLES("M2.5 3.5h11v9h-11ZM2.5 6.5h11M6.5 6.5v6"),
    TESTS("M3 4.5l1.3 1.3L6.5 3.5M3 10.5l1.3 1.3L6.5 9.5M9 5h4.5M9 11h4.5"),
    MADE("M2.5 3h4.5v4H2.5ZM9 9h4.5v4H9ZM4.7 7v4H9M7 10l2 1-2 1"),
    HISTORY("M8 2.2a5.8 5.8 0 1 0 .01 0M8 5v3.3l2.2 1.4"),
    FIRST("M4 3.5v9M12 3.5L6.5 8l5.5 4.5Z"),
    BACK("M10.5 3.5L5.5 8l5 4.5"),
    PLAY("M5 3.2l7.5 4.8L5 12.8Z", true),
    PAUSE("M4.5 3.5h2v9h-2ZM9.5 3.5h2v9h-2Z", true),
    FORWARD("M5.5 3.5l5 4.5-5 4.5"),
    LAST("M12 3.5v9M4 3.5L9.5 8L4 12.5Z"),
    CHECK("M3.5 8.5l3 3l6-7"),
    CROSS("M4 4l8 8M12 4l-8 8"),
    FILE("M4 2h5l3 3v9H4ZM9 2v3h3"),
    FOLDER("M2 4h4.5l1.5 1.8H14V13H2Z"),
    RESET("M4 5.5a5 5 0 1 1-1 3.5M4 2.5v3h3"),
    DOT("M8 6a2 2 0 1 0 .01 0Z", true);

    private static final double GRID = 16;

    private final String path;
    private final boolean filled;

    Icon(String path) {
        this(path, false);
    }

    Icon(String path, boolean filled) {
        this.path = path;
        this.filled = filled;
    }

    /// The icon at its own size of 16.
    public Pane node() {
        return node(GRID);
    }

    /// A square of that many pixels; its strokes stay as thin as the drawing's grid asks.
    public Pane node(double size) {
        var shape = new SVGPath();
        shape.setContent(path);
        shape.getStyleClass().add(filled ? "icon-filled" : "icon-stroke");
        double scale = size / GRID;
        shape.getTransforms().add(new javafx.scene.transform.Scale(scale, scale));
        shape.setManaged(false);
        var box = new Pane(shape);
        box.getStyleClass().add("icon");
        box.setMinSize(size, size);
        box.setPrefSize(size, size);
        box.setMaxSize(size, size);
        box.setMouseTransparent(true);
        return box;
    }
}
