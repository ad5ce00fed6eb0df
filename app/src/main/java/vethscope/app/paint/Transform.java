package vethscope.app.paint;

import vethscope.app.scene.Rect;

/// A scale and a shift from the coordinates of a part to those of the whole.
record Transform(double scale, double dx, double dy) {

    static final Transform NONE = new Transform(1, 0, 0);

    /// First to (x, y) and `scale` inside this one.
    Transform at(double x, double y, double scale) {
        return new Transform(this.scale * scale, x(x), y(y));
    }

    double x(double x) {
        return x * scale + dx;
    }

    double y(double y) {
        return y * scale + dy;
    }

    double length(double length) {
        return length * scale;
    }

    Rect rect(Rect box) {
        return new Rect(x(box.x()), y(box.y()), length(box.w()), length(box.h()));
    }

    Path path(Path path) {
        return equals(NONE) ? path : path.placed(scale, dx, dy);
    }
}
