package vethscope.app.paint;

import vethscope.app.scene.Shape;
import vethscope.model.element.InternetGateway;

/// A disc with a gate and an arrow through it.
final class InternetGatewayPainter {

    private static final Path GATE = Path.of("M0 -17.36V-6.72M0 6.72V17.36");
    private static final Path WAY = Path.of("M-17.36 0H16.8M11.8 -5l5 5l-5 5");

    private InternetGatewayPainter() {}

    static void paint(InternetGateway gateway, Shape shape, Brush brush) {
        RoundPainter.paint(shape, brush, false, () -> {
            brush.pen().path(GATE, Style.stroke(Stroke.of(Token.L3, 3).round()));
            brush.pen().path(WAY, Style.stroke(Stroke.of(Token.L3, 2).round()));
        });
    }
}
