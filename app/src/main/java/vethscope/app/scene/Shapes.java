package vethscope.app.scene;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vethscope.app.font.Face;
import vethscope.app.font.FontMetrics;
import vethscope.app.font.Weight;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Layout;
import vethscope.model.element.Element;
import vethscope.model.element.KubeNode;
import vethscope.model.element.Pod;
import vethscope.model.element.Zone;

/// The visible elements, containers before what they contain, and which of them stands for a hidden one.
///
/// @param standIns hidden element to the folded container that shows in its place
record Shapes(Map<Id, Shape> visible, Map<Id, Id> standIns, Tree tree) {

    static Shapes of(Design design) {
        Tree tree = Tree.of(design.topology());
        Map<Id, Rect> boxes = Placement.of(design.layout(), tree);
        var shapes = new Shapes(new LinkedHashMap<>(), new HashMap<>(), tree);
        shapes.add(tree.roots(), 0, boxes, design);
        return shapes;
    }

    private void add(List<Element> elements, int depth, Map<Id, Rect> boxes, Design design) {
        for (Element element : elements) {
            Id id = element.id();
            Rect box = boxes.getOrDefault(id, new Rect(0, 0, 0, 0));
            boolean folds = design.layout().box(id).map(Layout.Box::folded).orElse(false) && canFold(element);
            Rect drawn = folds ? new Rect(box.x(), box.y(), foldedWidth(element), Sizes.FOLDED) : box;
            int hidden = folds ? tree.count(id) + own(element) : 0;
            visible.put(id, new Shape(element, drawn, depth, folds, hidden, address(element, design), Side.BOTTOM));
            if (folds) {
                hide(tree.in(id), id);
            } else {
                add(tree.in(id), depth + 1, boxes, design);
            }
        }
    }

    /// The zone that holds every node is the border of the cluster and shows the cluster's ranges.
    private String address(Element element, Design design) {
        String own = Captions.address(element);
        if (!(element instanceof Zone) || !own.isEmpty()) {
            return own;
        }
        List<KubeNode> nodes = design.topology().all(KubeNode.class).toList();
        boolean holdsAll = !nodes.isEmpty() && nodes.stream().allMatch(node -> tree.isIn(node, element.id()));
        return holdsAll ? Captions.ranges(design.cluster()) : "";
    }

    private boolean canFold(Element element) {
        return element instanceof KubeNode
                || element instanceof Zone
                || element instanceof Pod
                || !tree.in(element.id()).isEmpty();
    }

    private static int own(Element element) {
        return element instanceof Pod pod ? pod.containers().size() : 0;
    }

    private static double foldedWidth(Element element) {
        double name = FontMetrics.width(Captions.name(element), Face.UI, Weight.SEMIBOLD, 12.5);
        return Math.max(112, Math.ceil(30 + name + 44));
    }

    private void hide(List<Element> elements, Id container) {
        for (Element element : elements) {
            standIns.put(element.id(), container);
            hide(tree.in(element.id()), container);
        }
    }

    /// The shape of the element, or the folded container that it is in.
    Optional<Shape> shown(Id id) {
        return Optional.ofNullable(visible.get(standIns.getOrDefault(id, id)));
    }

    /// The nearest visible element of a kind around this one, itself excepted.
    Optional<Shape> within(Id id, Class<? extends Element> kind) {
        Shape shape = visible.get(id);
        Optional<Id> in = shape == null ? Optional.empty() : shape.element().in();
        while (in.isPresent()) {
            Shape outer = visible.get(in.get());
            if (outer == null) {
                return Optional.empty();
            }
            if (kind.isInstance(outer.element())) {
                return Optional.of(outer);
            }
            in = outer.element().in();
        }
        return Optional.empty();
    }
}
