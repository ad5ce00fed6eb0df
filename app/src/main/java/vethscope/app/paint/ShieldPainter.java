package vethscope.app.paint;

import vethscope.app.scene.Captions;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Shape;

/// What policies and security groups have in common: a card with a shield.
final class ShieldPainter {

    private static final Path SHIELD =
            Path.of("M0 -11L9.02 -7.26V0C9.02 6.05 4.4 9.35 0 11C-4.4 9.35 -9.02 6.05 -9.02 0V-7.26Z");

    private ShieldPainter() {}

    static void card(Shape shape, Family family, Brush brush) {
        Rect box = shape.box();
        brush.pen().rect(box, 8, family.body(brush.view().thumbnail() ? 6 : 2));
        String name = Captions.name(shape.element());
        if (brush.view().isFar()) {
            brush.farName(name, box);
            return;
        }
        Style style = family == Family.SVC ? family.hollow(1.75) : family.outline(1.75);
        brush.pen().at(box.x() + 22, box.centerY(), 1, () -> brush.pen().path(SHIELD, style.joined()));
        String text = brush.shows(Detail.ADDRESSES) ? Captions.address(shape.element()) : "";
        double y = text.isEmpty() ? box.centerY() + 4 : box.centerY() - 5;
        brush.text(name, box.x() + 42, y, Brush.SMALL_NAME, box.w() - 50);
        brush.text(text, box.x() + 42, y + 18, Brush.SMALL_ADDRESS, box.w() - 50);
    }

    /// The mark on an element that is guarded.
    static void mark(double x, double y, Family family, Brush brush) {
        brush.pen()
                .at(
                        x,
                        y,
                        0.62,
                        () -> brush.pen().path(SHIELD, family.hollow(2.4).joined()));
    }
}
