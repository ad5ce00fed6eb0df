package vethscope.app.scene;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vethscope.model.Id;
import vethscope.model.Topology;
import vethscope.model.element.Element;

/// What stands in what. An element whose container is missing, or which would contain itself, stands on the canvas.
record Tree(List<Element> roots, Map<Id, List<Element>> children, Map<Id, Id> parents) {

    static Tree of(Topology topology) {
        var roots = new ArrayList<Element>();
        var children = new LinkedHashMap<Id, List<Element>>();
        var parents = new HashMap<Id, Id>();
        for (Element element : topology.elements().values()) {
            Optional<Id> in = element.in()
                    .filter(topology.elements()::containsKey)
                    .filter(parent -> !circular(element, topology));
            if (in.isPresent()) {
                children.computeIfAbsent(in.get(), id -> new ArrayList<>()).add(element);
                parents.put(element.id(), in.get());
            } else {
                roots.add(element);
            }
        }
        return new Tree(roots, children, parents);
    }

    private static boolean circular(Element element, Topology topology) {
        Set<Id> seen = new HashSet<>();
        Optional<Element> at = Optional.of(element);
        while (at.isPresent()) {
            if (!seen.add(at.get().id())) {
                return true;
            }
            at = at.get().in().flatMap(topology::find);
        }
        return false;
    }

    List<Element> in(Id container) {
        return children.getOrDefault(container, List.of());
    }

    /// Everything inside, at any depth.
    int count(Id container) {
        return in(container).stream().mapToInt(child -> 1 + count(child.id())).sum();
    }

    /// Whether it stands in that container, at any depth.
    boolean isIn(Element element, Id container) {
        Optional<Id> in = element.in();
        for (int depth = 0; in.isPresent() && depth <= parents.size(); depth++) {
            if (in.get().equals(container)) {
                return true;
            }
            in = Optional.ofNullable(parents.get(in.get()));
        }
        return false;
    }
}
