package vethscope.app.scene;

import vethscope.model.Layout.Point;

/// An edge of a box, and the direction away from it.
public enum Side {
    TOP(0, -1),
    RIGHT(1, 0),
    BOTTOM(0, 1),
    LEFT(-1, 0);

    private final int dx;
    private final int dy;

    Side(int dx, int dy) {
        this.dx = dx;
        this.dy = dy;
    }

    public int dx() {
        return dx;
    }

    public int dy() {
        return dy;
    }

    /// Whether a line that leaves here starts out level.
    public boolean isHorizontal() {
        return dx != 0;
    }

    public Side opposite() {
        return values()[(ordinal() + 2) % 4];
    }

    /// The middle of this edge.
    public Point middle(Rect box) {
        return new Point(box.centerX() + dx * box.w() / 2, box.centerY() + dy * box.h() / 2);
    }

    /// The point of this edge with that position along it, kept `margin` away from the corners.
    public Point along(Rect box, double position, double margin) {
        if (isHorizontal()) {
            double keep = Math.min(margin, box.h() / 2);
            return new Point(dx < 0 ? box.x() : box.right(), Math.clamp(position, box.y() + keep, box.bottom() - keep));
        }
        double keep = Math.min(margin, box.w() / 2);
        return new Point(Math.clamp(position, box.x() + keep, box.right() - keep), dy < 0 ? box.y() : box.bottom());
    }

    /// The edge of `box` that looks at `other`: level neighbours are preferred, since most drawings are wider than
    /// high.
    public static Side facing(Rect box, Rect other) {
        double gapX = Math.max(other.x() - box.right(), box.x() - other.right());
        double gapY = Math.max(other.y() - box.bottom(), box.y() - other.bottom());
        if (gapX >= 0 && gapX >= gapY
                || gapY < 0 && Math.abs(other.centerX() - box.centerX()) >= Math.abs(other.centerY() - box.centerY())) {
            return other.centerX() >= box.centerX() ? RIGHT : LEFT;
        }
        return other.centerY() >= box.centerY() ? BOTTOM : TOP;
    }
}
