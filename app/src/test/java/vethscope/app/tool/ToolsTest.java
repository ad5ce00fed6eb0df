package vethscope.app.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vethscope.app.scene.Scene;
import vethscope.app.tool.Gesture.Held;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Layout;
import vethscope.model.Layout.Box;
import vethscope.model.Layout.Point;
import vethscope.model.Link;
import vethscope.model.Topology;
import vethscope.model.edit.Edit;
import vethscope.model.element.Element;
import vethscope.model.element.Kinds;

/// Gestures in, edits out: two nodes, a bridge and a pod in the first one.
class ToolsTest {

    private static final Id NODE = Id.of("node-1");
    private static final Id OTHER = Id.of("node-2");
    private static final Id BRIDGE = Id.of("bridge-1");
    private static final Id POD = Id.of("pod-1");

    private final Design design = design();
    private final List<Turn.Effect> effects = new ArrayList<>();
    private Set<Id> selection = Set.of();
    private Tool tool = Select.IDLE;

    private static Element element(String kind, String id, String in) {
        Element blank = Kinds.named(kind).orElseThrow().blank(Id.of(id));
        return in.isEmpty() ? blank : blank.withHead(blank.head().withIn(Id.of(in)));
    }

    private static Design design() {
        Topology topology = Topology.EMPTY
                .put(element("node", "node-1", ""))
                .put(element("bridge", "bridge-1", "node-1"))
                .put(element("pod", "pod-1", "node-1"))
                .put(element("node", "node-2", ""));
        Layout layout = Layout.EMPTY
                .with(NODE, Box.of(0, 0, 400, 388))
                .with(BRIDGE, Box.of(20, 180, 360, 32))
                .with(POD, Box.of(40, 40, 160, 72))
                .with(OTHER, Box.of(480, 0, 400, 388));
        return Design.EMPTY.with(topology).with(layout);
    }

    private ToolsTest feel(Gesture gesture) {
        Turn turn = tool.on(gesture, new Sight(Scene.of(design), selection, 1));
        tool = turn.next();
        for (Turn.Effect effect : turn.effects()) {
            effects.add(effect);
            if (effect instanceof Turn.Effect.Select(var ids)) {
                selection = new LinkedHashSet<>(ids);
            }
        }
        return this;
    }

    private ToolsTest press(double x, double y) {
        return feel(new Gesture.Press(new Point(x, y), Held.NONE, 1));
    }

    private ToolsTest move(double x, double y) {
        return feel(new Gesture.Move(new Point(x, y), Held.NONE, true));
    }

    private ToolsTest release(double x, double y) {
        return feel(new Gesture.Release(new Point(x, y), Held.NONE));
    }

    private Design after() {
        Design next = design;
        for (Turn.Effect effect : effects) {
            if (effect instanceof Turn.Effect.Change(var edit)) {
                next = edit.apply(next);
            }
        }
        return next;
    }

    private long changes() {
        return effects.stream().filter(Turn.Effect.Change.class::isInstance).count();
    }

    @Test
    void a_press_selects_the_innermost_element() {
        press(100, 60).release(100, 60);
        assertEquals(Set.of(POD), selection);
        assertEquals(0, changes());
    }

    @Test
    void a_drag_moves_on_the_grid_in_one_step() {
        press(100, 60).move(120, 70).move(150, 81).release(150, 81);
        assertEquals(1, changes());
        assertEquals(Box.of(88, 64, 160, 72), after().layout().box(POD).orElseThrow());
    }

    @Test
    void a_node_takes_along_what_stands_in_it() {
        press(200, 14).move(210, 14).move(216, 30).release(216, 30);
        assertEquals(Box.of(16, 16, 400, 388), after().layout().box(NODE).orElseThrow());
        assertEquals(Box.of(56, 56, 160, 72), after().layout().box(POD).orElseThrow());
    }

    @Test
    void a_pod_dropped_on_another_node_moves_into_it() {
        press(100, 60).move(300, 60).move(600, 100).release(600, 100);
        assertEquals(OTHER, after().topology().find(POD).orElseThrow().in().orElseThrow());
    }

    @Test
    void a_tremble_is_no_drag() {
        press(100, 60).move(102, 61).release(102, 61);
        assertEquals(0, changes());
    }

