package vethscope.app.tool;

import java.util.Optional;
import vethscope.app.scene.Rect;
import vethscope.model.Layout.Point;

/// The four corners by which a selected element is resized.
public enum Handle {
    TOP_LEFT(0, 0),
    TOP_RIGHT(1, 0),
    BOTTOM_LEFT(0, 1),
    BOTTOM_RIGHT(1, 1);

    /// From the element's edge to the middle of a handle.
    public static final double OUTSIDE = 4;

    private static final double REACH = 7;

    private final int right;
    private final int bottom;

    Handle(int right, int bottom) {
        this.right = right;
        this.bottom = bottom;
    }

    /// @param outside distance from the box, in its own measure
    public Point of(Rect box, double outside) {
        Rect ring = box.grown(outside);
        return new Point(ring.x() + right * ring.w(), ring.y() + bottom * ring.h());
    }

    /// The handle of a box at a point.
    public static Optional<Handle> at(Rect box, Point p, double zoom) {
        for (Handle handle : values()) {
            Point at = handle.of(box, OUTSIDE / zoom);
            if (Math.abs(at.x() - p.x()) <= REACH / zoom && Math.abs(at.y() - p.y()) <= REACH / zoom) {
                return Optional.of(handle);
            }
        }
        return Optional.empty();
    }

    /// The box with this corner moved, on the grid, never smaller than the least size.
    Rect pulled(Rect box, Point by, double leastWidth, double leastHeight) {
        double w = Math.max(leastWidth, Grid.snap(box.w() + (right == 1 ? by.x() : -by.x())));
        double h = Math.max(leastHeight, Grid.snap(box.h() + (bottom == 1 ? by.y() : -by.y())));
        return new Rect(right == 1 ? box.x() : box.right() - w, bottom == 1 ? box.y() : box.bottom() - h, w, h);
    }
}
