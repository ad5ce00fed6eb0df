package vethscope.app.paint;

import vethscope.app.font.Weight;
import vethscope.app.scene.Shape;
import vethscope.model.element.NatGateway;

/// A disc with an N between two bars.
final class NatGatewayPainter {

    private static final Path BARS = Path.of("M-11.76 -14V14M11.76 -14V14");

    private NatGatewayPainter() {}

    static void paint(NatGateway gateway, Shape shape, Brush brush) {
        RoundPainter.paint(shape, brush, false, () -> {
            brush.pen().path(BARS, Style.stroke(Stroke.of(Token.L3, 2.5).round()));
            brush.pen()
                    .text("N", 0, 4.5, Lettering.ui(13, Weight.BOLD, Token.L3).middle());
        });
    }
}
