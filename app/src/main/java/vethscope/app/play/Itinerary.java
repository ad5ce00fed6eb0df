package vethscope.app.play;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vethscope.app.paint.Traffic.Trail;
import vethscope.app.scene.Inside;
import vethscope.app.scene.Inside.Chip;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Scene;
import vethscope.app.scene.Shape;
import vethscope.app.scene.Way;
import vethscope.engine.trace.Step;
import vethscope.model.Layout.Point;

/// One direction of a trace: its way, and how far along it each stop lies.
///
/// @param positions canvas pixels from the start for every stop of the trace; those of the other direction lie at an
/// end
record Itinerary(Journey journey, List<Double> positions) {

    static Itinerary of(List<Stop> stops, List<Step> steps, boolean reply, Scene scene, Jacks jacks) {
        List<Step> own =
                steps.stream().filter(step -> Stop.isReply(step) == reply).toList();
        Journey journey = Journey.of(own, scene, jacks);
        var positions = new ArrayList<Double>();
        double last = 0;
        for (Stop stop : stops) {
            if (stop.reply() == reply) {
                last = Math.max(last, position(stop, journey, scene));
            }
            positions.add(last);
        }
        return new Itinerary(journey, List.copyOf(positions));
    }

    private static double position(Stop stop, Journey journey, Scene scene) {
        Way way = journey.way();
        Optional<Journey.Leg> found = journey.leg(stop.key()).filter(leg -> leg.last() >= leg.first());
        if (found.isPresent()) {
            Journey.Leg leg = found.get();
            List<Point> inside = way.points().subList(leg.first(), leg.last() + 1);
            double start = way.until(leg.first());
            return switch (stop.kind()) {
                case SEND -> start;
                case DELIVER -> way.until(leg.last());
                case BRIDGE -> stop.steps().getFirst().stage().equals(Step.RECEIVE) ? start : way.until(leg.last());
                default -> start + Way.of(inside).nearest(target(stop, scene, inside.getLast()));
            };
        }
        return way.length();
    }

    private static Point target(Stop stop, Scene scene, Point otherwise) {
        Optional<Inside> inside = scene.inside(stop.netns());
        Optional<Rect> stage =
                inside.flatMap(Inside::strip).flatMap(strip -> Spots.stage(stop).map(strip::stage));
        Optional<Rect> chip = inside.flatMap(i -> i.chip(stop.stage())).map(Chip::box);
        Optional<Rect> element = inside.isPresent()
                ? Optional.empty()
                : scene.shown(stop.netns()).map(Shape::box);
        return stage.or(() -> chip).or(() -> element).map(Rect::center).orElse(otherwise);
    }

    double position(int stop) {
        return positions.get(stop);
    }

    private double reached(Moment moment) {
        double to = positions.get(moment.stop());
        double from = moment.stop() == 0 ? to : Math.min(to, positions.get(moment.stop() - 1));
        return from + (to - from) * moment.travelled();
    }

    /// How much of the way lies behind, 0 to 1.
    double share(Moment moment) {
        double length = journey.way().length();
        return length == 0 ? 0 : reached(moment) / length;
    }

    Point at(Moment moment) {
        return journey.way().at(share(moment));
    }

    Trail trail(double travelled) {
        return new Trail(journey.way(), false, travelled, journey.thick());
    }

    /// The way, moved to the right and down so that it runs beside that of the request.
    Trail lane(double by, double travelled) {
        return new Trail(journey.way().moved(by, by), true, travelled, List.of());
    }

    /// Where the way meets the top or the bottom of a stage, if it does.
    Optional<Double> upright(Rect stage) {
        return journey.way().strands().stream()
                .flatMap(strand -> upright(stage, strand).stream())
                .findFirst();
    }

    private static Optional<Double> upright(Rect stage, List<Point> strand) {
        for (int i = 1; i < strand.size(); i++) {
            Point a = strand.get(i - 1);
            Point b = strand.get(i);
            boolean across = a.x() == b.x() && a.x() > stage.x() + 8 && a.x() < stage.right() - 8;
            if (across && Math.min(a.y(), b.y()) < stage.y() && Math.max(a.y(), b.y()) >= stage.centerY()) {
                return Optional.of(a.x());
            }
        }
        return Optional.empty();
    }
}
