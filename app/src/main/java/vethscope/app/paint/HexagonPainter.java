package vethscope.app.paint;

import vethscope.app.scene.Rect;

/// What load balancers and gateways have in common: a hexagon with pointed sides.
final class HexagonPainter {

    private static final double CORNER = 16;

    private HexagonPainter() {}

    static void body(Rect box, Brush brush) {
        double corner = Math.min(CORNER, box.w() / 4);
        Path hexagon = Path.polygon(
                box.x() + corner,
                box.y(),
                box.right() - corner,
                box.y(),
                box.right(),
                box.centerY(),
                box.right() - corner,
                box.bottom(),
                box.x() + corner,
                box.bottom(),
                box.x(),
                box.centerY());
        brush.pen()
                .path(hexagon, Family.SVC.body(brush.view().thumbnail() ? 6 : 2).joined());
    }
}
