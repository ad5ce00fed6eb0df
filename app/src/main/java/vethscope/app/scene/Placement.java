package vethscope.app.scene;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vethscope.model.Id;
import vethscope.model.Layout;
import vethscope.model.element.Element;
import vethscope.model.element.KubeNode;

/// The box of every element: its own where the layout has one, else a free place.
final class Placement {

    private static final double APART = 12;
    /// Beyond this many neighbours a new one goes below them all instead of into a gap.
    private static final int SEARCHED = 64;

    private final Layout layout;
    private final Tree tree;
    private final Arrangement arrangement;
    private final Map<Id, Rect> boxes = new LinkedHashMap<>();

    private Placement(Layout layout, Tree tree) {
        this.layout = layout;
        this.tree = tree;
        this.arrangement = new Arrangement(tree);
    }

    static Map<Id, Rect> of(Layout layout, Tree tree) {
        var placement = new Placement(layout, tree);
        placement.level(tree.roots(), Optional.empty());
        return placement.boxes;
    }

    private void level(List<Element> elements, Optional<Element> container) {
        var loose = new ArrayList<Element>();
        for (Element element : elements) {
            if (isPlaced(element)) {
                placed(element);
            } else {
                loose.add(element);
            }
        }
        if (loose.size() == elements.size() && container.isEmpty()) {
            put(arrangement.of(loose), 24, 24);
        } else {
            List<Rect> taken = new ArrayList<>(elements.stream()
                    .flatMap(e -> Optional.ofNullable(boxes.get(e.id())).stream())
                    .toList());
            loose.forEach(element -> taken.add(squeezeIn(element, container, taken)));
        }
    }

    /// Whether it, or anything in it, has a place.
    private boolean isPlaced(Element element) {
        return layout.elements().containsKey(element.id())
                || tree.in(element.id()).stream().anyMatch(this::isPlaced);
    }

    private void placed(Element element) {
        Optional<Layout.Box> own = layout.box(element.id());
        List<Element> inside = tree.in(element.id());
        own.ifPresent(box -> boxes.put(element.id(), sized(element, box)));
        level(inside, Optional.of(element));
        if (own.isEmpty() || own.get().w() <= 0 && !inside.isEmpty()) {
            inside.stream()
                    .map(child -> boxes.getOrDefault(child.id(), new Rect(0, 0, 0, 0)))
                    .reduce(Rect::union)
                    .ifPresent(content -> boxes.put(element.id(), around(element, content, own)));
        }
    }

    private Rect sized(Element element, Layout.Box box) {
        if (box.w() > 0 && box.h() > 0) {
            return Rect.of(box);
        }
        Block natural = tree.in(element.id()).stream().anyMatch(this::isPlaced) ? Block.EMPTY : arrangement.of(element);
        Rect own = natural.boxes()
                .getOrDefault(
                        element.id(),
                        new Rect(0, 0, Sizes.of(element).w(), Sizes.of(element).h()));
        return new Rect(box.x(), box.y(), box.w() > 0 ? box.w() : own.w(), box.h() > 0 ? box.h() : own.h());
    }

    private static Rect around(Element element, Rect content, Optional<Layout.Box> own) {
        double top = element instanceof KubeNode ? Sizes.HEADER + APART : 32;
        double bottom = element instanceof KubeNode ? 176 : 24;
        Rect box = new Rect(content.x() - 16, content.y() - top, content.w() + 32, content.h() + top + bottom);
        return own.map(o -> box.union(new Rect(o.x(), o.y(), 1, 1))).orElse(box);
    }

    /// Into a gap of its container if there is one, else below its neighbours; a container grows to hold it.
    private Rect squeezeIn(Element element, Optional<Element> container, List<Rect> taken) {
        Block block = arrangement.of(element);
        Optional<Rect> room = container
                .map(c -> boxes.get(c.id()))
                .map(box -> new Rect(
                        box.x() + 16,
                        box.y() + Sizes.HEADER + APART,
                        box.w() - 32,
                        box.h() - Sizes.HEADER - APART - 16));
        Rect spot = room.flatMap(r -> gap(block, r, taken)).orElseGet(() -> below(block, room, taken));
        put(block, spot.x(), spot.y());
        container.ifPresent(
                c -> boxes.computeIfPresent(c.id(), (id, box) -> box.contains(spot) ? box : box.union(spot.grown(16))));
        return spot;
    }

    private static Optional<Rect> gap(Block block, Rect room, List<Rect> taken) {
        if (taken.size() > SEARCHED) {
            return Optional.empty();
        }
        for (double y = room.y(); y + block.h() <= room.bottom(); y += 8) {
            for (double x = room.x(); x + block.w() <= room.right(); x += 8) {
                Rect spot = new Rect(x, y, block.w(), block.h());
                Rect free = spot.grown(APART - 1);
                if (taken.stream().noneMatch(free::overlaps)) {
                    return Optional.of(spot);
                }
            }
        }
        return Optional.empty();
    }

    private static Rect below(Block block, Optional<Rect> room, List<Rect> taken) {
        double x = room.map(Rect::x)
                .orElseGet(() -> taken.stream().mapToDouble(Rect::x).min().orElse(24));
        double y = taken.stream()
                .mapToDouble(Rect::bottom)
                .max()
                .orElse(room.map(Rect::y).orElse(24.0));
        return new Rect(x, taken.isEmpty() ? y : y + (room.isPresent() ? APART : 48), block.w(), block.h());
    }

    private void put(Block block, double x, double y) {
        block.boxes().forEach((id, box) -> boxes.put(id, box.moved(x, y)));
    }
}
