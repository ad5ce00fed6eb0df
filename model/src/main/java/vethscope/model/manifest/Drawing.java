package vethscope.model.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;
import vethscope.model.manifest.Manifests.Imported;
import vethscope.model.manifest.Manifests.Left;
import vethscope.model.manifest.Manifests.Left.Why;
import vethscope.model.manifest.Objects.Thing;
import vethscope.model.manifest.Workloads.Planned;

/// Draws objects as a document: nodes on one switch with a router out of the cluster, pods on the nodes' bridges. Where
/// the manifests say which address a pod has, pods are routed one by one instead, so that each keeps its own.
final class Drawing {

    private static final Cidr PODS = Cidr.parse("10.244.0.0/16");
    private static final Cidr SERVICES = Cidr.parse("10.96.0.0/12");
    private static final List<Cidr> FOR_NODES =
            List.of(Cidr.parse("10.0.0.0/16"), Cidr.parse("192.168.0.0/16"), Cidr.parse("172.31.0.0/16"));
    private static final int FIRST_NODE = 11;
    private static final int FIRST_SERVICE = 10;
    private static final int FIRST_NODE_PORT = 30000;
    private static final int PODS_PER_NODE = 8;
    private static final int MOST_MADE_UP = 5;
    private static final int BLOCK = 256;

    private final vethscope.model.manifest.Objects objects;
    private final List<Left> left;
    private final ObjectNode document = JsonNodeFactory.instance.objectNode();
    private final ObjectNode elements = JsonNodeFactory.instance.objectNode();
    private final ArrayNode links = JsonNodeFactory.instance.arrayNode();
    private final List<String> nodes;
    private final Map<String, Integer> load = new HashMap<>();
    private final Map<String, Set<String>> routesTo = new HashMap<>();
    private final boolean routed;
    private final Space pods;
    private final Space services;
    private final Cidr nodeRange;
    private int nodePort = FIRST_NODE_PORT;

    Drawing(vethscope.model.manifest.Objects objects) {
        this.objects = objects;
        this.left = new ArrayList<>(objects.left());
        List<Ip> known = objects.of("Pod").stream()
                .filter(pod -> !pod.spec().path("hostNetwork").asBoolean())
                .flatMap(pod -> Ip.tryParse(podIp(pod)).stream())
                .filter(ip -> !ip.v6())
                .toList();
        routed = !known.isEmpty();
        pods = Space.around(known, PODS);
        services = Space.around(
                objects.of("Service").stream()
                        .flatMap(s -> Ip.tryParse(s.spec().path("clusterIP").asText("")).stream())
                        .filter(ip -> !ip.v6())
                        .toList(),
                SERVICES);
        nodeRange = FOR_NODES.stream()
                .filter(range -> !pods.overlaps(range))
                .findFirst()
                .orElse(FOR_NODES.getFirst());
        nodes = nodes();
    }

    private static String podIp(Thing pod) {
        return pod.body().path("status").path("podIP").asText("");
    }

    /// Those that the manifests name; without any, as many as the pods fill.
    private List<String> nodes() {
        Set<String> named = new LinkedHashSet<>();
        objects.of("Node").forEach(node -> named.add(node.name()));
        objects.of("Pod").forEach(pod -> named.add(pod.spec().path("nodeName").asText("")));
        named.remove("");
        if (named.isEmpty()) {
            long wanted = planned(List.of("")).count();
            long count = Math.clamp(Math.ceilDiv(wanted, PODS_PER_NODE), 2, MOST_MADE_UP);
            for (int i = 1; i <= count; i++) {
                named.add("node-" + i);
            }
        }
        return List.copyOf(named);
    }

    private Stream<Planned> planned(List<String> on) {
        return objects.all().stream().flatMap(thing -> Workloads.of(thing, on).stream());
    }

    Imported drawn(String name) {
        document.put("vethscope", 1).put("name", name);
        ObjectNode cluster = document.putObject("cluster");
        cluster.put("podCIDR", pods.range().toString())
                .put("serviceCIDR", services.range().toString());
        if (routed) {
            cluster.putObject("cni").put("type", "ptp");
        }
        objects.of("IngressClass")
                .forEach(c -> cluster.withObject("/ingressClasses").set(c.name(), Specs.ingressClass(c)));
        objects.of("ReferenceGrant")
                .forEach(g -> cluster.withArray("/referenceGrants").add(Specs.referenceGrant(g)));
        ObjectNode namespaces = document.putObject("namespaces");
        objects.of("Namespace")
                .forEach(n -> namespaces
                        .putObject(n.name())
                        .set(
                                "labels",
                                n.meta().path("labels").isObject() ? n.meta().get("labels") : empty()));
        document.set("elements", elements);
        document.set("links", links);
        machines();
        planned(nodes).forEach(this::pod);
        routes();
        objects.all().forEach(this::spec);
        return read();
    }

