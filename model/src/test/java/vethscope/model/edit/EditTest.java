package vethscope.model.edit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Layout.Box;
import vethscope.model.Layout.Point;
import vethscope.model.Link;
import vethscope.model.Suppression;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;
import vethscope.model.element.Element;
import vethscope.model.element.Field;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;

class EditTest {

    private Design design = Design.EMPTY;

    @BeforeEach
    void load() throws IOException {
        design = everyKind();
    }

    static Design everyKind() throws IOException {
        try (var file = EditTest.class.getResourceAsStream("/designs/every-kind.veth")) {
            return file != null && Veth.read(file.readAllBytes()) instanceof Reading.Opened opened
                    ? opened.design()
                    : Design.EMPTY;
        }
    }

    @Test
    void removingANodeTakesWhatIsInsideAndWhatHangsOnIt() {
        Design without = new Edit.Remove(ids("vm1")).apply(design);
        assertTrue(without.topology().find(Id.of("pod1")).isEmpty());
        assertTrue(without.topology().find(Id.of("br")).isEmpty());
        assertEquals(List.of(), without.topology().links());
        assertEquals(Map.of(), without.layout().elements());
        assertEquals(Map.of(), without.layout().links());
        assertEquals(List.of(), without.suppressions());
        assertFalse(Veth.write(without).contains("\"pod1\",\n"), "endpoints no longer name the pod");
    }

    @Test
    void whatStoodInARemovedZoneStays() {
        Design without = new Edit.Remove(ids("az-a")).apply(design);
        assertEquals(
                "vm1", without.topology().find(Id.of("vm1")).orElseThrow().id().value());
        assertTrue(without.topology().find(Id.of("vm1")).orElseThrow().in().isEmpty());
    }

    @Test
    void movingAContainerMovesEverythingInside() {
        Design moved = new Edit.Move(ids("vm1"), new Point(10, -5)).apply(design);
        assertEquals(
                new Box(50, 35.25, 320, 240, true),
                moved.layout().box(Id.of("vm1")).orElseThrow());
        assertEquals(
                new Box(8.5, -5, 0, 0, false), moved.layout().box(Id.of("pod1")).orElseThrow());
    }

    @Test
    void nothingCanBePutIntoItself() {
        assertSame(design, new Edit.Reparent(ids("az-a"), Id.of("pod1")).apply(design));
        Design moved = new Edit.Reparent(ids("pod1"), Id.of("vm2")).apply(design);
        assertEquals(
                Id.of("vm2"),
                moved.topology().find(Id.of("pod1")).orElseThrow().in().orElseThrow());
    }

    @Test
    void renamingFollowsEveryReference() {
        Design renamed = new Edit.Rename(Id.of("pod1"), Id.of("front")).apply(design);
        String text = Veth.write(renamed);
        assertFalse(text.replace("vethpod1", "").contains("pod1"), text);
        Design back = new Edit.Rename(Id.of("front"), Id.of("pod1")).apply(renamed);
        assertEquals(Veth.write(design), Veth.write(back));
    }

    @Test
    void renamingANodeReachesTargetsRoutesProbesAndExpectations() {
        String text = Veth.write(new Edit.Rename(Id.of("vm1"), Id.of("worker")).apply(design));
        assertFalse(text.replace("\"nodes\": [\"vm1\"]", "").contains("\"vm1"), text);
        String igw = Veth.write(new Edit.Rename(Id.of("igw"), Id.of("gate")).apply(design));
        assertTrue(igw.contains("0.0.0.0/0 via gate"));
    }

    @Test
    void aTakenIdIsNotGivenAgain() {
        assertSame(design, new Edit.Rename(Id.of("pod1"), Id.of("vm1")).apply(design));
    }

    @Test
    void whatWasNotUnderstoodFollowsARenamedElementAndLeavesWithARemovedOne() {
        Reading reading = Veth.read("""
                { "vethscope": 1,
                  "elements": { "a": { "kind": "note", "later": 1 }, "z": { "kind": "ufo" } },
                  "links": [ { "from": "a:eth0", "to": "b", "later": 2 } ] }
                """);
        Design odd = ((Reading.Opened) reading).design();
        String renamed = Veth.write(new Edit.Rename(Id.of("a"), Id.of("x")).apply(odd));
        assertTrue(renamed.contains("\"x\": { \"kind\": \"note\", \"later\": 1 }"), renamed);
        assertTrue(renamed.contains("{ \"from\": \"x:eth0\", \"to\": \"b\", \"later\": 2 }"), renamed);
        assertTrue(renamed.indexOf("\"x\"") < renamed.indexOf("ufo"), renamed);
        Design without = new Edit.Remove(ids("a")).apply(odd);
        assertEquals(Set.of("/elements/z"), without.unknown().byPlace().keySet());
    }

