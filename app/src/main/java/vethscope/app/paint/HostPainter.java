package vethscope.app.paint;

import vethscope.app.scene.Captions;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Shape;
import vethscope.model.element.Host;

/// A machine outside of the cluster, with a screen.
final class HostPainter {

    private static final Path STAND = Path.of("M11 15v5M5 21h12");

    private HostPainter() {}

    static void paint(Host host, Shape shape, Brush brush) {
        Rect box = shape.box();
        Pen pen = brush.pen();
        pen.rect(box, 6, Family.HOST.body(brush.view().thumbnail() ? 5 : 2));
        String name = Captions.name(host);
        if (brush.view().isFar()) {
            brush.farName(name, box);
            return;
        }
        double middle = box.h() > 80 ? box.y() + 28 : box.centerY();
        pen.at(box.x() + 12, middle - 11, 1, () -> {
            pen.rect(new Rect(0, 0, 22, 15), 2, Family.HOST.hollow(1.5));
            pen.path(STAND, Style.stroke(Stroke.of(Token.HOST, 1.5).round()));
        });
        String address = brush.shows(Detail.ADDRESSES)
                ? Captions.fitting(Captions.addresses(host), brush.legible(Brush.SMALL_ADDRESS)::width, box.w() - 48)
                : "";
        double y = address.isEmpty() ? middle + 4 : middle - 3;
        brush.text(name, box.x() + 44, y, Brush.SMALL_NAME, box.w() - 48);
        brush.address(address, box.x() + 44, y + 15, Brush.SMALL_ADDRESS, box.w() - 48);
    }
}
