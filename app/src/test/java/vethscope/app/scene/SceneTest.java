package vethscope.app.scene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import vethscope.app.Drawings;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Layout;
import vethscope.model.Layout.Point;
import vethscope.model.element.KubeNode;

class SceneTest {

    private static final Design POD_TO_SERVICE = Drawings.sample("08-pod-to-service");

    static List<Design> samples() {
        return Drawings.samples();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void withoutALayoutNothingOverlaps(Design design) {
        Scene scene = Scene.of(design.with(Layout.EMPTY));
        for (Shape a : scene.shapes()) {
            for (Shape b : scene.shapes()) {
                if (a == b || isIn(b, a, scene)) {
                    continue;
                }
                if (isIn(a, b, scene)) {
                    assertTrue(b.box().contains(a.box()), () -> a.id() + " leaves " + b.id());
                } else {
                    assertFalse(a.box().overlaps(b.box()), () -> a.id() + " overlaps " + b.id());
                }
            }
        }
    }

    private static boolean isIn(Shape inner, Shape outer, Scene scene) {
        Optional<Id> in = inner.element().in();
        while (in.isPresent()) {
            if (in.get().equals(outer.id())) {
                return true;
            }
            in = scene.shape(in.get()).flatMap(shape -> shape.element().in());
        }
        return false;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyLinkIsALineOfLevelAndUprightParts(Design design) {
        Scene scene = Scene.of(design);

        assertEquals(
                design.topology().links().size(),
                scene.lines().stream().filter(line -> line.link() != null).count());
        for (Line line : scene.lines()) {
            for (int i = 1; i < line.route().size(); i++) {
                Point a = line.route().get(i - 1);
                Point b = line.route().get(i);
                assertTrue(a.x() == b.x() || a.y() == b.y(), line.key() + " runs aslant: " + line.route());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void cablesBetweenMachinesCrossNoOtherMachine(Design design) {
        Scene scene = Scene.of(design.with(Layout.EMPTY));
        for (Line line : scene.lines()) {
            if (line.kind() != Line.Kind.VETH) {
                Set<Id> ends = Set.of(line.from().element(), line.to().element());
                List<Rect> others = scene.shapes().stream()
                        .filter(shape -> shape.element() instanceof KubeNode && !ends.contains(shape.id()))
                        .filter(shape -> !scene.shape(line.to().element())
                                .orElseThrow()
                                .element()
                                .in()
                                .equals(Optional.of(shape.id())))
                        .map(Shape::box)
                        .toList();
                assertTrue(Route.isFree(line.route(), others), line.key());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void labelsOfInterfacesDoNotCoverEachOther(Design design) {
        List<Line.Label> labels = Scene.of(design).lines().stream()
                .flatMap(line -> line.labels().stream())
                .toList();
        for (Line.Label a : labels) {
            for (Line.Label b : labels) {
                assertTrue(a == b || !a.box().overlaps(b.box()), () -> a + " covers " + b);
            }
        }
    }

    @Test
    void aPodHangsStraightOverItsBridge() {
        Line cable =
                Scene.of(POD_TO_SERVICE).line("pod1:eth0--vm1-cbr0:vethpod1").orElseThrow();

        assertEquals(List.of(new Point(122, 204), new Point(122, 272)), cable.route());
        assertEquals(End.Mark.CIRCLE, cable.from().mark());
        assertEquals(End.Mark.SQUARE, cable.to().mark());
        assertEquals(
                List.of("eth0", "vethpod1"),
                cable.labels().stream().map(Line.Label::text).toList());
        assertEquals(
                List.of(new Point(132, 221), new Point(132, 258)),
                cable.labels().stream()
                        .map(label -> new Point(label.x(), label.y()))
                        .toList());
    }

    @Test
    void theInsideOfANodeStandsWhereTheRulesSay() {
        Inside inside = Scene.of(POD_TO_SERVICE).inside(Id.of("vm1")).orElseThrow();

        assertEquals(new Rect(36, 232, 348, 232), inside.netns());
        assertEquals(new Rect(44, 336, 332, 32), inside.strip().orElseThrow().box());
        assertEquals(new Rect(146, 336, 44, 32), inside.strip().orElseThrow().stage(Stage.ROUTE));
        assertEquals(
                new Rect(324, 392, 48, 24), inside.chip("eth0").orElseThrow().box());
        assertEquals(
                new Point(396, 404), inside.chip("eth0").orElseThrow().plug().orElseThrow());
    }

    @Test
    void selectorsDropToThePodsAndStopShort() {
        List<Line> selectors = Scene.of(POD_TO_SERVICE).lines().stream()
                .filter(line -> line.kind() == Line.Kind.SELECTOR)
                .toList();

        assertEquals(
                List.of(Id.of("pod3"), Id.of("pod4")),
                selectors.stream().map(line -> line.to().element()).toList());
        for (Line line : selectors) {
            assertEquals(2, line.route().size());
            assertEquals(128, line.to().at().y());
        }
    }

    @Test
    void aFoldedNodeShowsForWhatIsInIt() {
        Layout layout = POD_TO_SERVICE.layout();
        Layout.Box box = layout.box(Id.of("vm2")).orElseThrow();
        var folded = new Layout.Box(box.x(), box.y(), box.w(), box.h(), true);
        Scene scene = Scene.of(POD_TO_SERVICE.with(layout.with(Id.of("vm2"), folded)));

        assertEquals(Id.of("vm2"), scene.shown(Id.of("pod4")).orElseThrow().id());
        assertEquals(3, scene.shown(Id.of("pod4")).orElseThrow().hidden());
        assertTrue(scene.inside(Id.of("vm2")).isEmpty());
        assertEquals(
                1,
                scene.lines().stream()
                        .filter(line -> line.kind() == Line.Kind.SELECTOR)
                        .count());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            122 | 204 | OfEnd[line=pod1:eth0--vm1-cbr0:vethpod1, first=true]
            80  | 145 | OfElement[id=pod1]
            100 | 180 | OfContainer[owner=pod1, container=client]
            124 | 240 | OfLine[key=pod1:eth0--vm1-cbr0:vethpod1]
            200 | 290 | OfElement[id=vm1-cbr0]
            168 | 350 | OfStage[node=vm1, stage=ROUTE]
            348 | 404 | OfInterface[node=vm1, iface=eth0]
            37  | 300 | OfNetns[node=vm1]
            60  | 110 | OfElement[id=vm1]
            444 | 404 | OfElement[id=vpc]
            600 | 56  | OfElement[id=web]
            440 | 300 | nothing
            12  | 200 | OfElement[id=cluster]
            """)
    void aClickMeansTheInnermostThing(double x, double y, String expected) {
        assertEquals(
                expected,
                Scene.of(POD_TO_SERVICE).hit(x, y, 1).map(Object::toString).orElse("nothing"));
    }

    @Test
    void smallThingsCanBeHitFromAfar() {
        assertEquals(
                Optional.of(new Hit.OfElement(Id.of("vpc"))),
                Scene.of(POD_TO_SERVICE).hit(444, 440, 0.25));
    }

    @Test
    void aDropFindsTheInnermostContainer() {
        Scene scene = Scene.of(POD_TO_SERVICE);

        assertEquals(Optional.of(Id.of("vm1")), scene.containerAt(60, 300, Set.of(Id.of("pod1"))));
        assertEquals(Optional.of(Id.of("cluster")), scene.containerAt(60, 300, Set.of(Id.of("vm1"))));
        assertEquals(Optional.empty(), scene.containerAt(60, 300, Set.of(Id.of("cluster"))));
    }

    @Test
    void manyPodsOfOneBridgeHaveLanesOfTheirOwn() {
        var elements =
                new StringBuilder("\"n\": { \"kind\": \"node\" }, \"b\": { \"kind\": \"bridge\", \"in\": \"n\" }");
        var links = new ArrayList<String>();
        for (int i = 1; i <= 14; i++) {
            elements.append(", \"p%d\": { \"kind\": \"pod\", \"in\": \"n\" }".formatted(i));
            links.add("{ \"from\": \"p%d:eth0\", \"to\": \"b\" }".formatted(i));
        }
        Scene scene = Scene.of(Drawings.of(elements.toString(), String.join(",", links)));
        List<Rect> pods = scene.shapes().stream()
                .filter(s -> s.id().value().startsWith("p"))
                .map(Shape::box)
                .toList();

        List<Double> ports =
                scene.lines().stream().map(line -> line.to().at().x()).sorted().toList();
        for (int i = 1; i < ports.size(); i++) {
            assertTrue(ports.get(i) - ports.get(i - 1) >= 11, "ports touch: " + ports);
        }
        for (Line line : scene.lines()) {
            Point port = line.from().at();
            List<Rect> others = pods.stream()
                    .filter(pod -> !pod.contains(port.x(), port.y()))
                    .toList();
            assertTrue(Route.isFree(line.route(), others), line.key());
        }
    }

    @Test
    void anElementInItselfIsDrawnAllTheSame() {
        Scene scene = Scene.of(Drawings.of("""
                "a": { "kind": "zone", "in": "b" }, "b": { "kind": "zone", "in": "a" }, "c": { "kind": "pod", "in": "gone" }
                """, ""));

        assertEquals(3, scene.shapes().size());
    }
}
