package vethscope.app.paint;

import vethscope.app.scene.Shape;
import vethscope.model.element.Bridge;

/// A bar inside a node; its ports are squares on its edge.
final class BridgePainter {

    private BridgePainter() {}

    static void paint(Bridge bridge, Shape shape, Brush brush) {
        BarPainter.paint(bridge, shape.box(), 4, brush);
    }
}
