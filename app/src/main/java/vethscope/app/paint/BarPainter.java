package vethscope.app.paint;

import vethscope.app.scene.Captions;
import vethscope.app.scene.Rect;
import vethscope.model.element.Element;

/// What a bridge and a switch have in common: a bar with name and address in its middle.
final class BarPainter {

    private static final double GAP = 8;

    private BarPainter() {}

    static void paint(Element element, Rect box, double radius, Brush brush) {
        brush.pen().rect(box, radius, Family.L2.body(brush.view().thumbnail() ? 5 : 2));
        String name = Captions.name(element);
        if (brush.view().isFar()) {
            brush.farName(name, box);
            return;
        }
        double nameWidth = brush.legible(Brush.SMALL_NAME).width(name);
        double room = box.w() - 12;
        String address = brush.shows(Detail.ADDRESSES)
                ? fitting(Captions.address(element), brush.legible(Brush.ADDRESS), room - nameWidth - GAP)
                : "";
        double whole = Math.min(
                room,
                nameWidth
                        + (address.isEmpty()
                                ? 0
                                : GAP + brush.legible(Brush.ADDRESS).width(address)));
        double x = box.centerX() - whole / 2;
        double y = box.centerY() + 4.5;
        double taken = brush.text(name, x, y, Brush.SMALL_NAME, room);
        brush.address(address, x + taken + GAP, y, Brush.ADDRESS, box.right() - 4 - x - taken - GAP);
    }

    /// With its prefix, else without, else none.
    private static String fitting(String address, Lettering lettering, double room) {
        String bare = address.replaceFirst("/.*", "");
        return lettering.width(address) <= room ? address : lettering.width(bare) <= room ? bare : "";
    }
}
