package vethscope.app.canvas;

import vethscope.app.scene.Rect;
import vethscope.model.Layout.Point;

/// Which part of the drawing is seen, and how large.
///
/// @param zoom screen pixels per canvas pixel, 0.1 to 8
/// @param x and y: where on the screen the canvas' origin lies
public record Lens(double zoom, double x, double y) {

    public static final double LEAST = 0.1;
    public static final double MOST = 8;
    public static final Lens START = new Lens(1, 0, 0);

    public Lens {
        zoom = Math.clamp(zoom, LEAST, MOST);
    }

    public Point toCanvas(double screenX, double screenY) {
        return new Point((screenX - x) / zoom, (screenY - y) / zoom);
    }

    public Point toScreen(Point p) {
        return new Point(p.x() * zoom + x, p.y() * zoom + y);
    }

    public Rect toScreen(Rect r) {
        return new Rect(r.x() * zoom + x, r.y() * zoom + y, r.w() * zoom, r.h() * zoom);
    }

    /// The part of the canvas that a screen of this size shows.
    public Rect seen(double width, double height) {
        return new Rect(-x / zoom, -y / zoom, width / zoom, height / zoom);
    }

    Lens panned(double dx, double dy) {
        return new Lens(zoom, x + dx, y + dy);
    }

    /// Zoomed so that what lies under a point of the screen stays there.
    Lens zoomed(double to, double screenX, double screenY) {
        double next = Math.clamp(to, LEAST, MOST);
        return new Lens(next, screenX - (screenX - x) * next / zoom, screenY - (screenY - y) * next / zoom);
    }

    /// A part of the canvas as large as it fits, and in the middle.
    static Lens around(Rect part, double width, double height, double margin, double most) {
        double room = Math.max(
                        1,
                        Math.min(
                                        (width - 2 * margin) / Math.max(1, part.w()),
                                        (height - 2 * margin) / Math.max(1, part.h()))
                                * 1000)
                / 1000;
        double zoom = Math.clamp(Math.min(room, most), LEAST, MOST);
        return new Lens(
                zoom, Math.round(width / 2 - part.centerX() * zoom), Math.round(height / 2 - part.centerY() * zoom));
    }
}
