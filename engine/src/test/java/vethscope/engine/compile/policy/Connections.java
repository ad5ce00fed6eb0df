package vethscope.engine.compile.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import vethscope.engine.compile.ingress.Backends;
import vethscope.engine.compile.kubeproxy.ServiceTargets;
import vethscope.engine.compile.site.Addressing;
import vethscope.engine.compile.site.Site;
import vethscope.engine.finding.Notes;
import vethscope.engine.netfilter.Evaluation;
import vethscope.engine.netfilter.Facts;
import vethscope.engine.netfilter.Hook;
import vethscope.engine.netfilter.Match.AddrType;
import vethscope.engine.netfilter.Match.CtState;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.netfilter.Table;
import vethscope.engine.netfilter.Verdict.Decision;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.model.Design;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.Ingress;
import vethscope.model.element.Pod;
import vethscope.model.manifest.Manifests;

/// One case of a list of connections, and what the policies' rules say of a sample of it: every pair of ends, and
/// every port at which a connection or a policy begins or ends.
final class Connections {

    private static final Pattern NUMBER = Pattern.compile("\\b\\d{1,5}\\b");

    private static final Pattern CIDR = Pattern.compile("\\b\\d+\\.\\d+\\.\\d+\\.\\d+/\\d+\\b");

    private static final List<Protocol> PROTOCOLS = List.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP);

    private final JsonNode truth;
    private final String texts;
    private final Design design;
    private final Site site;
    private final Policies policies;
    private final Ruleset rules;
    private final Set<Integer> ports = new TreeSet<>();
    private final Set<Ip> outside = new TreeSet<>();
    private final Map<String, String> owners = new HashMap<>();
    private long asked;
    private int passedOver;

    /// Some pod of whom the manifests know nothing: any pod of the cluster, or an Ingress controller's.
    private static final String STRANGER = """
        apiVersion: v1
        kind: Pod
        metadata: {name: stranger-in-the-cluster, namespace: elsewhere}
        spec: {containers: [{name: main}]}
        """;

    /// One end: the addresses that stand for it.
    private record End(JsonNode described, List<Ip> ips) {}

    Connections(JsonNode truth, List<Manifests.Source> sources) {
        this.truth = truth;
        texts = String.join("\n", sources.stream().map(Manifests.Source::text).toList());
        var all = new ArrayList<>(sources);
        all.add(new Manifests.Source("stranger", STRANGER));
        var imported = Manifests.read("case", all);
        imported.left().stream()
                .filter(l -> l.why() == Manifests.Left.Why.UNREADABLE || l.why() == Manifests.Left.Why.BAD_VALUE)
                .forEach(l -> System.out.println(truth.get("id").asText() + ": " + l));
        design = imported.design();
        sources.forEach(source -> owners(source.text()));
        var notes = new Notes();
        site = Addressing.of(design, notes);
        policies = Policies.of(site, Policies.IpBlocks.OUTSIDE_ONLY, notes);
        rules = policies.install(Ruleset.EMPTY, design.topology().all(Pod.class).toList());
        sample();
    }

    private void owners(String text) {
        try (var documents = new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(text)) {
            documents.forEachRemaining(document -> {
                for (JsonNode pod : document.has("items") ? document.get("items") : List.of(document)) {
                    String owner = pod.path("metadata")
                            .path("ownerReferences")
                            .path(0)
                            .path("name")
                            .asText("");
                    if (!owner.isEmpty()) {
                        owners.put(pod.path("metadata").path("name").asText(), owner);
                    }
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Each number and range that the manifests write, and its neighbours.
    private void sample() {
        ports.addAll(List.of(1, 65535));
        NUMBER.matcher(texts)
                .results()
                .map(m -> Integer.parseInt(m.group()))
                .filter(n -> n < 65536)
                .forEach(n -> {
                    for (int near = n - 1; near <= n + 1; near++) {
                        if (near > 0 && near < 65536) {
                            ports.add(near);
                        }
                    }
                });
        List<Ip> pods = design.topology()
                .all(Pod.class)
                .flatMap(Roster::addresses)
                .map(Roster.Named::ip)
                .toList();
        outside.add(Ip.parse("203.0.113.77"));
        CIDR.matcher(texts)
                .results()
                .flatMap(m -> Cidr.tryParse(m.group()).stream())
                .forEach(cidr -> {
                    outside.add(cidr.network().ip());
                    outside.add(cidr.last());
                    outside.add(cidr.last().plus(1));
                });
        outside.removeAll(pods);
        outside.remove(Ip.ANY);
        truth.get("endpoints")
                .forEach(e -> e.path("ranges").forEach(r -> {
                    outside.add(Ip.parse(r.get("to").asText()));
                }));
        outside.removeAll(pods);
    }

    long asked() {
        return asked;
    }

    List<String> wrong() {
        var wrong = new ArrayList<String>();
        List<End> ends = ends();
        for (End from : ends) {
            for (End to : ends) {
                if (from != to && !(isOutside(from) && isOutside(to))) {
                    compare(from, to, wrong);
                }
            }
        }
        Ip stranger = site.design()
                .topology()
                .all(Pod.class)
                .filter(pod -> pod.namespace().equals("elsewhere"))
                .flatMap(Roster::addresses)
                .map(Roster.Named::ip)
                .findFirst()
                .orElseThrow();
        exposed(stranger, ends, wrong);
        called(stranger, ends, wrong);
        return wrong;
    }

    /// What the whole cluster may do to a workload, or a workload to the whole cluster: its own policies decide alone.
    private void exposed(Ip stranger, List<End> ends, List<String> wrong) {
        for (String direction : List.of("ingress", "egress")) {
            for (End end : truth.has("exposure") && !speaksOfAbsence() ? ends : List.<End>of()) {
                if (isOutside(end) || isUnprotected(end, direction)) {
                    continue;
                }
                Ip own = end.ips().getFirst();
                Ruleset side = policies.install(
                        Ruleset.EMPTY,
                        design.topology()
                                .all(Pod.class)
                                .filter(pod -> Roster.ips(pod).contains(own))
                                .toList());
                boolean in = direction.equals("ingress");
                for (Protocol protocol : PROTOCOLS) {
                    for (int port : ports) {
                        boolean expected = isExposed(end, direction, protocol, port);
                        asked++;
                        if (expected != allows(side, in ? stranger : own, in ? own : stranger, protocol, port)) {
                            wrong.add(truth.get("id").asText() + ": the cluster, " + direction + " of "
                                    + end.described() + " " + protocol + " " + port + ": expected " + expected);
                        }
                    }
                }
            }
        }
    }

    /// A pod without labels is one of those that such a selector means, and no longer any pod of the cluster.
    private boolean speaksOfAbsence() {
        return texts.contains("NotIn") || texts.contains("DoesNotExist");
    }

    private boolean isExposed(End end, String direction, Protocol protocol, int port) {
        for (JsonNode exposed : truth.get("exposure").get(direction)) {
            if (exposed.get("workload").equals(end.described())
                    && exposed.get("peer").get("type").asText().equals("entire-cluster")
                    && holds(exposed.get("conn"), protocol, port)) {
                return true;
            }
        }
        return false;
    }

    private boolean isUnprotected(End end, String direction) {
        String name = end.described().get("namespace").asText() + "/"
                + end.described().get("name").asText() + "[";
        for (JsonNode line : truth.path("notProtected")) {
            if (line.asText().startsWith(name)
                    && line.asText().toLowerCase(Locale.ROOT).endsWith(" on " + direction)) {
                return true;
            }
        }
        return false;
    }

    /// What an Ingress controller may call: the pods behind the services that ingresses name.
    private void called(Ip controller, List<End> ends, List<String> wrong) {
        var targets = new ServiceTargets(site);
        var backends = new Backends(site, targets::pods, service -> "");
        var expected = new TreeSet<String>();
        for (JsonNode connection : truth.get("connections")) {
            JsonNode from = truth.get("endpoints").get(connection.get(0).asInt());
            if (from.get("type").asText().equals("ingress-controller")) {
                JsonNode to = truth.get("endpoints").get(connection.get(1).asInt());
                for (JsonNode range : truth.get("connTypes")
                        .get(connection.get(2).asInt())
                        .path("ports")
                        .path("TCP")) {
                    expected.add(to.get("name").asText() + ":" + range.get(0).asInt());
                }
            }
        }
        var found = new TreeSet<String>();
        design.topology()
                .all(Ingress.class)
                .flatMap(i -> i.rules().stream()
                        .map(r -> backends.byTarget(i.namespace(), String.valueOf(r.service()), r.port())))
                .flatMap(group -> group.targets().stream())
                .filter(target -> allows(rules, controller, target.ip(), Protocol.TCP, target.port()))
                .forEach(target -> ends.stream()
                        .filter(end -> end.ips().contains(target.ip()))
                        .forEach(end -> found.add(end.described().get("name").asText() + ":" + target.port())));
        asked += expected.size();
        boolean routes = truth.get("kinds").has("Route");
        if (!routes && !expected.equals(found)) {
            wrong.add(truth.get("id").asText() + ": the controller calls " + found + ", expected " + expected);
        }
    }

    private static boolean isOutside(End end) {
        return end.described().get("type").asText().equals("ip");
    }

    /// The workloads without addresses of their own: what policies say of pods on their node's network is not defined.
    int passedOver() {
        return passedOver;
    }

    /// Workloads once each; outside, one end for every address of the sample.
    private List<End> ends() {
        var ends = new ArrayList<End>();
        for (JsonNode endpoint : truth.get("endpoints")) {
            if (endpoint.get("type").asText().equals("workload")) {
                List<Ip> ips = addresses(endpoint);
                if (ips.isEmpty()) {
                    passedOver++;
                } else {
                    ends.add(new End(endpoint, ips));
                }
            }
        }
        for (Ip ip : outside) {
            for (JsonNode endpoint : truth.get("endpoints")) {
                if (holds(endpoint, ip)) {
                    ends.add(new End(endpoint, List.of(ip)));
                    break;
                }
            }
        }
        return ends;
    }

    private static boolean holds(JsonNode endpoint, Ip ip) {
        for (JsonNode range : endpoint.path("ranges")) {
            if (Ip.parse(range.get("from").asText()).compareTo(ip) <= 0
                    && ip.compareTo(Ip.parse(range.get("to").asText())) <= 0) {
                return true;
            }
        }
        return false;
    }

    /// The pods of a workload are called after it, or name it as their owner.
    private List<Ip> addresses(JsonNode workload) {
        String name = workload.get("name").asText();
        Pattern replica = Pattern.compile(Pattern.quote(name) + "(-\\d+)?");
        List<Pod> pods = design.topology()
                .all(Pod.class)
                .filter(pod -> pod.namespace().equals(workload.get("namespace").asText()))
                .filter(pod -> owners.containsKey(pod.name())
                        ? name.equals(owners.get(pod.name()))
                        : replica.matcher(pod.name()).matches())
                .toList();
        if (pods.isEmpty()) {
            throw new IllegalStateException(truth.get("id") + ": no pod of " + workload);
        }
        return pods.stream().flatMap(Roster::addresses).map(Roster.Named::ip).toList();
    }

    private void compare(End from, End to, List<String> wrong) {
        for (Protocol protocol : PROTOCOLS) {
            for (int port : ports) {
                boolean expected = expected(from, to, protocol, port);
                boolean found = allows(rules, from.ips().getFirst(), to.ips().getFirst(), protocol, port);
                asked++;
                if (expected != found) {
                    wrong.add(truth.get("id").asText() + ": " + from.described() + " "
                            + from.ips().getFirst() + " -> "
                            + to.described() + " " + to.ips().getFirst() + " " + protocol + " " + port + ": expected "
                            + expected);
                }
            }
        }
    }

    /// An address is allowed if any end that holds it is.
    private boolean expected(End from, End to, Protocol protocol, int port) {
        for (JsonNode connection : truth.get("connections")) {
            JsonNode kind = truth.get("connTypes").get(connection.get(2).asInt());
            if (is(connection.get(0).asInt(), from)
                    && is(connection.get(1).asInt(), to)
                    && holds(kind, protocol, port)) {
                return true;
            }
        }
        return false;
    }

    private boolean is(int index, End end) {
        JsonNode endpoint = truth.get("endpoints").get(index);
        return isOutside(end) ? holds(endpoint, end.ips().getFirst()) : endpoint.equals(end.described());
    }

    private static boolean holds(JsonNode kind, Protocol protocol, int port) {
        if (kind.get("all").asBoolean()) {
            return true;
        }
        for (JsonNode range : kind.path("ports").path(protocol.name())) {
            if (range.isArray()
                    && range.get(0).asInt() <= port
                    && port <= range.get(1).asInt()) {
                return true;
            }
        }
        return false;
    }

    private static boolean allows(Ruleset rules, Ip from, Ip to, Protocol protocol, int port) {
        Payload payload = switch (protocol) {
            case UDP -> new Payload.Udp(40000, port, false, null);
            case SCTP -> new Payload.Sctp(40000, port, Payload.Sctp.Chunk.INIT);
            default -> new Payload.Tcp(40000, port, Payload.Tcp.Flags.SYN);
        };
        var packet = new Packet(from, to, 64, false, 60, null, payload);
        var facts = new Facts(packet, null, null, null, null, 0, 0, Set.of(CtState.State.NEW), ELSEWHERE);
        return Evaluation.walk(rules, Table.FILTER, Hook.FORWARD, facts).decision() instanceof Decision.Accept;
    }

    private static final Facts.Surroundings ELSEWHERE = new Facts.Surroundings() {
        @Override
        public AddrType.Type typeOf(Ip ip) {
            return AddrType.Type.UNICAST;
        }

        @Override
        public int recent(String list, Ip address, int seconds) {
            return 0;
        }

        @Override
        public int choose(double[] weights) {
            return 0;
        }
    };
}