    @Test
    void shift_keeps_a_drag_on_its_axis() {
        press(100, 60);
        feel(new Gesture.Move(new Point(140, 70), new Held(true, false), true));
        release(140, 70);
        assertEquals(Box.of(80, 40, 160, 72), after().layout().box(POD).orElseThrow());
    }

    @Test
    void escape_leaves_everything_as_it_was() {
        press(100, 60).move(200, 160).feel(new Gesture.Cancel());
        release(200, 160);
        assertEquals(design, after());
        assertEquals(Select.IDLE, tool);
    }

    @Test
    void a_frame_selects_what_it_touches_but_containers_only_whole() {
        press(440, 150).move(150, 60).release(150, 60);
        assertEquals(Set.of(POD), selection);
    }

    @Test
    void shift_adds_and_takes_away() {
        press(100, 60).release(100, 60);
        feel(new Gesture.Press(new Point(200, 196), new Held(true, false), 1)).release(200, 196);
        assertEquals(Set.of(POD, BRIDGE), selection);
        feel(new Gesture.Press(new Point(100, 60), new Held(true, false), 1)).release(100, 60);
        assertEquals(Set.of(BRIDGE), selection);
    }

    @Test
    void a_corner_resizes_but_not_below_the_least_size() {
        press(100, 60).release(100, 60);
        press(204, 116).move(244, 140).release(244, 140);
        assertEquals(Box.of(40, 40, 200, 96), after().layout().box(POD).orElseThrow());
    }

    @Test
    void a_double_click_renames() {
        feel(new Gesture.Press(new Point(100, 60), Held.NONE, 2));
        assertTrue(effects.contains(new Turn.Effect.Rename(POD)));
    }

    @Test
    void a_cable_is_pulled_from_a_port_of_the_hovered_element() {
        feel(new Gesture.Move(new Point(100, 60), Held.NONE, false));
        press(120, 112).move(130, 150).release(130, 196);
        assertEquals(new Turn.Effect.Connect(POD, BRIDGE), effects.getLast());
        assertInstanceOf(Select.class, tool);
    }

    @Test
    void a_cable_ends_only_where_it_may() {
        tool = Sending.CABLE;
        press(100, 60).move(480, 300).release(600, 100);
        assertTrue(effects.contains(new Turn.Effect.Connect(POD, OTHER)), "a pod may hang on a machine");
        effects.clear();
        press(100, 60).release(100, 60);
        assertTrue(effects.isEmpty(), "nothing may hang on itself");
    }

    @Test
    void the_packet_tool_sends_from_where_it_was_pressed_to_where_it_is_let_go() {
        tool = Sending.PACKET;
        press(100, 60).move(300, 200).release(600, 14);
        assertEquals(List.of(new Turn.Effect.Send(POD, OTHER)), effects);
    }

    @Test
    void a_stencil_is_placed_where_the_next_press_is() {
        tool = new Place("pod", null);
        move(500, 50).press(600, 60);
        assertEquals(List.of(new Turn.Effect.Place("pod", new Point(600, 60))), effects);
        assertEquals(Select.IDLE, tool);
    }

    @Test
    void a_press_on_a_drawn_cable_selects_it() {
        var link = new Link(new Link.End(POD, "eth0"), new Link.End(BRIDGE, "vethpod-1"), null, true, "");
        Design wired = new Edit.Connect(link).apply(design);
        Scene scene = Scene.of(wired);
        var line =
                scene.lines().stream().filter(l -> l.link() != null).findFirst().orElseThrow();
        Point middle = new Point(
                (line.route().get(0).x() + line.route().get(1).x()) / 2,
                (line.route().get(0).y() + line.route().get(1).y()) / 2);
        Turn turn = Select.IDLE.on(new Gesture.Press(middle, Held.NONE, 1), new Sight(scene, Set.of(), 1));
        assertEquals(List.of(new Turn.Effect.SelectLink(link)), turn.effects());
    }

    @Test
    void what_the_layout_does_not_hold_is_written_down_when_it_moves() {
        Design loose = Design.EMPTY.with(Topology.EMPTY.put(element("pod", "pod-1", "")));
        var sight = new Sight(Scene.of(loose), Set.of(POD), 1);
        Box before = sight.shape(POD).orElseThrow().box().box();
        Design moved = Changes.move(sight, Set.of(POD), new Point(8, 0), java.util.Optional.empty())
                .apply(loose);
        assertEquals(Map.of(POD, before.moved(new Point(8, 0))), moved.layout().elements());
    }
}
