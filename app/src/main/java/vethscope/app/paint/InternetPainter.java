package vethscope.app.paint;

import vethscope.app.scene.Captions;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Shape;
import vethscope.model.element.Internet;

/// A cloud.
final class InternetPainter {

    /// 104 wide and 56 high about the origin.
    private static final Path CLOUD = Path.of(
            "M-27.04 25.2C-45.76 25.2 -52 14.4 -48.88 4.8C-47.84 -4.8 -37.44 -9.6 -27.04 -8.4"
                    + "C-22.88 -24 -4.16 -30 10.4 -24C20.8 -20.4 26 -14.4 26 -8.4C43.68 -10.8 52 0 50.96 9.6C49.92 20.4 41.6 25.2 29.12 25.2Z");

    private InternetPainter() {}

    static void paint(Internet internet, Shape shape, Brush brush) {
        Rect box = shape.box();
        double scale = Math.min(box.w() / 104, box.h() / 56);
        double border = (brush.view().thumbnail() ? 5 : 2) / scale;
        brush.pen()
                .at(
                        box.centerX(),
                        box.centerY(),
                        scale,
                        () -> brush.pen().path(CLOUD, Family.HOST.body(border).joined()));
        String name = Captions.name(internet);
        if (brush.view().isFar()) {
            brush.farName(name, box);
        } else {
            brush.text(name, box.centerX(), box.centerY() + 10 * scale, Brush.SMALL_NAME.middle(), box.w() - 12);
        }
    }
}
