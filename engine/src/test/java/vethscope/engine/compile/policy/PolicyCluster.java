package vethscope.engine.compile.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import vethscope.model.Design;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;

/// Draws a cluster of the truth tables as a document: nodes on a switch, a router behind it, pods on a bridge or
/// routed.
final class PolicyCluster {

    private static final JsonMapper JSON = new JsonMapper();

    /// How the pods are wired.
    enum Wiring {
        /// Those of one /24 on one bridge.
        BRIDGE,
        /// Each with a /32, dealt out to three nodes.
        ROUTED
    }

    private final JsonNode topology;
    private final Wiring wiring;
    private final ObjectNode document = JSON.createObjectNode();
    private final ObjectNode elements = JSON.createObjectNode();
    private final ArrayNode links = JSON.createArrayNode();

    /// Node name to its address.
    private final Map<String, String> nodes = new LinkedHashMap<>();

    /// Pod id to its node.
    private final Map<String, String> places = new LinkedHashMap<>();

    private PolicyCluster(JsonNode topology, Wiring wiring) {
        this.topology = topology;
        this.wiring = wiring;
    }

    /// @param outside addresses outside the cluster that take part
    /// @param listening per pod id, what it listens on beyond its container ports, as `TCP/8080`
    static Design draw(
            JsonNode topology,
            JsonNode policies,
            Wiring wiring,
            Set<String> outside,
            Map<String, Set<String>> listening) {
        var cluster = new PolicyCluster(topology, wiring);
        cluster.place();
        cluster.frame();
        cluster.machines(outside, listening);
        topology.path("pods").forEach(pod -> cluster.pod(pod, listening.getOrDefault(id(pod), Set.of())));
        topology.path("services").forEach(cluster::service);
        policies.forEach(cluster::policy);
        return cluster.read();
    }

    /// Whether every /24 of pods can stand on one node.
    static boolean fitsBridges(JsonNode topology) {
        var holders = new TreeMap<String, Set<String>>();
        topology.path("pods").forEach(pod -> {
            if (!pod.path("hostNetwork").asBoolean() && pod.has("node")) {
                holders.computeIfAbsent(net(pod.get("ip").asText()), k -> new TreeSet<>())
                        .add(pod.get("node").asText());
            }
        });
        return holders.values().stream().allMatch(names -> names.size() == 1);
    }

    /// Element id of a pod written `namespace/name`.
    static String id(String pod) {
        return pod.replace('/', '.');
    }

    private static String id(JsonNode pod) {
        return id(pod.get("namespace").asText() + "/" + pod.get("name").asText());
    }

    /// Element id of an outside address.
    static String outsideId(String ip) {
        return "outside-" + ip;
    }

    private static String net(String ip) {
        return ip.substring(0, ip.lastIndexOf('.'));
    }

    private void place() {
        topology.path("nodes")
                .forEach(node ->
                        nodes.put(node.get("name").asText(), node.get("ip").asText()));
        for (int i = 1; nodes.size() < 3; i++) {
            nodes.putIfAbsent("made-" + i, "172.18.1." + i);
        }
        var names = List.copyOf(nodes.keySet());
        var nets = new LinkedHashMap<String, String>();
        int dealt = 0;
        for (JsonNode pod : topology.path("pods")) {
            String given = pod.path("node").asText("");
            if (given.isEmpty() && wiring == Wiring.BRIDGE) {
                given = nets.computeIfAbsent(net(pod.get("ip").asText()), k -> names.get(nets.size() % names.size()));
            }
            places.put(id(pod), given.isEmpty() ? names.get(dealt++ % names.size()) : given);
        }
    }

    private void frame() {
        document.put("vethscope", 1);
        String first = "10.244.0.0";
        for (JsonNode pod : topology.path("pods")) {
            if (!pod.path("hostNetwork").asBoolean()) {
                first = pod.get("ip").asText();
            }
        }
        ObjectNode cluster = document.putObject("cluster");
        cluster.put("podCIDR", first.substring(0, first.indexOf('.', first.indexOf('.') + 1)) + ".0.0/16");
        if (wiring == Wiring.ROUTED) {
            cluster.putObject("cni").put("type", "ptp");
        }
        ObjectNode namespaces = document.putObject("namespaces");
        topology.path("namespaces")
                .forEach(n -> namespaces.putObject(n.get("name").asText()).set("labels", n.path("labels")));
        document.set("elements", elements);
        document.set("links", links);
    }

