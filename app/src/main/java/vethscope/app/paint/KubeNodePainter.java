package vethscope.app.paint;

import vethscope.app.scene.Captions;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Shape;
import vethscope.app.scene.Sizes;
import vethscope.model.element.KubeNode;

/// A machine: a box with a header that holds its glyph, name and address.
final class KubeNodePainter {

    private static final double RADIUS = 8;

    private KubeNodePainter() {}

    static void paint(KubeNode node, Shape shape, Brush brush) {
        Rect box = shape.box();
        Pen pen = brush.pen();
        double border = brush.view().thumbnail()
                ? 5
                : brush.view().isFar() ? Math.max(2, 1 / brush.view().zoom()) : 2;
        pen.rect(box, RADIUS, Style.fill(Token.CANVAS));
        pen.path(
                Path.header(box, RADIUS, Sizes.HEADER),
                Style.fill(brush.view().thumbnail() ? Token.HOST.ink(0.28) : Token.HOST_FILL.ink()));
        if (!brush.view().isFar()) {
            pen.line(box.x(), box.y() + Sizes.HEADER, box.right(), box.y() + Sizes.HEADER, Stroke.of(Token.HOST, 1));
        }
        pen.rect(box, RADIUS, Family.HOST.outline(border));
        header(node, box, brush);
    }

    private static void header(KubeNode node, Rect box, Brush brush) {
        String name = Captions.name(node);
        if (!brush.shows(Detail.NAMES)) {
            return;
        }
        if (brush.view().isFar()) {
            brush.farName(
                    name,
                    new Rect(
                            box.x(),
                            box.y(),
                            box.w(),
                            Math.max(Sizes.HEADER, 14 / brush.view().zoom())));
            return;
        }
        Glyph.NODE.paint(brush.pen(), box.x() + 8, box.y() + 6, 0.67);
        double room = box.w() - 38;
        double taken = brush.text(name, box.x() + 30, box.y() + 18.5, Brush.NAME, room);
        if (brush.shows(Detail.ADDRESSES)) {
            taken += 8
                    + brush.address(
                            Captions.fitting(
                                    Captions.addresses(node), brush.legible(Brush.ADDRESS)::width, room - taken - 8),
                            box.x() + 30 + taken + 8,
                            box.y() + 18.5,
                            Brush.ADDRESS,
                            room - taken - 8);
        }
        if (brush.shows(Detail.ALL) && !node.podCidr().isEmpty()) {
            String pods = "pods " + node.podCidr().getFirst();
            if (Brush.ADDRESS.width(pods) < room - taken - 24) {
                brush.whole(pods, box.right() - 12, box.y() + 18.5, Brush.ADDRESS.end());
            }
        }
    }
}
