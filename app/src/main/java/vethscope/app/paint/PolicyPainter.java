package vethscope.app.paint;

import vethscope.app.scene.Shape;
import vethscope.model.element.Element;

/// A network policy of either kind.
final class PolicyPainter {

    private PolicyPainter() {}

    static void paint(Element policy, Shape shape, Brush brush) {
        ShieldPainter.card(shape, Family.SVC, brush);
    }
}
