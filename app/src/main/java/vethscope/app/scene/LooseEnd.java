package vethscope.app.scene;

import org.jspecify.annotations.Nullable;
import vethscope.app.scene.Inside.Chip;
import vethscope.model.Layout.Point;
import vethscope.model.element.BareNetns;
import vethscope.model.element.Pod;

/// An end of a cable whose place on its edge is not settled yet; used only while a scene is being computed.
final class LooseEnd {

    private final Shape shape;
    private final String iface;
    private final @Nullable Chip chip;
    private Side side = Side.BOTTOM;
    private Point at = new Point(0, 0);
    private boolean placed;

    /// @param chip the interface of a node where there is one: the cable meets it and not the node
    LooseEnd(Shape shape, String iface, @Nullable Chip chip) {
        this.shape = shape;
        this.iface = iface;
        this.chip = chip;
    }

    Shape shape() {
        return shape;
    }

    String iface() {
        return iface;
    }

    @Nullable
    Chip chip() {
        return chip;
    }

    Side side() {
        return side;
    }

    Point at() {
        return at;
    }

    /// Whether its place on its edge is settled.
    boolean isPlaced() {
        return placed;
    }

    void leave(Side side) {
        this.side = side;
    }

    void place(Point at) {
        this.at = at;
        this.placed = true;
    }

    /// What the cable meets.
    Rect box() {
        return chip == null ? shape.box() : chip.box();
    }

    /// Chips stand still, and a pod's port stays in the middle of its edge if it can; bars and hubs follow.
    boolean isFirm() {
        return chip != null || shape.element() instanceof Pod || shape.element() instanceof BareNetns;
    }

    /// One for each edge that cables may share.
    String edge() {
        return shape.id() + " " + side + " " + (chip == null ? "" : iface);
    }
}
