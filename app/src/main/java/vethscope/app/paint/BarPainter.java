package vethscope.app.paint;

import vethscope.app.scene.Captions;
import vethscope.app.scene.Rect;
import vethscope.model.element.Element;

/// What a bridge and a switch have in common: a bar with name and address in its middle.
final class BarPainter {

    private BarPainter() {}

    static void paint(Element element, Rect box, double radius, Brush brush) {
        brush.pen().rect(box, radius, Family.L2.body(brush.view().thumbnail() ? 5 : 2));
        String name = Captions.name(element);
        if (brush.view().isFar()) {
            brush.farName(name, box);
            return;
        }
        String address = brush.shows(Detail.ADDRESSES) ? Captions.address(element) : "";
        double nameWidth = Brush.SMALL_NAME.width(name);
        double whole = nameWidth + (address.isEmpty() ? 0 : 8 + Brush.ADDRESS.width(address));
        if (whole > box.w() - 16) {
            address = "";
            whole = Math.min(nameWidth, box.w() - 16);
        }
        double x = box.centerX() - whole / 2;
        double y = box.centerY() + 4.5;
        double taken = brush.text(name, x, y, Brush.SMALL_NAME, box.w() - 16);
        brush.text(address, x + taken + 8, y, Brush.ADDRESS, box.right() - 8 - x - taken - 8);
    }
}
