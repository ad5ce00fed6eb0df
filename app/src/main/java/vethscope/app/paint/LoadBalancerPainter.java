package vethscope.app.paint;

import vethscope.app.scene.Captions;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Shape;
import vethscope.model.element.LoadBalancer;

/// A hexagon: real, with an address of its own.
final class LoadBalancerPainter {

    private LoadBalancerPainter() {}

    static void paint(LoadBalancer balancer, Shape shape, Brush brush) {
        Rect box = shape.box();
        HexagonPainter.body(box, brush);
        String name = Captions.name(balancer);
        if (brush.view().isFar()) {
            brush.farName(name, box);
            return;
        }
        String address = brush.shows(Detail.ADDRESSES) ? Captions.address(balancer) : "";
        double y = address.isEmpty() ? box.centerY() + 4 : box.centerY() - 2;
        brush.text(name, box.centerX(), y, Brush.SMALL_NAME.middle(), box.w() - 32);
        brush.address(address, box.centerX(), y + 15, Brush.SMALL_ADDRESS.middle(), box.w() - 32);
    }
}
