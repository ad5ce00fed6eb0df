package vethscope.engine.compile.kubeproxy;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import vethscope.engine.compile.Compiler;
import vethscope.engine.replay.Played;
import vethscope.engine.replay.Replay;
import vethscope.engine.trace.Leg;
import vethscope.engine.trace.Step;
import vethscope.engine.trace.Trace;
import vethscope.model.Design;
import vethscope.model.address.Ip;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;

/// Every flow of kube-proxy's own tests, drawn with the keys of the file format and sent through the whole engine: from
/// outside and from pods the packet arrives at the node's interface, from the node's own addresses it starts there.
class FlowsDrawnTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> everyFlowEndsAsInKubeProxysOwnTestsWhenItIsDrawn() {
        return Stream.concat(Corpus.cases(), Corpus.moreCases())
                .map(test -> dynamicTest(Corpus.name(test), () -> {
                    Design design = drawn(test);
                    List<Played> all =
                            Replay.run(design, Compiler.compile(design).network(), design.probes(), true);
                    List<JsonNode> flows = Corpus.items(test.path("flows")).toList();
                    assertAll(Stream.iterate(0, i -> i + 1).limit(flows.size()).map(i -> () -> {
                        JsonNode flow = flows.get(i);
                        Result expected = expected(flow);
                        assertEquals(
                                expected,
                                found(all.get(i), expected),
                                flow.path("name").asText());
                    }));
                }));
    }

    private record Result(Set<String> outputs, boolean masquerade) {}

    private static Result expected(JsonNode flow) {
        JsonNode expected = flow.path("expected");
        var outputs = new TreeSet<>(Corpus.texts(expected.path("output")));
        return new Result(outputs, expected.path("masquerade").asBoolean());
    }

    private static Result found(Played played, Result expected) {
        assertEquals(null, played.refused());
        var outputs = new TreeSet<String>();
        boolean masquerade = false;
        for (Trace leaf : played.leaves()) {
            masquerade |= rewritten(leaf, "src").findAny().isPresent();
            rewritten(leaf, "dst")
                    .map(Step.Rewrite::to)
                    .findFirst()
                    .or(() -> refusal(leaf))
                    .or(() -> expected.outputs.contains("ACCEPT") ? Optional.of("ACCEPT") : Optional.empty())
                    .ifPresent(outputs::add);
        }
        return new Result(outputs, masquerade);
    }

    private static Stream<Step.Rewrite> rewritten(Trace trace, String field) {
        return trace.steps().stream()
                .filter(s -> s.leg() == Leg.REQUEST && s.where().value().equals("test-node"))
                .map(Step::rewrite)
                .filter(r -> r != null && r.field().equals(field));
    }

    private static Optional<String> refusal(Trace trace) {
        Trace.Cause cause = trace.reason();
        return cause == null
                ? Optional.empty()
                : switch (cause.code()) {
                    case RULE_DROP -> Optional.of("DROP");
                    case RULE_REJECT -> Optional.of("REJECT");
                    default -> Optional.empty();
                };
    }

    private static Design drawn(JsonNode test) {
        ObjectNode root = JSON.createObjectNode().put("vethscope", 1);
        root.putObject("cluster").putNull("masquerade");
        ObjectNode elements = root.putObject("elements");
        JsonNode node = test.path("node");
        ObjectNode drawn = elements.putObject("test-node").put("kind", "node");
        ArrayNode addresses = drawn.putObject("interfaces").putObject("eth0").putArray("address");
        Corpus.texts(node.path("ips")).forEach(ip -> addresses.add(ip + (ip.contains(":") ? "/64" : "/24")));
        drawn.putArray("routes").add("default via 192.168.0.1").add("-6 default via 2001:db8::ff");
        drawn.set("kubeProxy", proxy(test));
        ObjectNode router = elements.putObject("gw").put("kind", "router");
        router.putObject("interfaces")
                .putObject("eth0")
                .putArray("address")
                .add("192.168.0.1/24")
                .add("2001:db8::ff/64");
        root.putArray("links").addObject().put("from", "test-node:eth0").put("to", "gw:eth0");
        test.path("services").forEach(s -> service(elements, s, test));
        ArrayNode probes = root.putArray("probes");
        test.path("flows").forEach(flow -> probe(probes, flow, test));
        return ((Reading.Opened) Veth.read(root.toString())).design();
    }

    private static ObjectNode proxy(JsonNode test) {
        JsonNode config = test.path("proxyConfig");
        JsonNode detector = test.path("node").path("localDetector");
        ObjectNode proxy =
                JSON.createObjectNode().put("mode", test.path("proxyMode").asText());
        proxy.put("masqueradeAll", config.path("masqueradeAll").asBoolean());
        if (detector.isNull()) {
            proxy.putNull("clusterCIDR");
        } else {
            proxy.put("detectLocalMode", detector.path("mode").asText());
            proxy.set("clusterCIDR", detector.path("cidr"));
        }
        if (config.path("nodePortAddresses").isArray()) {
            proxy.set("nodePortAddresses", config.path("nodePortAddresses"));
        }
        if (config.path("localhostNodePorts").isBoolean()) {
            proxy.set("localhostNodePorts", config.path("localhostNodePorts"));
        }
        if (config.path("serviceCIDRs").isArray()) {
            proxy.set("serviceCIDRs", config.path("serviceCIDRs"));
        }
        return proxy;
    }

    private static void service(ObjectNode elements, JsonNode s, JsonNode test) {
        String namespace = s.path("namespace").asText();
        String name = s.path("name").asText();
        ObjectNode drawn = elements.putObject(namespace + "." + name);
        drawn.put("kind", "service").put("name", name).put("namespace", namespace);
        for (String key : List.of(
                "type",
                "clusterIPs",
                "ports",
                "externalIPs",
                "loadBalancerIPs",
                "internalTrafficPolicy",
                "externalTrafficPolicy",
                "healthCheckNodePort")) {
            if (!s.path(key).isNull() && !s.path(key).isMissingNode()) {
                drawn.set(key, s.path(key).deepCopy());
            }
        }
        drawn.path("ports").forEach(p -> {
            if (p.path("nodePort").isNull()) {
                ((ObjectNode) p).remove("nodePort");
            }
            if (p.path("name").isNull()) {
                ((ObjectNode) p).remove("name");
            }
        });
        JsonNode raw = s.path("loadBalancerSourceRangesRaw");
        drawn.set("loadBalancerSourceRanges", raw.isArray() ? raw : s.path("loadBalancerSourceRanges"));
        JsonNode affinity = s.path("sessionAffinity");
        if (affinity.path("type").isTextual()) {
            drawn.set("sessionAffinity", affinity.path("type"));
        }
        ArrayNode endpoints = drawn.putArray("endpoints");
        Corpus.items(test.path("endpoints"))
                .filter(e -> e.path("service").asText().equals(namespace + "/" + name))
                .forEach(e -> endpoint(endpoints.addObject(), e));
    }

    private static void endpoint(ObjectNode drawn, JsonNode e) {
        for (String key : List.of("ip", "port", "protocol", "ready", "serving", "terminating", "hints")) {
            if (!e.path(key).isNull()) {
                drawn.set(key, e.path(key));
            }
        }
        if (e.path("portName").isTextual()) {
            drawn.set("portName", e.path("portName"));
        }
        if (e.path("nodeName").isTextual()) {
            drawn.set("node", e.path("nodeName"));
        }
    }

    private static void probe(ArrayNode probes, JsonNode flow, JsonNode test) {
        String source = flow.path("sourceIP").asText();
        String to = flow.path("destIP").asText();
        ObjectNode probe = probes.addObject().put("name", "p" + probes.size());
        boolean own = Corpus.texts(test.path("node").path("ips")).contains(source)
                || Ip.parse(source).isLoopback();
        probe.put(own ? "from" : "arrivesAt", own ? "test-node" : "test-node:eth0");
        probe.put("sourceIP", source);
        probe.put(
                "to",
                (to.contains(":") ? "[" + to + "]" : to) + ":"
                        + flow.path("destPort").asInt());
        probe.put("protocol", flow.path("protocol").asText().toLowerCase(java.util.Locale.ROOT));
    }
}
