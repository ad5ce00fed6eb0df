package vethscope.app.scene;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import vethscope.model.Id;
import vethscope.model.element.BareNetns;
import vethscope.model.element.Bridge;
import vethscope.model.element.Element;
import vethscope.model.element.Host;
import vethscope.model.element.Internet;
import vethscope.model.element.InternetGateway;
import vethscope.model.element.KubeNode;
import vethscope.model.element.LoadBalancer;
import vethscope.model.element.NatGateway;
import vethscope.model.element.Pod;
import vethscope.model.element.Router;
import vethscope.model.element.Switch;
import vethscope.model.element.Vpc;
import vethscope.model.element.Zone;

/// Places what nobody has placed: a nested grid that never overlaps.
final class Arrangement {

    private static final double GAP = 12;
    private static final double PADDING = 24;
    private static final double TITLE = 32;
    private static final double BETWEEN = 64; // / How far above the bottom of a node its interfaces stand.
    private static final double CHIP_LEVEL = 76;

    private final Tree tree;

    Arrangement(Tree tree) {
        this.tree = tree;
    }

    /// The element and all that it contains.
    Block of(Element element) {
        List<Element> inside = tree.in(element.id());
        return switch (element) {
            case KubeNode node -> node(node, inside);
            case Host host when !inside.isEmpty() -> boxed(host.id(), Sizes.HEADER + 8, of(inside));
            case Zone zone when !inside.isEmpty() -> boxed(zone.id(), TITLE, of(inside));
            default -> inside.isEmpty() ? single(element) : Block.stack(List.of(single(element), of(inside)), BETWEEN);
        };
    }

    private static Block single(Element element) {
        Sizes.Size size = Sizes.of(element);
        Sizes.Size foot = Sizes.footprint(element, size);
        var out = new Block.Builder().box(element.id(), new Rect((foot.w() - size.w()) / 2, 0, size.w(), size.h()));
        return out.add(new Block(foot.w(), foot.h(), java.util.Map.of()), 0, 0).build();
    }

    private static Block boxed(Id id, double top, Block inside) {
        var out = new Block.Builder().box(id, new Rect(0, 0, inside.w() + 2 * PADDING, inside.h() + top + PADDING));
        return out.add(inside, PADDING, top).build();
    }

    /// Neighbours in one container, or on the canvas: services above, machines in a grid, what joins them between or
    /// below.
    Block of(List<Element> elements) {
        List<Block> machines = blocks(elements, Arrangement::isMachine);
        List<Block> hubs = blocks(elements, Arrangement::isHub);
        List<Block> outside = blocks(elements, e -> e instanceof Internet || e instanceof Host);
        List<Block> edges = blocks(elements, Arrangement::isEdge);
        List<Block> others = blocks(
                elements,
                e -> !isMachine(e) && !isHub(e) && !isEdge(e) && !(e instanceof Internet || e instanceof Host));
        Block core = machines.size() == 2 && hubs.size() == 1
                ? between(machines.get(0), hubs.getFirst(), machines.get(1))
                : Block.column(List.of(square(machines), Block.row(hubs, BETWEEN)), BETWEEN);
        Block above = Block.grid(others, Math.max(1, Math.min(others.size(), 4)), PADDING, PADDING);
        Block main = Block.stack(List.of(above, core), 40);
        return Block.row(List.of(Block.column(outside, PADDING), Block.column(edges, PADDING), main), BETWEEN);
    } /// A hub at the height of the interfaces of the machines beside it.

    private static Block between(Block left, Block hub, Block right) {
        double y = Math.max(0, Math.min(left.h(), right.h()) - CHIP_LEVEL - Sizes.ROUND / 2);
        double x = left.w() + 32;
        return new Block.Builder()
                .add(left, 0, 0)
                .add(hub, x, y)
                .add(right, x + hub.w() + 32, 0)
                .build();
    }

    private Block square(List<Block> blocks) {
        int columns = blocks.size() <= 3 ? Math.max(1, blocks.size()) : (int) Math.ceil(Math.sqrt(blocks.size() * 1.2));
        return Block.grid(blocks, columns, BETWEEN, BETWEEN);
    }

    private List<Block> blocks(List<Element> elements, Predicate<Element> wanted) {
        return elements.stream().filter(wanted).map(this::of).toList();
    }

    private static boolean isMachine(Element element) {
        return element instanceof KubeNode || element instanceof Zone;
    }

    private static boolean isHub(Element element) {
        return element instanceof Vpc || element instanceof Switch || element instanceof Router;
    }

    private static boolean isEdge(Element element) {
        return element instanceof InternetGateway || element instanceof NatGateway || element instanceof LoadBalancer;
    }

    /// From top: header, pods, the gap that holds the cables, bridges, the stages, interfaces.
    private Block node(KubeNode node, List<Element> inside) {
        List<Block> pods = inside.stream()
                .filter(e -> e instanceof Pod || e instanceof BareNetns)
                .map(this::of)
                .toList();
        List<Element> bridges = inside.stream().filter(Bridge.class::isInstance).toList();
        List<Block> others = inside.stream()
                .filter(e -> !(e instanceof Pod || e instanceof BareNetns || e instanceof Bridge))
                .map(this::of)
                .toList();
        int columns = pods.size() <= 4
                ? Math.max(1, pods.size())
                : Math.max(4, (int) Math.ceil(Math.sqrt(pods.size() * 1.2)));
        int rows = (pods.size() + columns - 1) / columns;
        double lanes = rows < 2 ? GAP : 12 * (rows - 1) + 8;
        Block grid = Block.grid(pods, columns, lanes, GAP + 8);
        double width = Math.max(372, grid.w() + 16 + (rows < 2 ? 16 : lanes + 16));
        double y = Sizes.HEADER + GAP;
        var out = new Block.Builder().add(grid, 16, y);
        y += grid.h() + (pods.isEmpty() ? 40 : 68);
        double bar = (width - 40 - GAP * (bridges.size() - 1)) / Math.max(1, bridges.size());
        for (int i = 0; i < bridges.size(); i++) {
            out.box(bridges.get(i).id(), new Rect(20 + i * (bar + GAP), y, bar, Sizes.BAR));
        }
        y += Sizes.BAR + 64 + 24;
        if (!others.isEmpty()) {
            out.add(Block.grid(others, 2, GAP, GAP), 28, y);
        }
        double chips = 72 + 32 * Math.max(0, (node.machine().interfaces().size() - 1) / 2);
        double bottom = Stream.of(y + chips, out.build().h() + PADDING)
                        .max(Double::compare)
                        .orElse(y)
                + 16;
        out.box(node.id(), new Rect(0, 0, Math.max(width, out.build().w() + 16), bottom));
        return out.build();
    }

    /// Ids of a block, for callers that look for what was placed.
    static Set<Id> ids(Block block) {
        return block.boxes().keySet();
    }
}