    @Test
    void settingAFieldMakesItTheUsersOwn() {
        Pod pod = design.topology().find(Id.of("pod1"), Pod.class).orElseThrow();
        Element generated = pod.withHead(pod.head().withAuto(List.of("mtu", "mac")));
        @SuppressWarnings("unchecked") // mtu is a whole number
        var mtu = (Field<Pod, Integer>) Pod.KIND.fields().all().stream()
                .filter(f -> f.key().equals("mtu"))
                .findFirst()
                .orElseThrow();
        Design next = Edit.set((Pod) generated, mtu, 1300).apply(design);
        Pod set = next.topology().find(Id.of("pod1"), Pod.class).orElseThrow();
        assertEquals(1300, set.network().mtu());
        assertEquals(List.of("mac"), set.head().auto());
    }

    @Test
    void aLinkWithTheSameEndsIsReplacedAndCutAtItsEnd() {
        Link slower = new Link(Link.End.parse("pod1:eth0"), Link.End.parse("br:vethpod1"), 1300, true, "");
        Design connected = new Edit.Connect(slower).apply(design);
        assertEquals(2, connected.topology().links().size());
        assertEquals(slower, connected.topology().links().getFirst());
        Design cut = new Edit.Disconnect(Link.End.parse("br:vethpod1")).apply(connected);
        assertEquals(1, cut.topology().links().size());
        assertEquals(Map.of(), cut.layout().links());
    }

    @Test
    void aProbeAndASuppressionAreReplacedByTheirNames() {
        var probe = design.probes().getLast();
        Design put = new Edit.PutProbe("client reaches web", probe).apply(design);
        assertEquals(List.of(probe, probe), put.probes());
        assertEquals(
                List.of(), new Edit.RemoveProbe("from elsewhere").apply(put).probes());
        var again = new Suppression("VS104", Id.of("pod1"), "known");
        assertEquals(List.of(again), new Edit.Suppress(again).apply(design).suppressions());
        assertEquals(List.of(), new Edit.Unsuppress(again).apply(design).suppressions());
    }

    @Test
    void undoGivesBackTheIdenticalDesign() {
        History history = History.of(design).push(new Edit.Remove(ids("vm1"))).push(new Edit.Describe("other", ""));
        assertSame(design, history.undo().undo().present());
        assertSame(history.present(), history.undo().redo().present());
        History same = history.push(new Edit.Batch(List.of(), "nothing"));
        assertSame(history, same);
    }

    @Test
    void onlyTheLastFiveHundredStepsAreKept() {
        History history = History.of(design);
        for (int i = 0; i < 600; i++) {
            history = history.push(new Edit.Describe("step " + i, ""));
        }
        assertEquals(History.LIMIT, history.before().size());
        assertEquals("step 99", history.at(0).present().name());
    }

    @Property(tries = 100)
    void removingElementsLeavesNoTraceOfThem(@ForAll("someIds") Set<Id> ids) throws IOException {
        Design without = new Edit.Remove(ids).apply(everyKind());
        Design again = ((Reading.Opened) Veth.read(Veth.write(without))).design();
        assertEquals(without, again);
        var listed = without.topology()
                .all(Service.class)
                .flatMap(s -> s.endpoints() == null ? Stream.empty() : s.endpoints().stream())
                .filter(e -> e instanceof Service.Endpoint.OfPod(var pod) && ids.contains(pod))
                .toList();
        assertEquals(List.of(), listed);
    }

    @Provide
    Arbitrary<Set<Id>> someIds() throws IOException {
        return Arbitraries.of(everyKind().topology().elements().keySet()).set().ofMaxSize(6);
    }

    private static Set<Id> ids(String... ids) {
        return Set.of(ids).stream().map(Id::of).collect(Collectors.toUnmodifiableSet());
    }
}
