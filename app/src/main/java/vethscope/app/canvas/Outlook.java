package vethscope.app.canvas;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vethscope.app.scene.Rect;
import vethscope.model.Layout.Point;

/// Which part of each open drawing is seen. It outlives the canvas, which is built anew for another language.
public final class Outlook {

    private static final double MARGIN = 8;
    private static final double CLOSEST_FIT = 2;

    private final Map<Long, Lens> chosen = new HashMap<>();
    private final List<Runnable> watchers = new ArrayList<>();
    private long shown;
    private Lens lens = Lens.START;
    private double width;
    private double height;

    Lens lens() {
        return lens;
    }

    public double zoom() {
        return lens.zoom();
    }

    Rect seen() {
        return lens.seen(width, height);
    }

    /// Forgets who watches: the window is built anew.
    void dismiss() {
        watchers.clear();
    }

    void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    void size(double width, double height, Rect all) {
        this.width = width;
        this.height = height;
        first(all);
    }

    /// Turns to a drawing, as it was seen last.
    void show(long document) {
        shown = document;
        lens = chosen.getOrDefault(document, lens);
    }

    /// Until somebody looks elsewhere everything is in sight, never enlarged.
    void first(Rect all) {
        if (!chosen.containsKey(shown) && width > 0) {
            lens = all.w() <= 0 ? Lens.START : Lens.around(all, width, height, MARGIN, 1);
            watchers.forEach(Runnable::run);
        }
    }

    void look(Lens next) {
        lens = next;
        chosen.put(shown, next);
        watchers.forEach(Runnable::run);
    }

    void zoomTo(double zoom) {
        look(lens.zoomed(zoom, width / 2, height / 2));
    }

    void fit(Rect part) {
        look(Lens.around(part, width, height, MARGIN, CLOSEST_FIT));
    }

    /// As large as it fits, but no larger than now or at 100 %.
    void fitCalmly(Rect part) {
        look(Lens.around(part, width, height, MARGIN, Math.max(1, lens.zoom())));
    }

    /// Moves there without changing the zoom, unless it is in sight.
    void reveal(Rect part) {
        if (!seen().contains(part)) {
            center(part.center());
        }
    }

    void center(Point at) {
        look(new Lens(lens.zoom(), width / 2 - at.x() * lens.zoom(), height / 2 - at.y() * lens.zoom()));
    }
}
