package vethscope.app.scene;

import vethscope.model.Layout.Point;

/// Where a line meets the cloud of the internet: a little inside of its outline, which covers the line's end.
final class Clouds {

    private Clouds() {}

    static Point outline(Rect box, Side side, Point at) {
        double scale = Math.min(box.w() / 104, box.h() / 56);
        double x = box.centerX();
        double y = box.centerY();
        return switch (side) {
            case LEFT -> new Point(x - 34 * scale, Math.clamp(at.y(), y - 6 * scale, y + 18 * scale));
            case RIGHT -> new Point(x + 36 * scale, Math.clamp(at.y(), y - 6 * scale, y + 18 * scale));
            case BOTTOM -> new Point(Math.clamp(at.x(), x - 28 * scale, x + 30 * scale), y + 25 * scale);
            case TOP -> new Point(Math.clamp(at.x(), x - 10 * scale, x + 14 * scale), y - 25 * scale);
        };
    }
}
