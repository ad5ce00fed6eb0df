package vethscope.app.paint;

import vethscope.app.scene.Captions;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Shape;
import vethscope.model.element.Zone;

/// A dashed border whose title sits on it.
final class ZonePainter {

    private static final double RADIUS = 12;

    private ZonePainter() {}

    static void paint(Zone zone, Shape shape, Brush brush) {
        Rect box = shape.box();
        Pen pen = brush.pen();
        double width = brush.view().isFar() ? 1 / brush.view().zoom() : 1;
        pen.rect(
                box,
                RADIUS,
                Style.stroke(Stroke.of(Token.HOST, Math.max(1, width)).dashed(8, 4)));
        if (!brush.view().thumbnail()) {
            title(Captions.name(zone), shape.address(), box, brush);
        }
    }

    private static void title(String name, String ranges, Rect box, Brush brush) {
        double size = Math.max(12, 11 / brush.view().zoom());
        Lettering lettering = Brush.SMALL_NAME.sized(size);
        String fitting = lettering.fit(name, box.w() - 32);
        double width = lettering.width(fitting);
        double rangesWidth = brush.legible(Brush.ADDRESS).width(ranges);
        boolean ranged = brush.shows(Detail.ADDRESSES) && !ranges.isEmpty() && width + 40 + rangesWidth < box.w() - 16;
        double plate = width + 12 + (ranged ? 8 + rangesWidth : 0);
        brush.pen()
                .rect(new Rect(box.x() + 10, box.y() - size * 2 / 3, plate, size * 4 / 3), 0, Style.fill(Token.CANVAS));
        brush.pen().text(fitting, box.x() + 16, box.y() + size / 3, lettering);
        if (ranged) {
            brush.text(ranges, box.x() + 16 + width + 8, box.y() + 4, Brush.ADDRESS, Double.POSITIVE_INFINITY);
        }
    }
}
