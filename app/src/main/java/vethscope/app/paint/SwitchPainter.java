package vethscope.app.paint;

import vethscope.app.scene.Shape;
import vethscope.model.element.Switch;

/// A bar with square ends, outside of nodes.
final class SwitchPainter {

    private SwitchPainter() {}

    static void paint(Switch element, Shape shape, Brush brush) {
        BarPainter.paint(element, shape.box(), 0, brush);
    }
}
