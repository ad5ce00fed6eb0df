package vethscope.app.paint;

import vethscope.app.scene.Captions;
import vethscope.app.scene.Shape;
import vethscope.model.element.Ingress;

/// A card of rules at layer 7.
final class IngressPainter {

    private IngressPainter() {}

    static void paint(Ingress ingress, Shape shape, Brush brush) {
        RulesPainter.paint("L7", Captions.name(ingress), Captions.rows(ingress), shape.box(), brush);
    }
}
