package vethscope.app.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vethscope.app.Drawings;
import vethscope.app.paint.Traffic;
import vethscope.app.paint.Traffic.Circle;
import vethscope.app.scene.Scene;
import vethscope.app.scene.Stage;
import vethscope.engine.trace.Step;
import vethscope.engine.trace.Trace;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Layout.Point;

class StopsTest {

    private static final Design POD_TO_SERVICE = Drawings.sample("08-pod-to-service");
    private static final Trace TRACE = Drawings.trace(POD_TO_SERVICE, 0);
    private static final List<Stop> STAGES = Stops.stages(POD_TO_SERVICE, TRACE);

    static List<Design> samples() {
        return Drawings.samples();
    }

    @Test
    void theRequestStopsWhereSomethingHappens() {
        assertEquals("""
                1 SEND pod1 route
                2 BRIDGE vm1 receive
                3 HOOK vm1 nat PREROUTING
                4 ROUTE vm1 route
                5 HOOK vm1 filter FORWARD
                6 HOOK vm1 nat POSTROUTING
                7 TRANSMIT vm1 eth0
                8 DEVICE vpc route
                9 RECEIVE vm2 eth0
                10 ROUTE vm2 route
                11 BRIDGE vm2 bridge
                12 DELIVER pod4 deliver
                """, text(STAGES.stream().filter(stop -> !stop.reply()).toList()));
    }

    /// The rules of vm2 do nothing about this packet; what they say is kept with the stop before.
    @Test
    void noStepIsLostWhereHooksAreNoStops() {
        assertEquals(
                Stops.travelled(TRACE),
                STAGES.stream().flatMap(stop -> stop.steps().stream()).toList());
    }

