package vethscope.app.paint;

import vethscope.app.scene.Captions;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Shape;
import vethscope.model.element.BareNetns;

/// A dashed box whose name is on a tab: a namespace and nothing else.
final class BareNetnsPainter {

    private BareNetnsPainter() {}

    static void paint(BareNetns netns, Shape shape, Brush brush) {
        Rect box = shape.box();
        NetnsPainter.frame(box, Captions.name(netns), true, brush);
        if (brush.shows(Detail.ADDRESSES)) {
            String address =
                    Captions.fitting(Captions.addresses(netns), brush.legible(Brush.ADDRESS)::width, box.w() - 24);
            brush.address(address, box.x() + 12, box.y() + 30, Brush.ADDRESS, box.w() - 24);
        }
    }
}
