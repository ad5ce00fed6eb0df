package vethscope.engine.compile.kubeproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import vethscope.engine.netfilter.Evaluation;
import vethscope.engine.netfilter.Facts;
import vethscope.engine.netfilter.Hook;
import vethscope.engine.netfilter.Match;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.netfilter.Table;
import vethscope.engine.netfilter.Verdict;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.model.Choice;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.KubeProxy;
import vethscope.model.Protocol;
import vethscope.model.Topology;
import vethscope.model.address.Ip;
import vethscope.model.element.Container;
import vethscope.model.element.Element;
import vethscope.model.element.Head;
import vethscope.model.element.KubeNode;
import vethscope.model.element.Machine;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;
import vethscope.model.element.Service.Endpoint;

class ServiceProgramTest {

    private static final Map<String, String> WEB = Map.of("app", "web");

    private final Map<Id, Element> elements = new LinkedHashMap<>();
    private final Map<Id, List<Ip>> addresses = new LinkedHashMap<>();

    private void node(String id, @Nullable String zone) {
        Map<String, String> labels = zone == null ? Map.of() : Map.of("topology.kubernetes.io/zone", zone);
        put(new KubeNode(
                Head.of(id),
                Machine.EMPTY,
                List.of(),
                Map.of(),
                Choice.inherit(),
                Choice.inherit(),
                Choice.inherit(),
                new KubeNode.Status(labels, true, null, List.of())));
    }

    private void put(Element element) {
        elements.put(element.id(), element);
    }

    private void pod(
            String id, String node, String namespace, Map<String, String> labels, Pod.Status status, String... ips) {
        var named = new Container.Port(
                "http", Protocol.TCP, 8080, 0, null, Ip.ANY, Container.Reply.ACCEPT, Container.ReplyFrom.ASKED);
        put(new Pod(
                Head.of(id, node),
                namespace,
                labels,
                Pod.Network.DEFAULT,
                status,
                Pod.Names.DEFAULT,
                List.of(new Container("main", Map.of(), List.of(named))),
                List.of()));
        addresses.put(Id.of(id), Arrays.stream(ips).map(Ip::parse).toList());
    }

    private void service(
            @Nullable List<Endpoint> endpoints, String targetPort, Service.Traffic traffic, String... clusterIps) {
        var at = new Service.Addresses(
                Arrays.stream(clusterIps).map(Ip::parse).toList(), false, List.of(), null, List.of(), List.of());
        var port = new Service.Port("http", Protocol.TCP, 80, targetPort, 0);
        put(new Service(
                Head.of("web"), "default", Service.Type.CLUSTER_IP, at, WEB, endpoints, List.of(port), traffic));
    }

    private ServiceProgram program() {
        return ServiceProgram.of(
                Design.EMPTY.with(new Topology(elements, List.of())), id -> addresses.getOrDefault(id, List.of()));
    }

    private List<ServiceEndpoint> endpoints(boolean v6) {
        return program().ports(v6).getFirst().endpoints();
    }

    private static List<String> names(List<ServiceEndpoint> endpoints) {
        return endpoints.stream().map(ServiceEndpoint::toString).toList();
    }

    @Test
    void aSelectorChoosesPodsOfItsNamespaceWithAllItsLabels() {
        node("vm1", null);
        pod("a", "vm1", "default", Map.of("app", "web", "tier", "x"), Pod.Status.DEFAULT, "10.244.1.2");
        pod("b", "vm1", "default", Map.of("app", "db"), Pod.Status.DEFAULT, "10.244.1.3");
        pod("c", "vm1", "other", WEB, Pod.Status.DEFAULT, "10.244.1.4");
        pod("d", "vm1", "default", WEB, Pod.Status.DEFAULT, "10.244.1.5");
        service(null, "8080", Service.Traffic.DEFAULT, "10.96.0.10");
        assertEquals(List.of("10.244.1.2:8080", "10.244.1.5:8080"), names(endpoints(false)));
        assertEquals("vm1", endpoints(false).getFirst().node());
    }

    @Test
    void aNamedTargetPortIsThePodsOwn() {
        node("vm1", null);
        pod("a", "vm1", "default", WEB, Pod.Status.DEFAULT, "10.244.1.2");
        service(null, "http", Service.Traffic.DEFAULT, "10.96.0.10");
        assertEquals(List.of("10.244.1.2:8080"), names(endpoints(false)));
        service(null, "https", Service.Traffic.DEFAULT, "10.96.0.10");
        assertEquals(List.of(), endpoints(false));
    }

    @Test
    void aTerminatingPodIsNotReadyButMayServe() {
        node("vm1", null);
        pod("a", "vm1", "default", WEB, new Pod.Status(true, null, true), "10.244.1.2");
        service(null, "8080", Service.Traffic.DEFAULT, "10.96.0.10");
        assertEquals(
                new ServiceEndpoint(Ip.parse("10.244.1.2"), 8080, "vm1", false, true, true, ServiceEndpoint.Hints.NONE),
                endpoints(false).getFirst());
        service(null, "8080", new Service.Traffic(false, false, false, 10800, 0, null, true), "10.96.0.10");
        assertTrue(endpoints(false).getFirst().ready());
    }

