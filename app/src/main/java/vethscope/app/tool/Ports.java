package vethscope.app.tool;

import java.util.List;
import vethscope.app.scene.Rect;
import vethscope.model.Layout.Point;

/// The four places on a hovered element from which a cable can be pulled.
public final class Ports {

    public static final double RADIUS = 5;

    private static final double REACH = 8;

    private Ports() {}

    public static List<Point> of(Rect box) {
        return List.of(
                new Point(box.centerX(), box.y()),
                new Point(box.right(), box.centerY()),
                new Point(box.centerX(), box.bottom()),
                new Point(box.x(), box.centerY()));
    }

    static boolean at(Rect box, Point p, double zoom) {
        return of(box).stream()
                .anyMatch(port -> Math.hypot(port.x() - p.x(), port.y() - p.y()) <= Math.max(REACH, REACH / zoom));
    }
}
