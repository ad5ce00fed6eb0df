package vethscope.app.play;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import vethscope.app.paint.Traffic;
import vethscope.app.paint.Traffic.Circle;
import vethscope.app.paint.Traffic.Drop;
import vethscope.app.paint.Traffic.Packet;
import vethscope.app.paint.Traffic.Rewrite;
import vethscope.app.paint.Traffic.Signs;
import vethscope.app.paint.Traffic.Time;
import vethscope.app.paint.Traffic.Trail;
import vethscope.app.scene.Inside;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Scene;
import vethscope.app.scene.Stage;
import vethscope.engine.trace.Step;
import vethscope.engine.trace.Trace;
import vethscope.model.Id;
import vethscope.model.Layout.Point;

/// A trace on a drawing: the ways of request and reply along the drawn lines, and what to draw at a moment.
public final class TraceMarks {

    /// A reply runs beside the request, to the right of it or below.
    private static final double LANE = 10;

    private final Scene scene;
    private final List<Stop> stops;
    private final DropReasons reasons;
    private final Itinerary request;
    private final Itinerary reply;

    private TraceMarks(Scene scene, List<Stop> stops, DropReasons reasons, Itinerary request, Itinerary reply) {
        this.scene = scene;
        this.stops = stops;
        this.reasons = reasons;
        this.request = request;
        this.reply = reply;
    }

    /// @param stops which stops the packet makes, see [Stops]
    /// @param locale the language of the reason of a drop
    public static TraceMarks of(Scene scene, Trace trace, List<Stop> stops, Locale locale) {
        Jacks jacks = Jacks.of(scene.design());
        List<Step> steps = Stops.travelled(trace);
        var request = Itinerary.of(stops, steps, false, scene, jacks);
        var reply = Itinerary.of(stops, steps, true, scene, jacks);
        return new TraceMarks(scene, List.copyOf(stops), new DropReasons(scene, trace, locale), request, reply);
    }

    public List<Stop> stops() {
        return stops;
    }

    /// When the packet is where.
    ///
    /// @param dwell milliseconds at each stop
    public Timeline timeline(double dwell) {
        double[] distances = new double[Math.max(0, stops.size() - 1)];
        for (int i = 0; i < distances.length; i++) {
            Itinerary itinerary = itinerary(i + 1);
            distances[i] = stops.get(i).reply() == stops.get(i + 1).reply()
                    ? itinerary.position(i + 1) - itinerary.position(i)
                    : 0;
        }
        return Timeline.of(distances, dwell);
    }

    /// Where the packet is, on the way of its direction.
    public Point position(Moment moment) {
        return itinerary(moment.stop()).at(moment);
    }

    private Itinerary itinerary(int stop) {
        return stops.get(stop).reply() ? reply : request;
    }

    /// What to draw at a moment: the way behind and ahead, numbers, the packet, and the card of a rule that rewrites.
    ///
    /// @param letter 0 for a single packet; of parallel packets the first is 0 too
    /// @param parallel whether other packets are shown at the same time
    public Traffic at(Moment moment, int letter, boolean parallel) {
        Stop now = stops.get(moment.stop());
        boolean answering = now.reply();
        boolean stands = moment.travelled() >= 1;
        var trails = new ArrayList<Trail>();
        boolean asksAgain = stops.subList(moment.stop(), stops.size()).stream().anyMatch(stop -> !stop.reply());
        trails.add(request.trail(asksAgain ? request.share(moment) : 1));
        if (answering) {
            trails.add(reply.lane(LANE, reply.share(moment)));
        }
        Set<String> carried = new HashSet<>(request.journey().lines());
        carried.addAll(answering ? reply.journey().lines() : Set.of());
        Map<Id, Stage> current = new HashMap<>();
        if (stands) {
            Spots.stage(now)
                    .filter(s -> now.kind() != Stop.Kind.SEND)
                    .ifPresent(stage -> current.put(now.netns(), stage));
        }
        var spots = new Spots(scene, request.journey().way(), ways(answering), Set.of());
        Optional<Marker> token = token(now, moment, letter, parallel);
        token.filter(marker -> marker.number().isPresent()).ifPresent(marker -> {
            Point at = marker.packet().at();
            spots.take(new Point(at.x() - 8, at.y()));
            spots.take(new Point(at.x() + 8, at.y()));
        });
        List<Circle> circles = circles(spots, moment, token.flatMap(Marker::number));
        var signs = new Signs(
                circles,
                token.map(t -> List.of(t.packet())).orElse(List.of()),
                stands ? new Cards(scene).of(now) : Optional.empty(),
                stands && now.kind() == Stop.Kind.DROP
                        ? Optional.of(reasons.of(now, spots.drop(now), List.of()))
                        : Optional.empty(),
                List.of());
        List<List<Point>> inner = new ArrayList<>(request.journey().inner());
        inner.addAll(answering ? reply.journey().inner() : List.of());
        return new Traffic(
                trails,
                carried,
                answering ? reply.journey().lines() : Set.of(),
                inner,
                current,
                Map.of(),
                signs,
                false);
    }

