package vethscope.engine.compile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import vethscope.engine.verify.Findings;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;

/// Real drawings, spoilt at random: whatever a file says, it compiles, and what is wrong with it can be said.
class ArbitraryDrawingsTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static final List<String> KINDS = List.of(
            "node",
            "pod",
            "bridge",
            "switch",
            "router",
            "host",
            "netns",
            "vpc",
            "internet",
            "internet-gateway",
            "nat-gateway",
            "load-balancer",
            "zone",
            "service",
            "ingress",
            "note",
            "security-group");

    /// Values that mean something somewhere.
    private static final List<String> WORDS = List.of(
            "10.0.0.1",
            "10.0.0.1/24",
            "10.244.1.2/24",
            "0.0.0.0/0",
            "::1/128",
            "fd00::1/64",
            "255.255.255.255/32",
            "127.0.0.1/8",
            "default via 10.0.0.1",
            "default via 10.0.0.1 dev eth0 onlink",
            "default dev lo",
            "blackhole 10.0.0.0/8",
            "10.0.0.0/33 via x",
            "throw default table 7",
            "from all table 7",
            "fwmark 0x1/0x1 lookup main",
            "-A INPUT -j DROP",
            "-t nat -A FOO -j BAR",
            "-A",
            "eth0",
            "cni0",
            "lo",
            "sw0",
            "vpc",
            "a",
            "b",
            "node-1",
            "node-1:eth0",
            "none",
            "ptp",
            "aws-vpc",
            "bridge",
            "vxlan",
            "ipip",
            "NodePort",
            "LoadBalancer",
            "None",
            "dnat",
            "proxy",
            "passthrough",
            "Local",
            "",
            "a very long name of a device");

    @Property(tries = 150)
    void whateverIsDrawnCompiles(@ForAll @IntRange(min = 0, max = 81) int which, @ForAll long seed) throws Exception {
        Path folder = Recordings.all().get(which);
        var random = new Random(seed);
        JsonNode design = JSON.readTree(Files.readString(folder.resolve("design.veth")));
        int spoils = 1 + random.nextInt(12);
        for (int i = 0; i < spoils; i++) {
            spoil(design, random);
        }
        if (Veth.read(design.toString()) instanceof Reading.Opened opened) {
            for (var finding : Findings.of(opened.design())) {
                var _ = finding.message().in(Locale.ENGLISH);
                var _ = finding.message().in(Locale.CHINESE);
            }
        }
    }

    private static void spoil(JsonNode design, Random random) {
        List<ContainerNode<?>> all = new ArrayList<>();
        containers(design, all);
        if (random.nextInt(4) == 0 && design.get("elements") instanceof ObjectNode elements) {
            List<String> ids = new ArrayList<>();
            elements.fieldNames().forEachRemaining(ids::add);
            if (!ids.isEmpty() && elements.get(pick(ids, random)) instanceof ObjectNode element) {
                structural(element, ids, random);
                return;
            }
        }
        switch (pick(all, random)) {
            case ObjectNode object -> spoil(object, all, random);
            case ArrayNode array -> spoil(array, all, random);
            default -> throw new IllegalStateException();
        }
    }

    private static void structural(ObjectNode element, List<String> ids, Random random) {
        switch (random.nextInt(4)) {
            case 0 -> element.put("kind", pick(KINDS, random));
            case 1 -> element.put("in", pick(ids, random));
            case 2 -> element.put("hostNetwork", random.nextBoolean());
            default ->
                element.putArray(random.nextBoolean() ? "routes" : "iptables")
                        .add(pick(WORDS, random))
                        .add(pick(WORDS, random));
        }
    }

    private static void containers(JsonNode node, List<ContainerNode<?>> all) {
        if (node instanceof ContainerNode<?> container && !container.isEmpty()) {
            all.add(container);
            container.forEach(child -> containers(child, all));
        }
    }

    private static void spoil(ObjectNode object, List<ContainerNode<?>> all, Random random) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        String key = pick(keys, random);
        switch (random.nextInt(4)) {
            case 0 -> object.remove(key);
            case 1 -> object.set(key, small(all, random));
            case 2 -> object.put(key, random.nextInt(70000) - 2);
            default -> object.put(key, pick(WORDS, random));
        }
    }

    private static void spoil(ArrayNode array, List<ContainerNode<?>> all, Random random) {
        int at = random.nextInt(array.size());
        switch (random.nextInt(4)) {
            case 0 -> array.remove(at);
            case 1 -> array.add(array.get(at).deepCopy());
            case 2 -> array.set(at, small(all, random));
            default -> array.set(at, JSON.getNodeFactory().textNode(pick(WORDS, random)));
        }
    }

    /// A copy of some part that is no larger than an element.
    private static JsonNode small(List<ContainerNode<?>> all, Random random) {
        JsonNode part = pick(all, random);
        return part.size() > 12 || part.has("elements") ? JSON.getNodeFactory().objectNode() : part.deepCopy();
    }

    private static <T> T pick(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}
