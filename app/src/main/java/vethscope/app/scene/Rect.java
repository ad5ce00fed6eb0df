package vethscope.app.scene;

import vethscope.model.Layout.Box;
import vethscope.model.Layout.Point;

/// A rectangle in canvas pixels, y down.
public record Rect(double x, double y, double w, double h) {

    public static Rect of(Box box) {
        return new Rect(box.x(), box.y(), box.w(), box.h());
    }

    /// The rectangle between two corners, in any order.
    public static Rect between(double x1, double y1, double x2, double y2) {
        return new Rect(Math.min(x1, x2), Math.min(y1, y2), Math.abs(x2 - x1), Math.abs(y2 - y1));
    }

    public static Rect around(double x, double y, double w, double h) {
        return new Rect(x - w / 2, y - h / 2, w, h);
    }

    public double right() {
        return x + w;
    }

    public double bottom() {
        return y + h;
    }

    public double centerX() {
        return x + w / 2;
    }

    public double centerY() {
        return y + h / 2;
    }

    public Point center() {
        return new Point(centerX(), centerY());
    }

    /// Larger by `by` on every side; smaller if it is negative.
    public Rect grown(double by) {
        return new Rect(x - by, y - by, w + 2 * by, h + 2 * by);
    }

    public Rect moved(double dx, double dy) {
        return new Rect(x + dx, y + dy, w, h);
    }

    public Rect union(Rect other) {
        double left = Math.min(x, other.x);
        double top = Math.min(y, other.y);
        return new Rect(left, top, Math.max(right(), other.right()) - left, Math.max(bottom(), other.bottom()) - top);
    }

    public boolean contains(double px, double py) {
        return px >= x && px <= right() && py >= y && py <= bottom();
    }

    public boolean contains(Rect other) {
        return other.x >= x && other.right() <= right() && other.y >= y && other.bottom() <= bottom();
    }

    /// Whether they share more than an edge.
    public boolean overlaps(Rect other) {
        return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
    }

    public Box box() {
        return Box.of(x, y, w, h);
    }
}