    @Test
    void listedEndpointsDecideAlsoWhenThereAreNone() {
        node("vm1", null);
        pod("a", "vm1", "default", WEB, Pod.Status.DEFAULT, "10.244.1.2");
        service(List.of(), "8080", Service.Traffic.DEFAULT, "10.96.0.10");
        assertEquals(List.of(), endpoints(false));
        service(
                List.of(
                        new Endpoint.OfPod(Id.of("a")),
                        new Endpoint.OfPod(Id.of("10.244.1.77")),
                        Endpoint.OfAddress.parse("192.0.2.1:9000"),
                        Endpoint.OfAddress.parse("192.0.2.1:9000")),
                "8080",
                Service.Traffic.DEFAULT,
                "10.96.0.10");
        assertEquals(List.of("10.244.1.2:8080", "10.244.1.77:8080", "192.0.2.1:9000"), names(endpoints(false)));
    }

    @Test
    void eachFamilyHasItsOwnPortsAndEndpoints() {
        node("vm1", null);
        pod("a", "vm1", "default", WEB, Pod.Status.DEFAULT, "10.244.1.2", "fd00:10::2");
        service(null, "8080", Service.Traffic.DEFAULT, "10.96.0.10", "fd00:96::10");
        assertEquals(List.of("10.244.1.2:8080"), names(endpoints(false)));
        assertEquals(List.of("[fd00:10::2]:8080"), names(endpoints(true)));
    }

    @Test
    void trafficDistributionBecomesHints() {
        node("vm1", "a");
        pod("a", "vm1", "default", WEB, Pod.Status.DEFAULT, "10.244.1.2");
        service(null, "8080", new Service.Traffic(false, false, false, 10800, 0, "PreferClose", false), "10.96.0.10");
        assertEquals(
                new ServiceEndpoint.Hints(List.of("a"), List.of()),
                endpoints(false).getFirst().hints());
        service(
                null,
                "8080",
                new Service.Traffic(false, false, false, 10800, 0, "PreferSameNode", false),
                "10.96.0.10");
        assertEquals(
                new ServiceEndpoint.Hints(List.of("a"), List.of("vm1")),
                endpoints(false).getFirst().hints());
    }

    /// Ten thousand services of twenty-five pods each: the rules are there when a packet asks, not before.
    @Test
    void aLargeClustersRulesAreMadeWhenTheyAreLookedAt() {
        int services = 10_000;
        node("vm1", null);
        for (int i = 0; i < services; i++) {
            var listed = new ArrayList<Endpoint>();
            for (int k = 0; k < 25; k++) {
                listed.add(new Endpoint.OfAddress(Ip.v4(0x0af40000L + i * 25L + k), 8080));
            }
            var at = new Service.Addresses(
                    List.of(Ip.v4(0x0a600000L + i)), false, List.of(), null, List.of(), List.of());
            var port = new Service.Port("http", Protocol.TCP, 80, "8080", 0);
            put(new Service(
                    Head.of("s" + i),
                    "default",
                    Service.Type.CLUSTER_IP,
                    at,
                    null,
                    listed,
                    List.of(port),
                    Service.Traffic.DEFAULT));
        }
        Assertions.assertTimeout(Duration.ofSeconds(10), () -> {
            Ruleset rules = KubeProxyIptables.install(
                    Ruleset.EMPTY,
                    program(),
                    new NodeView(
                            Id.of("vm1"), "vm1", List.of(Ip.parse("10.0.0.1")), Ip.parse("10.0.0.1"), List.of(), null),
                    KubeProxy.DEFAULT);
            var syn = new Payload.Tcp(40000, 80, Payload.Tcp.Flags.SYN);
            var packet =
                    new Packet(Ip.parse("10.244.0.9"), Ip.v4(0x0a600000L + services - 1), 64, false, 60, null, syn);
            Verdict verdict = Evaluation.walk(rules, Table.NAT, Hook.PREROUTING, facts(packet));
            assertTrue(verdict.decision() instanceof Verdict.Decision.Translate);
            assertTrue(verdict.checks().size() < 20, () -> verdict.checks().toString());
        });
    }

    private static Facts facts(Packet packet) {
        Set<Match.CtState.State> states = EnumSet.of(Match.CtState.State.NEW);
        return new Facts(packet, "eth0", null, null, null, 0, 0, states, new Facts.Surroundings() {
            @Override
            public Match.AddrType.Type typeOf(Ip ip) {
                return Match.AddrType.Type.UNICAST;
            }

            @Override
            public int recent(String list, Ip address, int seconds) {
                return 0;
            }

            @Override
            public int choose(double[] weights) {
                return 3;
            }
        });
    }
}
