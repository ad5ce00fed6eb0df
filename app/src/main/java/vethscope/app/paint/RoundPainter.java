package vethscope.app.paint;

import java.util.List;
import vethscope.app.scene.Captions;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Shape;
import vethscope.app.scene.Sizes;

/// What routers and gateways have in common: a round face of 56 pixels with name and address beside it.
final class RoundPainter {

    /// Half the side in which faces are designed.
    static final double HALF = 28;

    private static final Path ARROWS =
            Path.of("M5.17 0H16.63M11.46 -5.17L16.63 0L11.46 5.17M-5.17 0H-16.63M-11.46 -5.17L-16.63 0L-11.46 5.17"
                    + "M0 5.17V16.63M-5.17 11.46L0 16.63L5.17 11.46M0 -5.17V-16.63M-5.17 -11.46L0 -16.63L5.17 -11.46");

    private RoundPainter() {}

    /// @param face draws inside a disc of radius 28 around the origin; left out from afar
    static void paint(Shape shape, Brush brush, boolean square, Runnable face) {
        Rect box = shape.box();
        double half = Math.min(box.w(), box.h()) / 2;
        Rect disc = Rect.around(box.centerX(), box.centerY(), 2 * half, 2 * half);
        double border = brush.view().thumbnail() ? 6 : 2;
        if (square) {
            brush.pen().rect(disc, 10 * half / HALF, Family.L3.body(border));
        } else {
            brush.pen().circle(disc.centerX(), disc.centerY(), half, Family.L3.body(border));
        }
        if (!brush.view().thumbnail()) {
            brush.pen().at(disc.centerX(), disc.centerY(), half / HALF, face);
        }
        caption(shape, brush);
    }

    static void arrows(Pen pen) {
        pen.path(ARROWS, Style.stroke(Stroke.of(Token.L3, 1.75).round()));
    }

    private static void caption(Shape shape, Brush brush) {
        if (!brush.shows(Detail.NAMES)) {
            return;
        }
        Rect box = shape.box();
        String name = Captions.name(shape.element());
        List<String> addresses = brush.shows(Detail.ADDRESSES) ? Captions.addresses(shape.element()) : List.of("");
        boolean bare = addresses.getFirst().isEmpty();
        double more = Sizes.CAPTION_LINE * (addresses.size() - 1);
        double nameY = switch (shape.caption()) {
            case BOTTOM -> box.bottom() + 16;
            case TOP -> box.y() - (bare ? 8 : 22 + more);
            case LEFT, RIGHT -> box.centerY() - (bare ? -4 : 3);
        };
        double x = switch (shape.caption()) {
            case BOTTOM, TOP -> box.centerX();
            case RIGHT -> box.right() + 8;
            case LEFT -> box.x() - 8;
        };
        brush.text(name, x, nameY, anchored(Brush.SMALL_NAME, shape), Double.POSITIVE_INFINITY);
        for (int i = 0; i < addresses.size(); i++) {
            double y = nameY + Sizes.CAPTION_LINE * (i + 1);
            brush.whole(addresses.get(i), x, y, anchored(Brush.SMALL_ADDRESS, shape));
        }
    }

    private static Lettering anchored(Lettering lettering, Shape shape) {
        return switch (shape.caption()) {
            case BOTTOM, TOP -> lettering.middle();
            case RIGHT -> lettering;
            case LEFT -> lettering.end();
        };
    }
}
