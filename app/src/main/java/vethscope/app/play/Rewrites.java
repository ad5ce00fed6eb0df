package vethscope.app.play;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vethscope.app.paint.Traffic.Change;
import vethscope.app.paint.Traffic.Rewrite;
import vethscope.app.paint.TrafficPainter;
import vethscope.app.scene.Inside;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Scene;
import vethscope.engine.trace.Step;
import vethscope.model.Id;
import vethscope.model.Layout.Point;

/// What stops of a figure rewrite, listed in the root namespace of each node where nothing else stands.
record Rewrites(Scene scene) {

    List<Rewrite> of(List<Stop> stops) {
        var rows = new ArrayList<Rewrite>();
        Map<Id, Integer> used = new HashMap<>();
        for (Stop stop : stops) {
            Step.Rewrite rewrite = stop.key().rewrite();
            Optional<Inside> inside = scene.inside(stop.netns());
            if (rewrite == null
                    || !stop.rewrites()
                    || inside.isEmpty()
                    || inside.get().strip().isEmpty()) {
                continue;
            }
            int index = used.merge(stop.netns(), 1, Integer::sum) - 1;
            var change = new Change(rewrite.field(), rewrite.from(), rewrite.to());
            room(inside.get(), TrafficPainter.width(change, 10.5, 4) + 28, index)
                    .ifPresent(at -> rows.add(new Rewrite(at, stop.n(), stop.reply(), change)));
        }
        return rows;
    }

    private static Optional<Point> room(Inside inside, double width, int index) {
        Rect netns = inside.netns();
        double y = inside.strip().orElseThrow().box().bottom() + 38 + 28.0 * index;
        for (double x = netns.x() + 12; x + width <= netns.right() - 8; x += 4) {
            Rect box = new Rect(x, y - 12, width, 24);
            boolean free = inside.chips().stream()
                            .noneMatch(chip -> chip.box().grown(6).overlaps(box))
                    && inside.processes().stream()
                            .noneMatch(process -> process.box().grown(4).overlaps(box));
            if (free && box.bottom() <= netns.bottom() - 2) {
                return Optional.of(new Point(x + 10, y));
            }
        }
        return Optional.empty();
    }
}