    private static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }

    private void machines() {
        element("network", "switch", "");
        ObjectNode gateway = element("gateway", "router", "");
        gateway.putObject("interfaces").putObject("eth0").put("address", inNodes(1));
        link("gateway:eth0", "network");
        for (int i = 0; i < nodes.size(); i++) {
            String id = id(nodes.get(i), "", "node");
            ObjectNode node = element(id, "node", nodes.get(i));
            node.putObject("interfaces").putObject("eth0").put("address", inNodes(FIRST_NODE + i));
            objects.of("Node").stream()
                    .filter(n -> n.name().equals(node.path("name").asText(id)))
                    .findFirst()
                    .filter(n -> n.meta().path("labels").isObject())
                    .ifPresent(n -> node.set("labels", n.meta().get("labels")));
            link(id + ":eth0", "network");
            load.put(nodes.get(i), 0);
            if (!routed) {
                node.put("podCIDR", block(i).toString());
                ObjectNode bridge = element(id + "-cni0", "bridge", "");
                bridge.put("in", id).put("address", new Cidr(block(i).ip().plus(1), 24).toString());
                reach(nodes.get(i), block(i).toString());
            }
        }
    }

    private String inNodes(int host) {
        return new Cidr(nodeRange.ip().plus(host), nodeRange.prefix()).toString();
    }

    private Cidr block(int node) {
        return new Cidr(pods.range().ip().plus((node + 1L) * BLOCK), 24);
    }

    private void reach(String node, String cidr) {
        routesTo.computeIfAbsent(node, k -> new LinkedHashSet<>()).add(cidr);
    }

    /// The way out, and the way to the pods of every other node.
    private void routes() {
        Ip out = nodeRange.ip().plus(1);
        for (String node : nodes) {
            ArrayNode lines = machine(node).putArray("routes");
            lines.add("default via " + out);
            nodes.stream().filter(other -> !other.equals(node)).forEach(other -> ways(other, lines));
        }
        ArrayNode back = ((ObjectNode) elements.get("gateway")).putArray("routes");
        nodes.forEach(node -> ways(node, back));
    }

    private void ways(String node, ArrayNode lines) {
        Ip hop = nodeRange.ip().plus(FIRST_NODE + nodes.indexOf(node));
        routesTo.getOrDefault(node, Set.of()).forEach(cidr -> lines.add(cidr + " via " + hop));
    }

    private ObjectNode machine(String node) {
        return (ObjectNode) Objects.requireNonNull(elements.get(idOf.get("node " + node)));
    }

    private final Map<String, String> idOf = new HashMap<>();

    private void pod(Planned planned) {
        Thing owner = planned.owner();
        String node = load.containsKey(planned.node()) ? planned.node() : emptiest();
        load.merge(node, 1, Integer::sum);
        String id = id(planned.name(), owner.namespace(), "pod");
        ObjectNode pod = element(id, "pod", planned.name());
        pod.put("in", idOf.get("node " + node)).put("namespace", owner.namespace());
        JsonNode labels = planned.body().path("metadata").path("labels");
        if (labels.isObject()) {
            pod.set("labels", labels);
        }
        if (planned.spec().path("hostNetwork").asBoolean()) {
            pod.put("hostNetwork", true);
        } else {
            address(owner, node, pod);
            link(id + ":eth0", idOf.get("node " + node) + (routed ? "" : "-cni0"));
        }
        for (JsonNode condition : planned.body().path("status").path("conditions")) {
            if (condition.path("type").asText("").equals("Ready")
                    && condition.path("status").asText("").equals("False")) {
                pod.put("ready", false);
            }
        }
        String hostname = planned.spec().path("hostname").asText(planned.hostname());
        String subdomain = planned.spec()
                .path("subdomain")
                .asText(
                        planned.hostname().isEmpty()
                                ? ""
                                : owner.spec().path("serviceName").asText(""));
        if (!hostname.isEmpty()) {
            pod.put("hostname", hostname);
        }
        if (!subdomain.isEmpty()) {
            pod.put("subdomain", subdomain);
        }
        List.of("dnsPolicy", "dnsConfig").forEach(key -> {
            if (planned.spec().hasNonNull(key)) {
                pod.set(key, planned.spec().get(key));
            }
        });
        Specs.containers(planned.spec(), pod);
    }

    private String emptiest() {
        return nodes.stream()
                .min(java.util.Comparator.comparing(node -> load.getOrDefault(node, 0)))
                .orElseThrow();
    }

    private void address(Thing owner, String node, ObjectNode pod) {
        if (!routed) {
            int host = load.getOrDefault(node, 0) + 1;
            pod.put("address", new Cidr(block(nodes.indexOf(node)).ip().plus(host), 24).toString());
            return;
        }
        Ip ip = Ip.tryParse(owner.kind().equals("Pod") ? podIp(owner) : "")
                .filter(pods::claims)
                .orElseGet(() -> pods.next(BLOCK));
        pod.put("address", Cidr.host(ip).toString());
        reach(node, Cidr.host(ip).toString());
    }

    private void spec(Thing thing) {
        switch (thing.kind()) {
            case "Service" -> service(thing);
            case "Ingress" -> named(thing, "ingress", Specs.ingress(thing));
            case "NetworkPolicy" -> named(thing, "network-policy", Specs.spec(thing));
            case "ClusterNetworkPolicy", "AdminNetworkPolicy", "BaselineAdminNetworkPolicy" ->
                named(thing, "cluster-network-policy", Specs.spec(thing));
            case "Gateway" -> named(thing, "gateway", Specs.spec(thing));
            case "HTTPRoute" -> named(thing, "http-route", Specs.route(thing));
            default -> {}
        }
    }

    private void named(Thing thing, String kind, ObjectNode spec) {
        ObjectNode element = element(id(thing.name(), thing.namespace(), kind), kind, thing.name());
        if (!thing.namespace().isEmpty()) {
            element.put("namespace", thing.namespace());
        }
        element.setAll(spec);
    }

    /// What the API server adds on creation is added: a cluster IP, node ports.
    private void service(Thing thing) {
        ObjectNode service = Specs.service(thing);
        String type = service.path("type").asText("ClusterIP");
        if (!type.equals("ExternalName")
                && service.path("clusterIP").asText("").isEmpty()
                && service.path("clusterIPs").isEmpty()) {
            service.put("clusterIP", services.next(FIRST_SERVICE).toString());
        }
        boolean opens = type.equals("NodePort")
                || type.equals("LoadBalancer")
                        && thing.spec().path("allocateLoadBalancerNodePorts").asBoolean(true);
        if (opens) {
            for (JsonNode port : service.path("ports")) {
                if (port instanceof ObjectNode open && port.path("nodePort").asInt() == 0) {
                    open.put("nodePort", nodePort++);
                }
            }
        }
        ArrayNode endpoints = JsonNodeFactory.instance.arrayNode();
        if (!thing.spec().path("selector").isObject()
                || thing.spec().path("selector").isEmpty()) {
            objects.of("EndpointSlice").stream()
                    .filter(slice -> slice.namespace().equals(thing.namespace())
                            && slice.meta()
                                    .path("labels")
                                    .path("kubernetes.io/service-name")
                                    .asText("")
                                    .equals(thing.name()))
                    .forEach(slice -> Specs.endpoints(slice, endpoints));
        }
        if (!endpoints.isEmpty()) {
            service.set("endpoints", endpoints);
        }
        named(thing, "service", service);
    }

    /// The name where nobody has it yet, else with the namespace, then with the kind, then with a number.
    private String id(String name, String namespace, String kind) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "-");
        String near = Id.legal(plain) ? plain : "x" + plain;
        String far = namespace.isEmpty() ? near : namespace.toLowerCase(Locale.ROOT) + "." + near;
        String id = Stream.concat(
                        Stream.of(near, far, far + "." + kind),
                        Stream.iterate(2, i -> i + 1).map(i -> far + "." + kind + "-" + i))
                .filter(candidate -> !elements.has(candidate))
                .findFirst()
                .orElseThrow();
        idOf.put(kind + " " + name, id);
        return id;
    }

    private ObjectNode element(String id, String kind, String name) {
        ObjectNode element = elements.putObject(id).put("kind", kind);
        if (!name.isEmpty() && !name.equals(id)) {
            element.put("name", name);
        }
        return element;
    }

    private void link(String from, String to) {
        links.addObject().put("from", from).put("to", to);
    }

    private Imported read() {
        return switch (Veth.read(document.toString())) {
            case Reading.Opened(Design design, var problems) -> {
                problems.forEach(p -> left.add(new Left(p.pointer(), p.message(), Why.BAD_VALUE)));
                yield new Imported(design, left);
            }
            case Reading.Refused(var problem) -> throw new IllegalStateException(problem.message());
        };
    }
}