    private void machines(Set<String> outside, Map<String, Set<String>> listening) {
        element("lan", "switch");
        ObjectNode gateway = element("gw", "router");
        ObjectNode nics = gateway.putObject("interfaces");
        nics.putObject("eth0").put("address", "172.18.255.254/16");
        link("gw:eth0", "lan");
        ArrayNode back = gateway.putArray("routes");
        remote().forEach((cidr, node) -> back.add(cidr + " via " + nodes.get(node)));
        var labels = new LinkedHashMap<String, JsonNode>();
        topology.path("nodes").forEach(node -> labels.put(node.get("name").asText(), node.path("labels")));
        nodes.forEach((name, ip) -> node(name, ip, labels.get(name)));
        var nets = new ArrayList<String>();
        for (String ip : new TreeSet<>(outside)) {
            String net = net(ip);
            if (!nets.contains(net)) {
                nets.add(net);
                nics.putObject("eth" + nets.size()).put("address", net + ".254/24");
                element("net" + nets.size(), "switch");
                link("gw:eth" + nets.size(), "net" + nets.size());
            }
            ObjectNode host = element(outsideId(ip), "host");
            host.putObject("interfaces").putObject("eth0").put("address", ip + "/24");
            host.putArray("routes").add("default via " + net + ".254");
            containers(host, List.of(), listening.getOrDefault(outsideId(ip), Set.of()));
            link(outsideId(ip) + ":eth0", "net" + (nets.indexOf(net) + 1));
        }
    }

    /// What the other machines must route to which node.
    private Map<String, String> remote() {
        var remote = new LinkedHashMap<String, String>();
        for (JsonNode pod : topology.path("pods")) {
            if (!pod.path("hostNetwork").asBoolean()) {
                String ip = pod.get("ip").asText();
                remote.put(wiring == Wiring.BRIDGE ? net(ip) + ".0/24" : ip + "/32", places.getOrDefault(id(pod), ""));
            }
        }
        return remote;
    }

    private void node(String name, String ip, @Nullable JsonNode labels) {
        ObjectNode node = element(name, "node");
        node.putObject("interfaces").putObject("eth0").put("address", ip + "/16");
        if (labels != null) {
            node.set("labels", labels);
        }
        ArrayNode routes = node.putArray("routes").add("default via 172.18.255.254");
        remote().forEach((cidr, holder) -> {
            if (!holder.equals(name)) {
                routes.add(cidr + " via " + nodes.get(holder));
            } else if (wiring == Wiring.BRIDGE) {
                node.put("podCIDR", cidr);
                element(name + "-cni0", "bridge").put("in", name).put("address", cidr.replace(".0/24", ".254/24"));
            }
        });
        link(name + ":eth0", "lan");
    }

    private void pod(JsonNode pod, Set<String> listening) {
        String id = id(pod);
        ObjectNode element = element(id, "pod");
        element.put("name", pod.get("name").asText());
        element.put("in", places.get(id));
        element.put("namespace", pod.get("namespace").asText());
        element.set("labels", pod.path("labels"));
        if (pod.path("hostNetwork").asBoolean()) {
            element.put("hostNetwork", true);
        } else {
            boolean bridged = wiring == Wiring.BRIDGE;
            element.put("address", pod.get("ip").asText() + (bridged ? "/24" : "/32"));
            if (bridged) {
                link(id + ":eth0", places.get(id) + "-cni0");
            }
        }
        containers(element, pod.path("ports"), listening);
    }

    private static void containers(ObjectNode element, Iterable<JsonNode> ports, Set<String> listening) {
        ArrayNode list =
                element.putArray("containers").addObject().put("name", "serve").putArray("ports");
        var more = new LinkedHashSet<>(listening);
        for (JsonNode port : ports) {
            String protocol = port.path("protocol").asText("TCP");
            int number = port.get("containerPort").asInt();
            list.addObject()
                    .put("name", port.path("name").asText())
                    .put("protocol", protocol)
                    .put("port", number);
            more.remove(protocol + "/" + number);
        }
        for (String extra : more) {
            int slash = extra.indexOf('/');
            list.addObject()
                    .put("protocol", extra.substring(0, slash))
                    .put("port", Integer.parseInt(extra.substring(slash + 1)));
        }
    }

    private void service(JsonNode service) {
        ObjectNode element = element(id(service) + ".svc", "service");
        element.put("name", service.get("name").asText());
        for (String key : List.of("namespace", "clusterIP", "selector", "ports")) {
            element.set(key, service.path(key));
        }
    }

    private void policy(JsonNode policy) {
        JsonNode meta = policy.get("metadata");
        String namespace = meta.path("namespace").asText("");
        ObjectNode element = namespace.isEmpty()
                ? element("cnp." + meta.get("name").asText(), "cluster-network-policy")
                : element("np." + namespace + "." + meta.get("name").asText(), "network-policy");
        element.put("name", meta.get("name").asText());
        if (!namespace.isEmpty()) {
            element.put("namespace", namespace);
        }
        element.setAll((ObjectNode) policy.get("spec"));
    }

    private ObjectNode element(String id, String kind) {
        return elements.putObject(id).put("kind", kind);
    }

    private void link(String from, String to) {
        links.addObject().put("from", from).put("to", to);
    }

    private Design read() {
        return switch (Veth.read(document.toString())) {
            case Reading.Opened(Design design, var problems) when problems.isEmpty() -> design;
            case Reading.Opened(var _, var problems) -> throw new IllegalStateException(problems + "\n" + document);
            case Reading.Refused(var problem) -> throw new IllegalStateException(problem + "\n" + document);
        };
    }
}