    private List<List<Point>> ways(boolean answering) {
        var strands = new ArrayList<>(request.journey().way().strands());
        strands.addAll(answering ? reply.journey().way().strands() : List.of());
        return strands;
    }

    /// The packet, and where the number of its stop stands beside it.
    private record Marker(Packet packet, Optional<Point> number) {}

    private Optional<Marker> token(Stop now, Moment moment, int letter, boolean parallel) {
        if (now.kind() == Stop.Kind.DROP && moment.travelled() >= 1) {
            return Optional.empty();
        }
        Optional<Rect> stage = scene.inside(now.netns())
                .flatMap(Inside::strip)
                .flatMap(strip -> Spots.stage(now).map(strip::stage));
        if (moment.travelled() < 1 || stage.isEmpty()) {
            Point at = position(moment);
            return Optional.of(new Marker(new Packet(at, letter, moment.travelled() >= 1, parallel), Optional.empty()));
        }
        Rect box = stage.get();
        double x = itinerary(moment.stop()).upright(box).orElse(box.centerX() + 13);
        double y = now.reply() ? box.bottom() + 16 : box.y() - 16;
        Point beside = new Point(x - 36, y);
        return Optional.of(new Marker(new Packet(new Point(x, y), letter, true, parallel), Optional.of(beside)));
    }

    private List<Circle> circles(Spots spots, Moment moment, Optional<Point> beside) {
        boolean answering = stops.get(moment.stop()).reply();
        List<Stop> shown = IntStream.range(0, stops.size())
                .filter(i -> stops.get(i).kind() != Stop.Kind.DROP && isSameWay(i, moment.stop()))
                .filter(i -> i != moment.stop() || beside.isEmpty())
                .mapToObj(stops::get)
                .toList();
        beside.ifPresent(spots::take);
        List<Point> places = spots.of(shown);
        var circles = new ArrayList<Circle>();
        Stop now = stops.get(moment.stop());
        Time current = answering ? Time.REPLY_NOW : Time.NOW;
        beside.ifPresent(at -> circles.add(new Circle(at, now.n(), current)));
        for (int i = 0; i < shown.size(); i++) {
            Stop stop = shown.get(i);
            boolean past = stop.n() < now.n();
            Time time = answering ? past ? Time.REPLY : Time.REPLY_NEXT : past ? Time.PAST : Time.NEXT;
            circles.add(new Circle(places.get(i), stop.n(), stop == now ? current : time));
        }
        // the current one lies on top
        circles.sort(Comparator.comparing(circle -> circle.number() == now.n()));
        return circles;
    }

    /// Whether two stops belong to one way: the direction does not change between them.
    private boolean isSameWay(int a, int b) {
        boolean reply = stops.get(a).reply();
        return stops.subList(Math.min(a, b), Math.max(a, b) + 1).stream()
                .allMatch(stop -> stop.reply() == reply || stop.kind() == Stop.Kind.DROP);
    }

    /// Everything at once: both ways, all numbers, the stages that rewrite and what they change.
    public Traffic figure() {
        var trails = new ArrayList<Trail>();
        trails.add(request.trail(1));
        trails.add(reply.lane(LANE, 1));
        trails.removeIf(trail -> trail.way().points().size() < 2);
        Set<String> carried = new HashSet<>(request.journey().lines());
        carried.addAll(reply.journey().lines());
        List<List<Point>> inner = new ArrayList<>(request.journey().inner());
        inner.addAll(reply.journey().inner());
        Map<Id, Set<Stage>> rewriting = new HashMap<>();
        for (Stop stop : stops) {
            if (stop.rewrites()) {
                Spots.stage(stop)
                        .ifPresent(stage -> rewriting
                                .computeIfAbsent(stop.netns(), id -> EnumSet.noneOf(Stage.class))
                                .add(stage));
            }
        }
        var spots = new Spots(scene, request.journey().way(), ways(true), both());
        var circles = new ArrayList<Circle>();
        Optional<Drop> drop = Optional.empty();
        List<Rewrite> rows = new Rewrites(scene).of(stops);
        for (Stop stop : stops) {
            if (stop.kind() == Stop.Kind.DROP) {
                drop = Optional.of(reasons.of(stop, spots.drop(stop), rows));
            }
        }
        List<Point> places = spots.of(stops);
        for (int i = 0; i < stops.size(); i++) {
            Stop stop = stops.get(i);
            circles.add(new Circle(places.get(i), stop.n(), stop.reply() ? Time.REPLY : Time.PAST));
        }
        var signs = new Signs(circles, List.of(), Optional.empty(), drop, rows);
        return new Traffic(trails, carried, reply.journey().lines(), inner, Map.of(), rewriting, signs, true);
    }

    private Set<Id> both() {
        Set<Id> there = new HashSet<>();
        Set<Id> back = new HashSet<>();
        stops.forEach(stop -> (stop.reply() ? back : there).add(stop.where()));
        there.retainAll(back);
        return there;
    }
}
