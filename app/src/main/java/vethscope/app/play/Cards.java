package vethscope.app.play;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.app.font.Face;
import vethscope.app.font.FontMetrics;
import vethscope.app.font.Weight;
import vethscope.app.paint.Traffic.Card;
import vethscope.app.paint.Traffic.Change;
import vethscope.app.paint.TrafficPainter;
import vethscope.app.scene.Inside;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Scene;
import vethscope.app.scene.Shape;
import vethscope.app.scene.Stage;
import vethscope.engine.trace.Step;
import vethscope.model.Layout.Point;
import vethscope.model.element.Zone;

/// The card that says what a rule does to the packet: it hangs under its stage where the namespace is empty, else it
/// stands near and a thin line leads to it.
final class Cards {

    private static final double HEIGHT = 64;
    private static final double BELOW = 16;
    private static final double TIP = 8;
    private static final String IPVS = "ipvs ";

    private final Scene scene;

    Cards(Scene scene) {
        this.scene = scene;
    }

    Optional<Card> of(Stop stop) {
        Step.Rewrite rewrite = stop.key().rewrite();
        if (rewrite == null || !stop.rewrites()) {
            return Optional.empty();
        }
        var change = new Change(rewrite.field(), rewrite.from(), rewrite.to());
        String tag = tag(stop.stage());
        String title = title(stop.key(), rewrite);
        String rule = rule(stop.key().rule());
        double heading = 38 + width(tag, 9.5) + width(title, 11.5) + 12 + Math.min(140, width(rule, 10.5));
        double width = Math.ceil(Math.max(heading, TrafficPainter.width(change, 11, 5) + 21));
        return place(stop, width)
                .map(card -> new Card(card.box(), card.pointer(), false, card.leader(), tag, title, rule, change));
    }

    private static String tag(String stage) {
        return stage.equals("conntrack") ? "CT" : stage.startsWith("ipvs") ? "IPVS" : "NAT";
    }

    private static double width(String text, double size) {
        return FontMetrics.width(text, Face.UI, Weight.BOLD, size);
    }

    private static String title(Step step, Step.Rewrite rewrite) {
        String rule = step.rule();
        if (rule != null && rule.startsWith("conntrack")) {
            return "conntrack";
        }
        if (rule != null && rule.contains("MASQUERADE")) {
            return "MASQUERADE";
        }
        return rewrite.field().equals("dst") ? "DNAT" : "SNAT";
    }

    /// The chain and the number of the rule.
    static String rule(@Nullable String rule) {
        if (rule == null || rule.startsWith("conntrack")) {
            return "";
        }
        if (rule.startsWith(IPVS)) {
            return rule.substring(IPVS.length());
        }
        int options = rule.indexOf(" -");
        return options < 0 ? rule : rule.substring(0, options);
    }

    private record Place(Rect box, Point pointer, @Nullable Point leader) {}

    private Optional<Place> place(Stop stop, double width) {
        Optional<Inside> inside = scene.inside(stop.netns());
        if (inside.isPresent() && inside.get().strip().isPresent()) {
            Rect stage = inside.get().strip().get().stage(Spots.stage(stop).orElse(Stage.ROUTE));
            return Optional.of(atStage(inside.get(), stage, width));
        }
        return scene.shown(stop.netns()).map(Shape::box).map(box -> atElement(box, width));
    }

    private Place atStage(Inside inside, Rect stage, double width) {
        Point tip = new Point(stage.centerX(), stage.bottom() + TIP);
        Rect netns = inside.netns();
        List<Rect> taken = new ArrayList<>();
        inside.chips().forEach(chip -> taken.add(chip.box().grown(6)));
        inside.processes().forEach(process -> taken.add(process.box().grown(4)));
        double y = stage.bottom() + BELOW;
        var spots = new ArrayList<Double>(List.of(stage.x()));
        for (double x = netns.x() + 8; x + width <= netns.right() - 8; x += 4) {
            spots.add(x);
        }
        spots.sort(java.util.Comparator.comparingDouble(x -> Math.abs(x - stage.x())));
        for (boolean hanging : new boolean[] {true, false}) {
            for (double x : spots) {
                Rect box = new Rect(x, y, width, HEIGHT);
                boolean free = taken.stream().noneMatch(box::overlaps)
                        && box.bottom() <= netns.bottom() - 4
                        && netns.contains(box);
                boolean reaches = tip.x() >= x + 16 && tip.x() <= box.right() - 16;
                if (free && (reaches || !hanging)) {
                    return reaches ? new Place(box, tip, null) : aside(box, new Point(stage.centerX(), stage.bottom()));
                }
            }
        }
        Rect node = scene.shape(inside.node()).map(Shape::box).orElse(netns);
        return aside(
                new Rect(node.right() + 24, stage.y() - 16, width, HEIGHT), new Point(stage.right(), stage.centerY()));
    }

    /// Below or above it, to the right or the left: the first place that covers nothing, else the one that covers
    /// least.
    private Place atElement(Rect box, double width) {
        Place best = null;
        int least = Integer.MAX_VALUE;
        for (boolean below : new boolean[] {true, false}) {
            for (double x :
                    new double[] {box.centerX() + 20, box.centerX() - 20 - width, box.right() + 24, box.x() - 24 - width
                    }) {
                double y = below ? box.bottom() + 48 : box.y() - 40 - HEIGHT;
                Rect card = new Rect(x, y, width, HEIGHT);
                double side = x < box.centerX() ? -1 : 1;
                Point to = new Point(box.centerX() + side * box.w() / 4, below ? box.bottom() : box.y());
                int covered = covered(card);
                if (covered < least) {
                    least = covered;
                    best = below ? aside(card, to) : new Place(card, to, new Point(to.x(), card.bottom()));
                }
            }
        }
        return java.util.Objects.requireNonNull(best);
    }

    /// How many things lie under a card; beyond the edge of the drawing lies one more.
    private int covered(Rect card) {
        Rect around = card.grown(6);
        long shapes = scene.shapesIn(around).stream()
                .filter(shape -> scene.inside(shape.id()).isEmpty() && !(shape.element() instanceof Zone))
                .count();
        long lines = scene.lines().stream()
                .filter(line -> crosses(line.route(), around))
                .count();
        return (int) (4 * shapes + lines) + (scene.bounds().contains(card) ? 0 : 1);
    }

    private static boolean crosses(List<Point> route, Rect box) {
        for (int i = 1; i < route.size(); i++) {
            Point a = route.get(i - 1);
            Point b = route.get(i);
            var part = new Rect(
                    Math.min(a.x(), b.x()), Math.min(a.y(), b.y()), Math.abs(a.x() - b.x()), Math.abs(a.y() - b.y()));
            if (part.x() <= box.right()
                    && part.right() >= box.x()
                    && part.y() <= box.bottom()
                    && part.bottom() >= box.y()) {
                return true;
            }
        }
        return false;
    }

    /// Joined by a line from the nearest point of the card.
    private static Place aside(Rect box, Point to) {
        Point from = new Point(
                Math.clamp(to.x(), box.x() + 12, box.right() - 12), to.y() <= box.y() ? box.y() : box.centerY());
        Point start = to.x() < box.x() ? new Point(box.x(), from.y()) : from;
        return new Place(box, to, start);
    }
}
