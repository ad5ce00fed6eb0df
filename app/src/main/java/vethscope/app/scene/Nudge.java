package vethscope.app.scene;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import vethscope.model.Layout.Point;

/// Moves cables apart that would lie on each other: parts between two bends give way, ends stay where they are.
final class Nudge {

    private static final double APART = 8;
    /// Cables of one gutter share at most this width.
    private static final double WIDEST = 24;
    private static final double TOUCHING = 4;

    private Nudge() {}

    /// A part of a route between two bends.
    private record Part(int route, int index, double at, double low, double high, double pull) {
        boolean meets(Part other) {
            return Math.abs(at - other.at) < TOUCHING && low < other.high && other.low < high;
        }
    }

    static List<List<Point>> apart(List<List<Point>> routes) {
        var out = new ArrayList<List<Point>>();
        routes.forEach(route -> out.add(new ArrayList<>(route)));
        for (boolean upright : new boolean[] {true, false}) {
            for (List<Part> cluster : clusters(parts(out, upright))) {
                spread(cluster, out, upright);
            }
        }
        return out;
    }

    private static List<Part> parts(List<List<Point>> routes, boolean upright) {
        var parts = new ArrayList<Part>();
        for (int r = 0; r < routes.size(); r++) {
            List<Point> route = routes.get(r);
            for (int i = 1; i + 2 < route.size(); i++) {
                Point a = route.get(i);
                Point b = route.get(i + 1);
                if (upright ? a.x() == b.x() : a.y() == b.y()) {
                    double from = upright ? a.y() : a.x();
                    double to = upright ? b.y() : b.x();
                    double pull = upright
                            ? route.get(i - 1).x() + route.get(i + 2).x()
                            : route.get(i - 1).y() + route.get(i + 2).y();
                    parts.add(new Part(r, i, upright ? a.x() : a.y(), Math.min(from, to), Math.max(from, to), pull));
                }
            }
        }
        parts.sort(Comparator.comparingDouble(Part::at)
                .thenComparingDouble(Part::low)
                .thenComparingInt(Part::route));
        return parts;
    }

    /// Parts that lie on each other, directly or by way of others.
    private static List<List<Part>> clusters(List<Part> parts) {
        var clusters = new ArrayList<List<Part>>();
        int window = 0;
        for (Part part : parts) {
            while (window < clusters.size() && clusters.get(window).getLast().at() < part.at() - TOUCHING) {
                window++;
            }
            List<Part> home = null;
            for (int i = window; i < clusters.size(); i++) {
                List<Part> cluster = clusters.get(i);
                if (cluster.stream().anyMatch(part::meets)) {
                    home = cluster;
                    break;
                }
            }
            if (home == null) {
                home = new ArrayList<>();
                clusters.add(home);
            }
            home.add(part);
        }
        return clusters;
    }

    /// In the order in which their neighbours lie, so that they cross as little as can be.
    private static void spread(List<Part> cluster, List<List<Point>> routes, boolean upright) {
        if (cluster.size() < 2) {
            return;
        }
        cluster.sort(Comparator.comparingDouble(Part::pull).thenComparingInt(Part::route));
        double step = Math.min(APART, WIDEST / (cluster.size() - 1));
        for (int i = 0; i < cluster.size(); i++) {
            Part part = cluster.get(i);
            double at = part.at + (i - (cluster.size() - 1) / 2.0) * step;
            List<Point> route = routes.get(part.route);
            for (int p = part.index; p <= part.index + 1; p++) {
                Point old = route.get(p);
                route.set(p, upright ? new Point(at, old.y()) : new Point(old.x(), at));
            }
        }
    }
}
