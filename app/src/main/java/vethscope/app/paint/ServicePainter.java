package vethscope.app.paint;

import vethscope.app.scene.Captions;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Shape;
import vethscope.model.element.Service;

/// A dashed pill, for a Service is an address that no machine owns; a letter tells its type.
final class ServicePainter {

    private ServicePainter() {}

    static void paint(Service service, Shape shape, Brush brush) {
        Rect box = shape.box();
        boolean thumbnail = brush.view().thumbnail();
        Style body = Family.SVC.body(thumbnail ? 6 : 2);
        brush.pen().rect(box, box.h() / 2, thumbnail ? body.dashed(16, 10) : body.dashed(6, 4));
        String name = Captions.name(service);
        if (brush.view().isFar()) {
            brush.farName(name, box);
            return;
        }
        double middle = box.centerY();
        double x = box.x() + 18;
        x += brush.text(name, x, middle + 4.5, Brush.NAME, box.w() - 36 - 26) + 8;
        Tags.letter(letter(service), new Rect(x, middle - 9, 18, 18), brush);
        x += 26;
        if (brush.shows(Detail.ADDRESSES)) {
            Lettering mono = Brush.ADDRESS.in(Token.TEXT);
            double room = box.right() - 8 - x;
            String whole = Captions.service(service);
            boolean fits = brush.legible(mono).width(whole) <= room;
            if (service.type() == Service.Type.EXTERNAL_NAME) {
                brush.text(whole, x, middle + 4, mono, room);
            } else {
                brush.address(fits ? whole : Captions.servicePort(service), x, middle + 4, mono, room);
            }
        }
    }

    private static String letter(Service service) {
        return switch (service.type()) {
            case CLUSTER_IP -> service.addresses().headless() ? "H" : "C";
            case NODE_PORT -> "N";
            case LOAD_BALANCER -> "L";
            case EXTERNAL_NAME -> "E";
        };
    }
}
