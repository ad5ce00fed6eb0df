package vethscope.app.paint;

import vethscope.app.scene.Captions;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Shape;
import vethscope.model.element.Gateway;

/// A hexagon with a G and the ports that it listens on.
final class GatewayPainter {

    private GatewayPainter() {}

    static void paint(Gateway gateway, Shape shape, Brush brush) {
        Rect box = shape.box();
        HexagonPainter.body(box, brush);
        String name = Captions.name(gateway);
        if (brush.view().isFar()) {
            brush.farName(name, box);
            return;
        }
        Tags.letter("G", new Rect(box.x() + 16, box.centerY() - 9, 18, 18), brush);
        String ports = brush.shows(Detail.ADDRESSES) ? Captions.address(gateway) : "";
        double y = ports.isEmpty() ? box.centerY() + 4 : box.centerY() - 2;
        brush.text(name, box.x() + 42, y, Brush.SMALL_NAME, box.w() - 58);
        brush.address(ports, box.x() + 42, y + 15, Brush.SMALL_ADDRESS, box.w() - 58);
    }
}
