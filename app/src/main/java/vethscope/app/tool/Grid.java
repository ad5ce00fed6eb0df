package vethscope.app.tool;

import vethscope.model.Layout.Point;

/// The grid of 8 on which things come to stand.
public final class Grid {

    public static final double STEP = 8;

    private Grid() {}

    public static double snap(double value) {
        return Math.round(value / STEP) * STEP;
    }

    public static Point snap(Point p) {
        return new Point(snap(p.x()), snap(p.y()));
    }
}
