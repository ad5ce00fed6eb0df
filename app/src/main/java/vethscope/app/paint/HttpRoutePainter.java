package vethscope.app.paint;

import vethscope.app.scene.Captions;
import vethscope.app.scene.Shape;
import vethscope.model.element.HttpRoute;

/// A card of rules that hangs on a gateway.
final class HttpRoutePainter {

    private HttpRoutePainter() {}

    static void paint(HttpRoute route, Shape shape, Brush brush) {
        RulesPainter.paint("HR", Captions.name(route), Captions.rows(route), shape.box(), brush);
    }
}
