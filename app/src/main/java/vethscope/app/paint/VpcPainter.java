package vethscope.app.paint;

import vethscope.app.scene.Shape;
import vethscope.model.element.Vpc;

/// A rounded square with four arrows: a router that nobody sees as a machine.
final class VpcPainter {

    private VpcPainter() {}

    static void paint(Vpc vpc, Shape shape, Brush brush) {
        RoundPainter.paint(shape, brush, true, () -> RoundPainter.arrows(brush.pen()));
    }
}
