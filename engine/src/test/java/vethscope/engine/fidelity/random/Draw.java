package vethscope.engine.fidelity.random;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.SplittableRandom;

/// A design while it is being drawn, and the dice that decide what comes next. The same seed draws the same design.
final class Draw {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SplittableRandom random;
    final ObjectNode root = JSON.createObjectNode();
    final ObjectNode elements;
    final ArrayNode links;
    final ArrayNode probes;

    Draw(long seed) {
        random = new SplittableRandom(seed);
        root.put("vethscope", 1);
        root.put("name", "random " + seed);
        root.putObject("cluster");
        elements = root.putObject("elements");
        links = root.putArray("links");
        probes = root.putArray("probes");
    }

    /// True in so many of a hundred draws.
    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /// From the first number up to and with the last.
    int number(int first, int last) {
        return random.nextInt(first, last + 1);
    }

    @SafeVarargs
    final <T> T one(T... of) {
        return of[random.nextInt(of.length)];
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    ObjectNode element(String id, String kind) {
        return elements.putObject(id).put("kind", kind);
    }

    /// The element's list of that name, made when it is first asked for.
    ArrayNode list(ObjectNode of, String key) {
        return of.withArray("/" + key);
    }

    ObjectNode map(ObjectNode of, String key) {
        return of.withObject("/" + key);
    }

    void nic(ObjectNode box, String name, String... addresses) {
        ObjectNode nic = map(box, "interfaces").putObject(name);
        if (addresses.length == 1) {
            nic.put("address", addresses[0]);
        } else {
            ArrayNode all = nic.putArray("address");
            List.of(addresses).forEach(all::add);
        }
    }

    ObjectNode link(String from, String to) {
        return links.addObject().put("from", from).put("to", to);
    }

    void route(ObjectNode box, String line) {
        list(box, "routes").add(line);
    }

    void sysctl(ObjectNode box, String key, int value) {
        // a dotted key is no path
        ObjectNode all = (ObjectNode) box.get("sysctl");
        (all == null ? box.putObject("sysctl") : all).put(key, value);
    }
}
