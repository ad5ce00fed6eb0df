package vethscope.app.scene;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import vethscope.model.Layout.Point;
import vethscope.model.element.Internet;
import vethscope.model.element.Vpc;

/// Gives every end of a cable its place on the edge that it leaves.
final class Ports {

    private static final double POD_STEP = 24;
    private static final double STEP = 12;
    private static final double CORNER = 16;
    /// Half the side of what counts as a hub and not as a bar.
    private static final double HUB = 64;

    private Ports() {}

    private record Pair(LooseEnd own, LooseEnd other) {}

    /// The firm ends first; the others then line up with them.
    static void settle(List<Cables.Draft> drafts) {
        edges(drafts, true).forEach(Ports::firm);
        edges(drafts, false).forEach(Ports::following);
    }

    private static List<List<Pair>> edges(List<Cables.Draft> drafts, boolean firm) {
        var edges = new LinkedHashMap<String, List<Pair>>();
        for (Cables.Draft draft : drafts) {
            for (Pair pair : List.of(new Pair(draft.from(), draft.to()), new Pair(draft.to(), draft.from()))) {
                if (pair.own.isFirm() == firm) {
                    edges.computeIfAbsent(pair.own.edge(), k -> new ArrayList<>())
                            .add(pair);
                }
            }
        }
        return List.copyOf(edges.values());
    }

    /// Evenly about the middle of the edge.
    private static void firm(List<Pair> pairs) {
        boolean upright = pairs.getFirst().own.side().isHorizontal();
        pairs.sort(Comparator.comparingDouble(pair -> along(pair.other.box().center(), upright)));
        double middle = along(pairs.getFirst().own.box().center(), upright);
        double[] wanted = new double[pairs.size()];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = middle + (i - (wanted.length - 1) / 2.0) * POD_STEP;
        }
        place(pairs, wanted, POD_STEP);
    }

    /// As near to the other end as the edge allows, so that the cable is straight.
    private static void following(List<Pair> pairs) {
        boolean upright = pairs.getFirst().own.side().isHorizontal();
        pairs.sort(Comparator.comparingDouble(pair -> wish(pair.other, upright)));
        Rect box = pairs.getFirst().own.box();
        double half = (upright ? box.h() : box.w()) / 2;
        double[] wishes =
                pairs.stream().mapToDouble(pair -> wish(pair.other, upright)).toArray();
        if (half > HUB) {
            place(pairs, wishes, STEP);
        } else {
            atHub(pairs, wishes, along(box.center(), upright), half);
        }
    }

    /// Those that are level with their other ends stay so; the others make room above and below them.
    private static void atHub(List<Pair> pairs, double[] wishes, double middle, double half) {
        double reach = reach(pairs.getFirst().own, half);
        double level = Arrays.stream(wishes)
                .filter(w -> Math.abs(w - middle) <= reach)
                .findFirst()
                .orElse(middle);
        int first = (int) Arrays.stream(wishes).filter(w -> w < middle - reach).count();
        int after = (int) Arrays.stream(wishes).filter(w -> w > middle + reach).count();
        boolean straight = first + after < wishes.length;
        double[] wanted = wishes.clone();
        double step = STEP;
        if (straight) {
            step = Math.min(step, (level - middle + reach) / Math.max(1, first));
            step = Math.min(step, (middle + reach - level) / Math.max(1, after));
        }
        for (int i = 0; i < wanted.length; i++) {
            double even = middle + (i - (wanted.length - 1) / 2.0) * step;
            if (i < first) {
                wanted[i] = straight ? level - (first - i) * step : even;
            } else if (i >= wanted.length - after) {
                wanted[i] = straight ? level + (i - wanted.length + after + 1) * step : even;
            }
        }
        place(pairs, wanted, step);
    }

    private static double reach(LooseEnd end, double half) {
        return half - Math.min(half, Sizes.isRound(end.shape().element()) ? 10 : CORNER);
    }

    private static double wish(LooseEnd other, boolean upright) {
        return along(other.isPlaced() ? other.at() : other.box().center(), upright);
    }

    private static double along(Point p, boolean upright) {
        return upright ? p.y() : p.x();
    }

    private static void place(List<Pair> pairs, double[] wanted, double step) {
        LooseEnd first = pairs.getFirst().own;
        boolean upright = first.side().isHorizontal();
        double middle = along(first.box().center(), upright);
        double half = (upright ? first.box().h() : first.box().w()) / 2;
        double reach = reach(first, half);
        double[] places = Spread.of(wanted, step, middle - reach, middle + reach);
        for (int i = 0; i < places.length; i++) {
            LooseEnd end = pairs.get(i).own;
            end.place(outline(end, places[i]));
        }
    }

    /// On the edge, or where a circle begins.
    private static Point outline(LooseEnd end, double position) {
        Rect box = end.box();
        Point at = end.side().along(box, position, 0);
        if (end.shape().element() instanceof Internet && !end.shape().folded()) {
            return Clouds.outline(box, end.side(), at);
        }
        if (!Sizes.isRound(end.shape().element()) || end.shape().element() instanceof Vpc) {
            return at;
        }
        double r = Math.min(box.w(), box.h()) / 2;
        boolean upright = end.side().isHorizontal();
        double off = along(at, upright) - along(box.center(), upright);
        double reach = Math.sqrt(Math.max(0, r * r - off * off));
        return upright
                ? new Point(box.centerX() + end.side().dx() * reach, at.y())
                : new Point(at.x(), box.centerY() + end.side().dy() * reach);
    }
}
