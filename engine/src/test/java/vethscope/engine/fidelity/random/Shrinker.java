package vethscope.engine.fidelity.random;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// Takes away from a drawing whatever is not needed for it to be predicted wrong: probes, elements, links, lines of
/// configuration, single keys.
public final class Shrinker {

    /// Keys without which an element is another one.
    private static final Set<String> KEPT =
            Set.of("kind", "in", "name", "from", "to", "protocol", "address", "clusterIP", "port", "vethscope", "type");

    private final Predicate<ObjectNode> differs;
    private final BooleanSupplier hasTime;
    private ObjectNode smallest;

    private Shrinker(ObjectNode design, Predicate<ObjectNode> differs, BooleanSupplier hasTime) {
        this.smallest = design;
        this.differs = differs;
        this.hasTime = hasTime;
    }

    /// The smallest drawing found that still differs.
    ///
    /// @param hasTime asked before each attempt, for each builds a topology
    public static ObjectNode shrink(ObjectNode design, Predicate<ObjectNode> differs, BooleanSupplier hasTime) {
        var shrinker = new Shrinker(design, differs, hasTime);
        while (shrinker.round()) {}
        return shrinker.smallest;
    }

    private boolean round() {
        boolean smaller = false;
        for (String key : new String[] {"probes", "elements", "links"}) {
            smaller |= children(List.of(key));
        }
        for (String key : names(smallest.path("elements"))) {
            smaller |= everything(List.of("elements", key));
        }
        return smaller | everything(List.of("probes")) | everything(List.of("links")) | everything(List.of("cluster"));
    }

    private boolean everything(List<String> path) {
        boolean smaller = children(path);
        for (String name : names(at(smallest, path))) {
            List<String> child = join(path, name);
            if (at(smallest, child).isContainerNode()) {
                smaller |= everything(child);
            }
        }
        return smaller;
    }

    private boolean children(List<String> path) {
        boolean smaller = false;
        List<String> names = names(at(smallest, path));
        // from the last: what comes later more often depends on what came before
        for (String name : names.reversed()) {
            if (!KEPT.contains(name) && hasTime.getAsBoolean()) {
                ObjectNode without = without(join(path, name));
                if (differs.test(without)) {
                    smallest = without;
                    smaller = true;
                }
            }
        }
        return smaller;
    }

    private ObjectNode without(List<String> path) {
        ObjectNode copy = smallest.deepCopy();
        String name = path.getLast();
        JsonNode parent = at(copy, path.subList(0, path.size() - 1));
        if (parent instanceof ObjectNode object) {
            object.remove(name);
            if (path.size() == 2 && path.getFirst().equals("elements")) {
                forget(copy, name);
            }
        } else if (parent instanceof ArrayNode array) {
            array.remove(Integer.parseInt(name));
        }
        return copy;
    }

    /// What stood in an element goes with it, and so do its links and probes.
    private static void forget(ObjectNode design, String element) {
        Set<String> gone = new HashSet<>(Set.of(element));
        ObjectNode elements = (ObjectNode) design.path("elements");
        names(elements).stream()
                .filter(id -> elements.path(id).path("in").asText().equals(element))
                .forEach(gone::add);
        elements.remove(gone);
        remove(design.path("links"), gone, "from", "to");
        remove(design.path("probes"), gone, "from");
        elements.forEach(e -> {
            if (e.get("endpoints") instanceof ArrayNode endpoints) {
                for (int i = endpoints.size() - 1; i >= 0; i--) {
                    JsonNode one = endpoints.get(i);
                    if (gone.contains(one.isObject() ? one.path("pod").asText() : one.asText())) {
                        endpoints.remove(i);
                    }
                }
            }
        });
    }

    private static void remove(JsonNode list, Set<String> gone, String... keys) {
        for (int i = list.size() - 1; i >= 0; i--) {
            for (String key : keys) {
                JsonNode entry = list.get(i);
                if (entry != null && gone.contains(entry.path(key).asText().split(":")[0])) {
                    ((ArrayNode) list).remove(i);
                    break;
                }
            }
        }
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        if (node.isObject()) {
            node.fieldNames().forEachRemaining(names::add);
        } else {
            for (int i = 0; i < node.size(); i++) {
                names.add(Integer.toString(i));
            }
        }
        return names;
    }

    private static JsonNode at(JsonNode node, List<String> path) {
        JsonNode found = node;
        for (String name : path) {
            found = found.isArray() ? found.path(Integer.parseInt(name)) : found.path(name);
        }
        return found;
    }

    private static List<String> join(List<String> path, String name) {
        var longer = new ArrayList<>(path);
        longer.add(name);
        return longer;
    }
}
