package vethscope.app.paint;

import vethscope.app.font.Weight;
import vethscope.app.scene.Captions;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Shape;
import vethscope.model.element.KubeNode;

/// A folded container: a sheet on another sheet, with the number of things in it.
final class FoldedPainter {

    private FoldedPainter() {}

    static void paint(Shape shape, Brush brush) {
        Rect box = shape.box();
        Pen pen = brush.pen();
        Family family = Painters.family(shape.element());
        double radius = Painters.radius(shape);
        pen.rect(box.moved(6, 6), radius, family.hollow(1.25));
        pen.rect(box, radius, family.body(2));
        if (brush.view().isFar()) {
            brush.farName(Captions.name(shape.element()), box);
            return;
        }
        boolean node = shape.element() instanceof KubeNode;
        if (node) {
            Glyph.NODE.paint(pen, box.x() + 8, box.y() + 6, 0.67);
        }
        String count = String.valueOf(shape.hidden());
        Lettering digits = Lettering.ui(10.5, Weight.SEMIBOLD, Token.TEXT).middle();
        double width = Math.max(20, digits.width(count) + 12);
        Rect counter = new Rect(box.right() - 8 - width, box.y() + 9, width, 18);
        pen.rect(counter, 9, family.hollow(1));
        brush.text(count, counter.centerX(), counter.y() + 13, digits, width);
        double x = box.x() + (node ? 30 : 14);
        brush.text(Captions.name(shape.element()), x, box.y() + (node ? 18.5 : 22), Brush.NAME, counter.x() - x - 6);
    }
}
