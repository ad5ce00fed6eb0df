package vethscope.app.shell;

import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;
import javafx.scene.Cursor;
import javafx.scene.Node;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import vethscope.app.session.Settings.Panels;

/// Left panel, middle, right panel, and the dock under all three; the borders between them can be dragged.
final class Frame extends Pane {

    private static final double GRIP = 7;
    private static final double MIDDLE = 320;
    private static final double TOP = 200;
    /// Below this width of the window the panels at the sides are kept small.
    private static final double NARROW = 1200;

    private static final double NARROW_LEFT = 232;
    private static final double NARROW_RIGHT = 280;

    private final Region left;
    private final Region middle;
    private final Region right;
    private final Region dock;
    private final Region leftGrip = grip(Cursor.H_RESIZE);
    private final Region rightGrip = grip(Cursor.H_RESIZE);
    private final Region dockGrip = grip(Cursor.V_RESIZE);
    private final java.util.function.Consumer<Panels> keep;
    private Panels panels;
    private boolean presenting;

    Frame(
            Region left,
            Region middle,
            Region right,
            Region dock,
            Panels panels,
            java.util.function.Consumer<Panels> keep) {
        this.left = left;
        this.middle = middle;
        this.right = right;
        this.dock = dock;
        this.panels = panels;
        this.keep = keep;
        getChildren().addAll(left, middle, right, dock, leftGrip, rightGrip, dockGrip);
        drag(leftGrip, true, () -> this.panels.left(), d -> resize(d, this.panels.right(), this.panels.dock()), 1);
        drag(rightGrip, true, () -> this.panels.right(), d -> resize(this.panels.left(), d, this.panels.dock()), -1);
        drag(dockGrip, false, () -> this.panels.dock(), d -> resize(this.panels.left(), this.panels.right(), d), -1);
    }

    /// Whether a window of this width has to save room.
    static boolean isNarrow(double width) {
        return width < NARROW;
    }

    /// Only the middle, or all again.
    void present(boolean presenting) {
        this.presenting = presenting;
        requestLayout();
    }

    void show(Panels panels) {
        this.panels = panels;
        requestLayout();
    }

    private void resize(double leftWidth, double rightWidth, double dockHeight) {
        panels = panels.withSizes(
                Math.clamp(leftWidth, 180, Math.max(180, getWidth() / 3)),
                Math.clamp(rightWidth, 220, Math.max(220, getWidth() / 2)),
                Math.clamp(dockHeight, 120, Math.max(120, getHeight() - TOP)));
        requestLayout();
    }

    private void drag(Region grip, boolean across, DoubleSupplier size, DoubleConsumer set, int sign) {
        double[] start = new double[2];
        grip.setOnMousePressed(e -> {
            start[0] = across ? e.getSceneX() : e.getSceneY();
            start[1] = size.getAsDouble();
            e.consume();
        });
        grip.setOnMouseDragged(e -> {
            set.accept(start[1] + sign * ((across ? e.getSceneX() : e.getSceneY()) - start[0]));
            e.consume();
        });
        grip.setOnMouseReleased(e -> {
            keep.accept(panels);
            e.consume();
        });
    }

    private static Region grip(Cursor cursor) {
        var grip = new Region();
        grip.setCursor(cursor);
        return grip;
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        if (presenting) {
            List.of(left, right, dock, leftGrip, rightGrip, dockGrip).forEach(node -> place(node, 0, 0, 0, 0));
            place(middle, 0, 0, width, height);
            return;
        }
        double dockHeight = panels.dockShown() ? Math.min(panels.dock(), Math.max(0, height - TOP)) : 32;
        double top = height - dockHeight;
        boolean narrow = isNarrow(width);
        double leftWidth = panels.leftShown() ? Math.min(panels.left(), narrow ? NARROW_LEFT : width) : 0;
        double rightWidth = panels.rightShown() ? Math.min(panels.right(), narrow ? NARROW_RIGHT : width) : 0;
        double over = leftWidth + rightWidth + MIDDLE - width;
        if (over > 0) {
            rightWidth = Math.max(0, rightWidth - over);
        }
        place(left, 0, 0, leftWidth, top);
        place(middle, leftWidth, 0, width - leftWidth - rightWidth, top);
        place(right, width - rightWidth, 0, rightWidth, top);
        place(dock, 0, top, width, dockHeight);
        place(leftGrip, leftWidth - GRIP / 2, 0, leftWidth > 0 ? GRIP : 0, top);
        place(rightGrip, width - rightWidth - GRIP / 2, 0, rightWidth > 0 ? GRIP : 0, top);
        place(dockGrip, 0, top - GRIP / 2, width, panels.dockShown() ? GRIP : 0);
    }

    private static void place(Node node, double x, double y, double w, double h) {
        node.setVisible(w > 0 && h > 0);
        node.resizeRelocate(x, y, w, h);
    }
}
