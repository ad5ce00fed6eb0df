package vethscope.app.paint;

import vethscope.app.scene.Shape;
import vethscope.model.element.Router;

/// A disc with four arrows.
final class RouterPainter {

    private RouterPainter() {}

    static void paint(Router router, Shape shape, Brush brush) {
        RoundPainter.paint(shape, brush, false, () -> RoundPainter.arrows(brush.pen()));
    }
}
