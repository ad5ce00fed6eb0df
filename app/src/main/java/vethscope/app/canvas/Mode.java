package vethscope.app.canvas;

/// What a press on the canvas means.
public enum Mode {
    SELECT,
    HAND,
    LINK,
    NOTE,
    SEND
}
