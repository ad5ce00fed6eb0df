package vethscope.app.widget;

import javafx.scene.Node;

/// Draws the glyph of an element kind in the colours of the window.
@FunctionalInterface
public interface Glyph {

    /// @param kind the kind's word in the file, or `container`
    /// @param size of the square, in pixels
    Node node(String kind, double size);
}