    /// vm1's rules rewrite, so all its hooks are told; those of vm2 let the packet pass. On the way back conntrack
    /// puts the address back when the packet leaves vm1.
    @Test
    void theStoryLeavesOutHooksThatLetThePacketPass() {
        assertEquals("""
                1 SEND pod1 route
                2 BRIDGE vm1 receive
                3 HOOK vm1 nat PREROUTING
                4 ROUTE vm1 route
                5 HOOK vm1 filter FORWARD
                6 HOOK vm1 nat POSTROUTING
                7 TRANSMIT vm1 eth0
                8 DEVICE vpc route
                9 RECEIVE vm2 eth0
                10 ROUTE vm2 route
                11 BRIDGE vm2 bridge
                12 DELIVER pod4 deliver
                13 SEND pod4 route
                14 BRIDGE vm2 receive
                15 ROUTE vm2 route
                16 DEVICE vpc route
                17 ROUTE vm1 route
                18 HOOK vm1 conntrack
                19 BRIDGE vm1 bridge
                20 DELIVER pod1 deliver
                """, text(Stops.told(POD_TO_SERVICE, TRACE)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theStoryLosesNoStep(Design design) {
        for (int probe = 0; probe < design.probes().size(); probe++) {
            Trace trace = Drawings.trace(design, probe);
            List<Integer> all = Stops.travelled(trace).stream().map(Step::n).toList();
            assertEquals(
                    all,
                    Stops.told(design, trace).stream()
                            .flatMap(stop -> stop.steps().stream())
                            .map(Step::n)
                            .toList());
        }
    }

    @Test
    void aFigureNumbersWhatMatters() {
        assertEquals("""
                1 SEND pod1 route
                2 HOOK vm1 nat PREROUTING
                3 ROUTE vm1 route
                4 DEVICE vpc route
                5 ROUTE vm2 route
                6 DELIVER pod4 deliver
                7 SEND pod4 route
                8 ROUTE vm2 route
                9 DEVICE vpc route
                10 HOOK vm1 conntrack
                11 DELIVER pod1 deliver
                """, text(Summary.of(STAGES)));
    }

    @Test
    void hopsAreMachines() {
        assertEquals(
                List.of("pod1", "vm1", "vpc", "vm2", "pod4", "pod4", "vm2", "vpc", "vm1", "pod1"),
                Stops.hops(TRACE).stream().map(stop -> stop.netns().value()).toList());
    }

    private static String text(List<Stop> stops) {
        return stops.stream()
                .map(stop -> stop.n() + " " + stop.kind() + " " + stop.where() + " " + stop.stage() + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void theWayFollowsTheCables() {
        Traffic figure = TraceMarks.of(Scene.of(POD_TO_SERVICE), TRACE, Summary.of(STAGES), Locale.ENGLISH)
                .figure();

        List<Point> start = List.of(
                new Point(122, 192),
                new Point(122, 204),
                new Point(122, 272),
                new Point(122, 352),
                new Point(348, 352),
                new Point(348, 404));
        assertEquals(start, figure.trails().getFirst().way().points().subList(0, 6));
        assertEquals(4, figure.carried().size());
        assertTrue(figure.rewriting().get(Id.of("vm1")).containsAll(List.of(Stage.PREROUTING, Stage.POSTROUTING)));
    }

    @Test
    void theCursorShowsTheRuleThatRewrites() {
        TraceMarks marks = TraceMarks.of(Scene.of(POD_TO_SERVICE), TRACE, STAGES, Locale.ENGLISH);

        Traffic now = marks.at(Moment.at(2), 0, false);

        assertEquals(Stage.PREROUTING, now.current().get(Id.of("vm1")));
        assertEquals("DNAT", now.signs().card().orElseThrow().title());
        assertEquals(
                "KUBE-SEP-5Q3P56IRA2PP7VYF #2", now.signs().card().orElseThrow().rule());
        assertEquals(new Point(122, 320), now.signs().packets().getFirst().at());
        assertEquals(
                new Circle(new Point(86, 320), 3, Traffic.Time.NOW),
                now.signs().circles().getLast());
        assertEquals(1, now.trails().size(), "the reply appears when the cursor is in it");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void thePacketIsAlwaysSomewhereAndNumbersNeverTouch(Design design) {
        Scene scene = Scene.of(design);
        for (int probe = 0; probe < design.probes().size(); probe++) {
            Trace trace = Drawings.trace(design, probe);
            List<Stop> stages = Stops.stages(design, trace);
            TraceMarks marks = TraceMarks.of(scene, trace, stages, Locale.ENGLISH);
            Timeline timeline = marks.timeline(Timeline.DWELL);
            for (double ms = 0; ms <= timeline.length(); ms += 200) {
                Point at = marks.position(timeline.at(ms));
                assertTrue(
                        scene.bounds().grown(40).contains(at.x(), at.y()),
                        () -> trace.probe().name() + " " + at);
            }
            numbersDoNotTouch(TraceMarks.of(scene, trace, Summary.of(stages), Locale.ENGLISH)
                    .figure());
        }
    }

    /// curl asks the DNS server twice and then calls the Service; each of the three ways begins at curl again.
    @Test
    void aWayThatBeginsElsewhereLeavesNoLineAcrossTheDrawing() {
        Design dns = Drawings.sample("18-dns");
        Trace trace = Drawings.trace(dns, 0);
        Scene scene = Scene.of(dns);
        List<Stop> stages = Stops.stages(dns, trace);

        for (Traffic.Trail trail :
                TraceMarks.of(scene, trace, stages, Locale.ENGLISH).figure().trails()) {
            assertEquals(3, trail.way().strands().size());
        }
        Id curl = Id.of("curl");
        var firsts = stages.stream()
                .filter(stop -> !stop.reply() && stop.netns().equals(curl))
                .map(stages::indexOf)
                .toList();
        assertEquals(3, firsts.size());
        TraceMarks marks = TraceMarks.of(scene, trace, stages, Locale.ENGLISH);
        for (int stop : firsts) {
            Point at = marks.position(Moment.at(stop));
            assertTrue(scene.shown(curl).orElseThrow().box().contains(at.x(), at.y()), "sent by curl, at " + at);
        }
    }

    /// Drawn lines run up, down and across, and so do ways along them.
    @ParameterizedTest
    @MethodSource("samples")
    void noWayCutsCorners(Design design) {
        Scene scene = Scene.of(design);
        for (int probe = 0; probe < design.probes().size(); probe++) {
            Trace trace = Drawings.trace(design, probe);
            List<Stop> told = Summary.of(Stops.stages(design, trace));
            for (Traffic.Trail trail :
                    TraceMarks.of(scene, trace, told, Locale.ENGLISH).figure().trails()) {
                for (List<Point> strand : trail.way().strands()) {
                    for (int i = 1; i < strand.size(); i++) {
                        Point a = strand.get(i - 1);
                        Point b = strand.get(i);
                        assertTrue(
                                Math.min(Math.abs(a.x() - b.x()), Math.abs(a.y() - b.y())) < 60,
                                () -> trace.probe().name() + ": " + a + " to " + b);
                    }
                }
            }
        }
    }

    /// The answer of a look-up comes before the call that needs it.
    @Test
    void aFigureNumbersTheStepsInTheirOrder() {
        Design dns = Drawings.sample("18-dns");
        List<Stop> told = Summary.of(Stops.stages(dns, Drawings.trace(dns, 0)));

        List<Integer> steps = told.stream().map(stop -> stop.key().n()).toList();

        assertEquals(steps.stream().sorted().toList(), steps);
        assertEquals(
                List.of(1, 12, 23),
                told.stream()
                        .filter(stop -> !stop.reply() && stop.netns().equals(Id.of("curl")))
                        .map(Stop::n)
                        .toList());
    }

    /// The balancer's card of step 5 has lb-local to its lower right; the packet turns round in the balancer.
    @Test
    void theCardOfABalancerCoversNoOtherElement() {
        Design design = Drawings.sample("12-load-balancer");
        Trace trace = Drawings.trace(design, 0);
        Scene scene = Scene.of(design);
        TraceMarks marks = TraceMarks.of(scene, trace, Stops.told(design, trace), Locale.ENGLISH);
        var box = scene.shown(Id.of("lb")).orElseThrow().box();

        Traffic now = marks.at(Moment.at(4), 0, false);

        var card = now.signs().card().orElseThrow().box();
        assertEquals(
                List.of(),
                scene.shapesIn(card).stream()
                        .filter(shape -> shape.box().overlaps(card))
                        .map(shape -> shape.id().value())
                        .filter(id -> !id.equals("cluster"))
                        .toList());
        assertTrue(
                now.signs().packets().getFirst().at().y() > box.centerY() + 10, "the packet stands clear of the name");
    }

    private static void numbersDoNotTouch(Traffic figure) {
        List<Circle> circles = figure.signs().circles();
        for (Circle a : circles) {
            for (Circle b : circles) {
                double apart = Math.hypot(a.at().x() - b.at().x(), a.at().y() - b.at().y());
                assertTrue(a == b || apart >= 20, () -> a + " touches " + b);
            }
        }
    }
}
