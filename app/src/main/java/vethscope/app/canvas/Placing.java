package vethscope.app.canvas;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vethscope.app.scene.Scene;
import vethscope.app.scene.Shape;
import vethscope.app.scene.Sizes;
import vethscope.app.session.Session;
import vethscope.app.tool.Grid;
import vethscope.app.tool.Nesting;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Layout.Box;
import vethscope.model.Layout.Point;
import vethscope.model.edit.Edit;
import vethscope.model.edit.Generate;
import vethscope.model.element.BareNetns;
import vethscope.model.element.Container;
import vethscope.model.element.Element;
import vethscope.model.element.Kind;
import vethscope.model.element.Kinds;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.Machine;
import vethscope.model.element.Pod;

/// New elements, wired and addressed where they are put.
final class Placing {

    /// A machine with room for two pods, its bridge and its stages.
    private static final Sizes.Size NODE = new Sizes.Size(372, 388);

    private static final double BRIDGE_INSET = 20;
    private static final double BRIDGE_DOWN = 180;

    private final Session session;
    private final Scene scene;
    private final Design design;

    Placing(Session session, Scene scene, Design design) {
        this.session = session;
        this.scene = scene;
        this.design = design;
    }

    void place(String kind, Point at) {
        switch (kind) {
            case "container" -> container(at);
            case "node" -> node(at);
            default -> Kinds.named(kind).ifPresent(k -> element(k, at));
        }
    }

    void connect(Id from, Id to) {
        session.edit(Generate.connect(design, from, to));
    }

    /// Placed once to see how large it becomes with what is generated into it, then where it has room.
    private void element(Kind<?> kind, Point at) {
        Optional<Id> home = home(kind.blank(Id.of(kind.name())), at);
        Generate.Placed draft = Generate.place(design, kind, home, Box.of(at.x(), at.y(), 0, 0));
        Element element = draft.edit().apply(design).topology().find(draft.id()).orElseThrow();
        Sizes.Size size = Sizes.of(element);
        Box wish = box(at, size);
        Point corner = new Point(wish.x(), wish.y());
        Point spot = element instanceof Pod || element instanceof BareNetns
                ? home.flatMap(c -> Spot.near(scene, c, corner, size)).orElse(corner)
                : corner;
        done(Generate.place(design, kind, home, Box.of(spot.x(), spot.y(), size.w(), size.h())));
    }

    private void node(Point at) {
        Element blank = Kinds.named("node").orElseThrow().blank(Id.of("node"));
        Box box = box(at, NODE);
        Box bridge = Box.of(box.x() + BRIDGE_INSET, box.y() + BRIDGE_DOWN, NODE.w() - 2 * BRIDGE_INSET, Sizes.BAR);
        done(Generate.nodeWithBridge(design, home(blank, at), box, bridge));
    }

    private void done(Generate.Placed placed) {
        session.edit(placed.edit());
        session.select(Set.of(placed.id()));
    }

    private static Box box(Point at, Sizes.Size size) {
        Point corner = Grid.snap(new Point(at.x() - size.w() / 2, at.y() - Math.min(size.h() / 2, 48)));
        return Box.of(corner.x(), corner.y(), size.w(), size.h());
    }

    /// The innermost container at the point in which it may stand.
    private Optional<Id> home(Element element, Point at) {
        Optional<Id> found = scene.containerAt(at.x(), at.y(), Set.of());
        while (found.isPresent()) {
            Element container = design.topology().find(found.get()).orElseThrow();
            if (Nesting.allows(element, container)) {
                return found;
            }
            found = container.in();
        }
        return Optional.empty();
    }

    /// Into the pod or machine at the point, with the next free port.
    private void container(Point at) {
        Optional<Element> owner = scene.shapesIn(new vethscope.app.scene.Rect(at.x(), at.y(), 0, 0)).reversed().stream()
                .map(Shape::element)
                .filter(e -> e instanceof Pod || e instanceof LinuxBox)
                .findFirst();
        owner.ifPresent(element -> {
            Element next = switch (element) {
                case Pod pod -> pod.withContainers(plus(pod.containers()));
                case LinuxBox box ->
                    box.withMachine(with(box.machine(), plus(box.machine().containers())));
                case Element other -> other;
            };
            var edits = new ArrayList<Edit>();
            edits.add(new Edit.Put(next));
            grow(next).ifPresent(edits::add);
            session.edit(new Edit.Batch(edits, "container"));
            session.select(Set.of(element.id()));
        });
    }

    private static Machine with(Machine m, List<Container> containers) {
        return new Machine(m.interfaces(), m.routes(), m.rules(), m.sysctl(), m.iptables(), containers);
    }

    /// A pod becomes tall enough for its containers.
    private Optional<Edit> grow(Element element) {
        Sizes.Size size = Sizes.of(element);
        return element instanceof Pod
                ? design.layout()
                        .box(element.id())
                        .filter(box -> box.h() < size.h())
                        .map(box -> {
                            var boxes = new LinkedHashMap<Id, Box>();
                            boxes.put(
                                    element.id(),
                                    new Box(box.x(), box.y(), Math.max(box.w(), size.w()), size.h(), box.folded()));
                            return new Edit.Arrange(boxes);
                        })
                : Optional.empty();
    }

    private static List<Container> plus(List<Container> containers) {
        var next = new ArrayList<>(containers);
        int port = 8080;
        while (uses(containers, port)) {
            port++;
        }
        String name = containers.isEmpty() ? "app" : "app-" + (containers.size() + 1);
        next.add(new Container(name, java.util.Map.of(), List.of(Container.Port.tcp(port))));
        return next;
    }

    private static boolean uses(List<Container> containers, int port) {
        return containers.stream().flatMap(c -> c.ports().stream()).anyMatch(p -> p.port() == port);
    }
}
