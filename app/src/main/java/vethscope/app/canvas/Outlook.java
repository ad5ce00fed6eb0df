package vethscope.app.canvas;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vethscope.app.scene.Rect;
import vethscope.model.Layout.Point;

/// Which part of each open drawing is seen. It outlives the canvas, which is built anew for another language.
public final class Outlook {

    private static final double MARGIN = 8;
    private static final double CLOSEST_FIT = 2;

    private final Map<Long, Lens> chosen = new HashMap<>();
    private final List<Runnable> watchers = new ArrayList<>();
    private final Set<Long> known = new HashSet<>();
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

    /// The view has another size: nothing gets smaller for it, and what is being looked at stays in sight.
    ///
    /// @param focus what is being looked at, if anything
    void size(double width, double height, Rect all, Optional<Rect> focus) {
        boolean before = this.width > 0 && known.contains(shown);
        this.width = width;
        this.height = height;
        if (!before) {
            first(all);
        } else if (!chosen.containsKey(shown) && whole(all).zoom() >= lens.zoom()) {
            turn(whole(all));
        } else {
            focus.ifPresent(this::follow);
        }
    }

    /// Moves just far enough to have a part in sight, or its upper left where it is too large.
    void follow(Rect part) {
        Rect on = lens.toScreen(part.grown(MARGIN / lens.zoom()));
        double dx = Math.max(Math.min(0, width - on.right()), -on.x());
        double dy = Math.max(Math.min(0, height - on.bottom()), -on.y());
        dx = on.x() >= 0 && on.right() <= width ? 0 : dx;
        dy = on.y() >= 0 && on.bottom() <= height ? 0 : dy;
        if (width > 0 && (dx != 0 || dy != 0)) {
            turn(lens.panned(Math.rint(dx), Math.rint(dy)));
        }
    }

    private Lens whole(Rect all) {
        return all.w() <= 0 ? Lens.START : Lens.around(all, width, height, MARGIN, 1);
    }

    private void turn(Lens next) {
        lens = next;
        chosen.computeIfPresent(shown, (_, _) -> next);
        watchers.forEach(Runnable::run);
    }

    /// Turns to a drawing, as it was seen last.
    void show(long document) {
        shown = document;
        lens = chosen.getOrDefault(document, lens);
    }

    /// Until somebody looks elsewhere everything is in sight, never enlarged.
    void first(Rect all) {
        if (!chosen.containsKey(shown) && width > 0) {
            turn(whole(all));
        }
    }

    /// The window has settled around the drawing that is shown: from now on its view is kept.
    void settle() {
        known.add(shown);
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
