package vethscope.engine.compile.kubeproxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.KubeProxy;
import vethscope.model.Protocol;
import vethscope.model.Topology;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.Element;
import vethscope.model.element.Head;
import vethscope.model.element.Service;

/// The conformance corpus of kube-proxy: facts taken from its own tests.
final class Corpus {

    static final JsonNode ROOT = read("kube-proxy-flows.json");

    private Corpus() {}

    private static JsonNode read(String name) {
        try (InputStream in = Objects.requireNonNull(Corpus.class.getResourceAsStream(name))) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Those of all modes.
    static Stream<JsonNode> cases() {
        return items(ROOT.path("cases"));
    }

    /// Cases of the same shape that the corpus leaves out: see the file's `conventions`.
    static Stream<JsonNode> moreCases() {
        return items(read("kube-proxy-more-flows.json").path("cases"));
    }

    static String name(JsonNode test) {
        return test.path("id").asText()
                + (test.path("stage").isNull() ? "" : " " + test.path("stage").asText());
    }

    static Stream<JsonNode> items(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    static List<String> texts(JsonNode array) {
        return items(array).map(JsonNode::asText).toList();
    }

    static @Nullable String text(JsonNode node) {
        return node.isNull() || node.isMissingNode() ? null : node.asText();
    }

    static boolean isLocal(JsonNode policy) {
        return policy.asText().equals("Local");
    }

    /// The services of a case, with their endpoints written as EndpointSlice entries.
    static Design design(JsonNode test) {
        var elements = new LinkedHashMap<Id, Element>();
        for (JsonNode service : test.path("services")) {
            Service made = service(service, test.path("endpoints"));
            elements.put(made.id(), made);
        }
        return Design.EMPTY.with(new Topology(elements, List.of()));
    }

    private static Service service(JsonNode s, JsonNode allEndpoints) {
        String namespace = s.path("namespace").asText();
        String name = s.path("name").asText();
        Head head = Head.of(namespace + "." + name).withLabel(name);
        List<Service.Endpoint> endpoints = items(allEndpoints)
                .filter(e -> e.path("service").asText().equals(namespace + "/" + name))
                .map(Corpus::endpoint)
                .toList();
        return new Service(head, namespace, type(s), addresses(s), null, endpoints, ports(s), traffic(s));
    }

    private static Service.Type type(JsonNode s) {
        return Stream.of(Service.Type.values())
                .filter(t -> t.api().equals(s.path("type").asText()))
                .findFirst()
                .orElseThrow();
    }

    private static Service.Addresses addresses(JsonNode s) {
        JsonNode raw = s.has("loadBalancerSourceRangesRaw")
                ? s.path("loadBalancerSourceRangesRaw")
                : s.path("loadBalancerSourceRanges");
        return new Service.Addresses(
                ips(s.path("clusterIPs")),
                false,
                ips(s.path("externalIPs")),
                null,
                ips(s.path("loadBalancerIPs")).stream()
                        .map(ip -> new Service.LoadBalancerIp(ip, Service.LoadBalancerIp.IpMode.VIP))
                        .toList(),
                texts(raw));
    }

    static List<Ip> ips(JsonNode array) {
        return texts(array).stream().map(Ip::parse).toList();
    }

    private static List<Service.Port> ports(JsonNode s) {
        return items(s.path("ports"))
                .map(p -> new Service.Port(
                        text(p.path("name")),
                        Protocol.valueOf(p.path("protocol").asText()),
                        p.path("port").asInt(),
                        p.path("targetPort").asText(),
                        p.path("nodePort").asInt(0)))
                .toList();
    }

    private static Service.Traffic traffic(JsonNode s) {
        JsonNode affinity = s.path("sessionAffinity");
        return new Service.Traffic(
                isLocal(s.path("externalTrafficPolicy")),
                isLocal(s.path("internalTrafficPolicy")),
                affinity.path("type").asText().equals("ClientIP"),
                affinity.path("timeoutSeconds").asInt(10800),
                s.path("healthCheckNodePort").asInt(0),
                text(s.path("trafficDistribution")),
                false);
    }

    private static Service.Endpoint endpoint(JsonNode e) {
        JsonNode hints = e.path("hints");
        return new Service.Endpoint.Slice(
                null,
                Ip.parse(e.path("ip").asText()),
                e.path("port").asInt(),
                text(e.path("portName")),
                Protocol.valueOf(e.path("protocol").asText()),
                text(e.path("nodeName")),
                e.path("ready").asBoolean(),
                e.path("serving").asBoolean(),
                e.path("terminating").asBoolean(),
                null,
                texts(hints.path("zones")),
                texts(hints.path("nodes")));
    }

    static NodeView node(JsonNode n) {
        var addresses = new ArrayList<>(ips(n.path("ips")));
        addresses.addAll(ips(n.path("loopbackIPs")));
        List<Cidr> podCidr = n.path("podCIDR").isTextual()
                ? List.of(Cidr.parse(n.path("podCIDR").asText()))
                : List.of();
        return new NodeView(
                Id.of("node"),
                n.path("name").asText(),
                addresses,
                Ip.parse(n.path("primaryIP").asText()),
                podCidr,
                text(n.path("zone")));
    }

    static KubeProxy settings(JsonNode test) {
        JsonNode config = test.path("proxyConfig");
        JsonNode detector = test.path("node").path("localDetector");
        return new KubeProxy(
                KubeProxy.Mode.valueOf(test.path("proxyMode").asText().toUpperCase(java.util.Locale.ROOT)),
                detector.isNull()
                        ? List.of()
                        : List.of(Cidr.parse(detector.path("cidr").asText())),
                detector.isNull(),
                "ClusterCIDR",
                config.path("masqueradeAll").asBoolean(),
                true,
                items(config.path("nodePortAddresses"))
                        .map(c -> Cidr.parse(c.asText()))
                        .toList(),
                config.path("localhostNodePorts").asBoolean(),
                items(config.path("serviceCIDRs"))
                        .map(c -> Cidr.parse(c.asText()))
                        .toList(),
                "rr",
                null,
                14,
                false);
    }
}
