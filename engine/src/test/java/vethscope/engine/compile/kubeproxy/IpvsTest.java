package vethscope.engine.compile.kubeproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vethscope.engine.compile.Compiler;
import vethscope.engine.netfilter.IpSet;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Network;
import vethscope.engine.network.World;
import vethscope.engine.packet.Family;
import vethscope.engine.replay.Played;
import vethscope.engine.replay.Replay;
import vethscope.engine.trace.Behaviour;
import vethscope.engine.trace.Fate;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Step;
import vethscope.engine.trace.Trace;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Probe;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;

/// What happens on nodes in IPVS mode beyond where probes end, which resources/compile/ipvs.veth expects. Numbers name
/// the facts of kube-proxy's IPVS mode in docs/fidelity.md.
class IpvsTest {

    private static final String DRAWING = drawing();

    private static String drawing() {
        try {
            return Files.readString(Path.of("src/test/resources/compile/ipvs.veth"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Design design(String... changes) {
        String text = DRAWING;
        for (int i = 0; i < changes.length; i += 2) {
            assertTrue(text.contains(changes[i]), changes[i]);
            text = text.replace(changes[i], changes[i + 1]);
        }
        return ((Reading.Opened) Veth.read(text)).design();
    }

    private static Design scheduledBy(String scheduler) {
        return design("\"mode\": \"ipvs\"", "\"mode\": \"ipvs\", \"scheduler\": \"" + scheduler + "\"");
    }

    private static Netns vm1(Design design) {
        return Compiler.compile(design).network().netns(Id.of("vm1"));
    }

    private static Probe probe(String from, String to, String... more) {
        String text = "{ \"vethscope\": 1, \"probes\": [ { \"name\": \"p\", \"from\": \"" + from + "\", \"to\": \"" + to
                + "\"" + String.join("", more) + " } ] }";
        return ((Reading.Opened) Veth.read(text)).design().probes().getFirst();
    }

    private static Played play(Design design, World world, Probe probe, boolean allSeeds) {
        Network network = Compiler.compile(design).network();
        return Replay.of(design, network).play(world, probe, allSeeds);
    }

    private static Trace trace(Design design, Probe probe) {
        return play(design, World.COLD, probe, false).traces().getFirst();
    }

    private static List<String> ends(List<Trace> traces) {
        return traces.stream()
                .map(t -> t.at() == null ? t.outcome().json() : t.at().element().value())
                .toList();
    }

    private static List<String> stages(Trace trace, String where) {
        return trace.steps().stream()
                .filter(s -> s.where().value().equals(where) && !s.isWire())
                .map(Step::stage)
                .toList();
    }

    // 1. every service address is one of the node's own

    @Test
    void everyServiceAddressStandsOnADummyDeviceThatIsDown() {
        Interface dummy = vm1(design()).iface("kube-ipvs0");
        assertEquals(Interface.Kind.DUMMY, dummy.kind());
        assertFalse(dummy.up());
        assertTrue(dummy.addresses().contains(Cidr.parse("10.96.0.10/32")));
        assertTrue(dummy.addresses().contains(Cidr.parse("203.0.113.30/32")));
    }

    @Test
    void aServiceAddressThatAnotherDeviceHasStaysThere() {
        Netns vm1 = vm1(design("203.0.113.30", "10.0.0.11"));
        assertFalse(vm1.iface("kube-ipvs0").has(Ip.parse("10.0.0.11")));
        assertTrue(vm1.ipvs().find(vethscope.model.Protocol.TCP, Ip.parse("10.0.0.11"), 80) != null);
    }

    @Test
    void aServiceAddressBelongsToNoElement() {
        assertFalse(Compiler.compile(design()).network().owners().containsKey(Ip.parse("10.96.0.10")));
    }

    // 2. scheduling comes after filter INPUT; what is sent on meets OUTPUT and POSTROUTING

    @Test
    void aCallIsScheduledAfterFilterInputAndSentThroughOutput() {
        List<String> stages = stages(trace(design(), probe("client", "far:80")), "vm1");
        List<String> hooks = stages.stream()
                .filter(s -> s.contains(" ") && !s.startsWith("nat"))
                .limit(3)
                .toList();
        assertEquals(List.of("filter INPUT", "ipvs INPUT", "filter OUTPUT"), hooks);
        assertFalse(stages.subList(0, stages.indexOf("ipvs INPUT")).contains("filter FORWARD"));
    }

    @Test
    void whatFilterInputDropsIsNeverScheduled() {
        Design design = design(
                "\"podCIDR\": \"10.244.1.0/24\",",
                "\"podCIDR\": \"10.244.1.0/24\", \"iptables\": [\"-I INPUT -d 10.96.0.10 -j DROP\"],");
        Trace trace = trace(design, probe("client", "web:80"));
        assertEquals(Fate.TIMEOUT, trace.outcome());
        assertFalse(stages(trace, "vm1").contains("ipvs INPUT"));
    }

    @Test
    void thePacketLosesOneTtlWhereIpvsSendsItOn() {
        Trace trace = trace(design(), probe("client", "self:80"));
        assertTrue(trace.steps().stream()
                .anyMatch(s -> s.stage().equals("ttl")
                        && s.rewrite() != null
                        && s.rewrite().equals(new Step.Rewrite("ttl", "64", "63"))));
    }

    @Test
    void theAnswerIsPutBackInForwardEvenIfABridgeCarriesIt() {
        Trace trace = trace(design(), probe("client", "self:80"));
        Step back = trace.steps().stream()
                .filter(s -> s.stage().equals("ipvs FORWARD"))
                .findFirst()
                .orElseThrow();
        assertEquals(new Step.Rewrite("src", "10.244.1.2:8080", "10.96.0.22:80"), back.rewrite());
        assertEquals("10.96.0.22:80", trace.replySeen());
    }

    @Test
    void withoutNetfilterOnTheBridgeTheAnswerIsNotPutBack() {
        Design design = design(
                "\"podCIDR\": \"10.244.1.0/24\",",
                "\"podCIDR\": \"10.244.1.0/24\", \"sysctl\": {\"net.bridge.bridge-nf-call-iptables\": \"0\"},");
        Trace trace = trace(design, probe("client", "self:80"));
        assertEquals(Fate.TIMEOUT, trace.outcome());
        assertEquals(
                Reason.UNKNOWN_ANSWER,
                trace.reason() == null ? null : trace.reason().code());
    }

    @Test
    void conntrackExpectsTheAnswerFromTheRealServer() {
        Trace trace = trace(design(), probe("client", "self:80"));
        assertTrue(trace.steps().stream()
                .flatMap(s -> s.changes().stream())
                .anyMatch(c ->
                        c.entry().equals("tcp 10.244.1.9:40000 > 10.96.0.22:80 | 10.244.1.2:8080 > 10.244.1.9:40000")));
    }

    @Test
    void natLeavesWhatIpvsRewroteAlone() {
        Trace trace = trace(design(), probe("client", "self:80"));
        assertTrue(trace.steps().stream().noneMatch(s -> s.stage().startsWith("nat ") && s.rewrite() != null));
    }

    // 3. without vs.conntrack nothing masquerades what IPVS sends on (ip_vs_notrack)

    @Test
    void withoutConntrackNothingIsMasqueraded() {
        assertEquals(
                Fate.DELIVERED, trace(design(), probe("ext", "203.0.113.30:80")).outcome());
        Design design = design(
                "\"podCIDR\": \"10.244.1.0/24\",",
                "\"podCIDR\": \"10.244.1.0/24\", \"sysctl\": {\"net.ipv4.vs.conntrack\": \"0\"},");
        Trace outside = trace(design, probe("ext", "203.0.113.30:80"));
        assertNotEquals(Fate.DELIVERED, outside.outcome());
        assertTrue(outside.steps().stream()
                .noneMatch(s -> s.where().value().equals("vm1")
                        && s.rewrite() != null
                        && s.rewrite().field().equals("src")));
        assertEquals(Fate.DELIVERED, trace(design, probe("client", "outer:80")).outcome());
    }

    // kubelet's rule stands whatever kube-proxy does (CVE-2020-8558)

    @Test
    void aNeighbourDoesNotReachWhatListensOnLocalhost() {
        Design design = design(
                "\"podCIDR\": \"10.244.1.0/24\",",
                "\"podCIDR\": \"10.244.1.0/24\", \"sysctl\": {\"net.ipv4.conf.all.route_localnet\": \"1\"}, "
                        + "\"containers\": [ { \"name\": \"x\", \"ports\": [ { \"port\": 9000, \"bind\": \"127.0.0.1\" } ] } ],");
        String text = "{ \"vethscope\": 1, \"probes\": [ { \"name\": \"p\", \"arrivesAt\": \"vm1:eth0\", "
                + "\"sourceIP\": \"10.0.0.100\", \"to\": \"127.0.0.1:9000\" } ] }";
        Probe neighbour = ((Reading.Opened) Veth.read(text)).design().probes().getFirst();
        Trace trace = trace(design, neighbour);
        assertEquals(
                Reason.RULE_DROP, trace.reason() == null ? null : trace.reason().code());
        assertEquals(
                Fate.DELIVERED, trace(design, probe("vm1", "127.0.0.1:9000")).outcome());
    }

    @Test
    void theConnectionOfIpvsIsAChangeOfTheStepThatMadeIt() {
        Trace trace = trace(design(), probe("client", "self:80"));
        Step scheduled = trace.steps().stream()
                .filter(s -> s.stage().equals("ipvs INPUT"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                List.of("TCP 10.96.0.22:80 turn 1", "TCP SYN_RECV 10.244.1.9:40000 10.96.0.22:80 10.244.1.2:8080"),
                scheduled.changes().stream().map(c -> c.entry()).toList());
        assertEquals(
                "10.96.0.22:80 is a virtual server of Service default/self: rr hands it to 10.244.1.2:8080, real server 1 of 1",
                scheduled.text().in(Locale.ENGLISH));
    }

    @Test
    void whatKubeProxyAndIpvsDoIsMarkedAsModelled() {
        Trace trace = trace(design(), probe("client", "far:80"));
        trace.steps()
                .forEach(s -> assertEquals(
                        s.stage().startsWith("ipvs")
                                        || s.checks().stream()
                                                .anyMatch(c -> c.chain().startsWith("KUBE-"))
                                ? Behaviour.KUBE_PROXY_IPVS
                                : s.behaviour(),
                        s.behaviour()));
        assertTrue(trace.steps().stream().anyMatch(s -> s.behaviour() == Behaviour.KUBE_PROXY_IPVS));
    }

    @Test
    void aVirtualServerWithNobodyBehindItIsMarkedAsModelled() {
        var drops = trace(design(), probe("client", "empty:80")).steps().stream()
                .filter(s -> s.stage().equals("drop"))
                .toList();
        assertEquals(
                List.of(Behaviour.KUBE_PROXY_IPVS),
                drops.stream().map(Step::behaviour).toList());
    }

    // 3. sysctls

    @Test
    void kubeProxySetsTheSysctlsOfIpvs() {
        var sysctl = vm1(design()).sysctl();
        assertEquals(1, sysctl.of("net.ipv4.vs.conntrack"));
        assertEquals(1, sysctl.of("net.ipv4.vs.expire_nodest_conn"));
        assertEquals(1, sysctl.of("net.ipv4.vs.expire_quiescent_template"));
        assertTrue(sysctl.forwards(Family.V4));
        assertFalse(sysctl.routeLocalnet("eth0"));
    }

    /// A host on the nodes' link that believes a service's address to be on it.
    private static Trace fromTheLink(String sysctls) {
        Design design = design(
                "\"10.96.0.0/12 via 10.0.0.11\"",
                "\"10.96.0.0/12 dev eth0\"",
                "\"podCIDR\":",
                "\"sysctl\": {" + sysctls + "}, \"podCIDR\":");
        return trace(design, probe("ext", "self:80"));
    }

    @Test
    void theNodeAnswersArpForEveryServiceAddress() {
        assertEquals(Fate.DELIVERED, fromTheLink("").outcome());
    }

    @Test
    void withStrictArpItAnswersForNone() {
        Trace trace = fromTheLink("\"net.ipv4.conf.all.arp_ignore\": \"1\", \"net.ipv4.conf.all.arp_announce\": \"2\"");
        assertEquals(Fate.HOST_UNREACHABLE, trace.outcome());
    }

    // 4. jumps

    @Test
    void theJumpsStandInThisOrder() {
        // kubelet's own comes last: kube-proxy puts its jumps in front
        assertEquals(
                List.of("KUBE-IPVS-FILTER", "KUBE-PROXY-FIREWALL", "KUBE-NODE-PORT", "KUBE-FIREWALL"), jumps("INPUT"));
        assertEquals(List.of("KUBE-PROXY-FIREWALL", "KUBE-FORWARD"), jumps("FORWARD"));
        assertEquals(List.of("KUBE-IPVS-OUT-FILTER", "KUBE-FIREWALL"), jumps("OUTPUT"));
    }

    private static List<String> jumps(String chain) {
        return vm1(design())
                .ruleset()
                .chain(vethscope.engine.netfilter.Table.FILTER, chain)
                .orElseThrow()
                .rules()
                .stream()
                .map(r -> ((vethscope.engine.netfilter.Target.Jump) r.target()).chain())
                .toList();
    }

    // 5. masquerading

    @Test
    void withoutADetectorOnlyTheNodesOwnCallsAreMasqueraded() {
        Design design = design("\"mode\": \"ipvs\"", "\"mode\": \"ipvs\", \"clusterCIDR\": null");
        assertEquals(
                "10.244.1.1", address(trace(design, probe("vm1", "self:80")).sourceSeen()));
        assertEquals(
                "10.0.0.100", address(trace(design, probe("ext", "self:80")).sourceSeen()));
    }

    @Test
    void masqueradeAllHidesPodsToo() {
        Design design = design("\"mode\": \"ipvs\"", "\"mode\": \"ipvs\", \"masqueradeAll\": true");
        assertEquals(
                "10.244.1.1", address(trace(design, probe("client", "self:80")).sourceSeen()));
    }

    private static String address(String source) {
        return source.substring(0, source.indexOf(':'));
    }

    // 11. no real server

    @Test
    void aVirtualServerWithoutRealServersSaysSo() {
        Trace trace = trace(design(), probe("client", "empty:80"));
        assertEquals(
                Reason.NO_REAL_SERVER,
                trace.reason() == null ? null : trace.reason().code());
    }

    @Test
    void aDatagramOfTheNodeItselfToSuchAServerIsDeniedAtOnce() {
        Trace trace = trace(
                design(
                        "\"clusterIP\": \"10.96.0.26\",\n      \"selector\": { \"app\": \"web\" },",
                        "\"clusterIP\": \"10.96.0.26\", \"endpoints\": [],"),
                probe("vm1", "names:53", ", \"protocol\": \"udp\""));
        assertEquals(Fate.DENIED_LOCALLY, trace.outcome());
    }

    // 13. affinity

    @Test
    void aClientKeepsItsRealServerForTheTimeout() {
        Design design = design();
        World world = World.COLD;
        Played first = play(design, world, probe("client", "sticky:80"), false);
        String kept = ends(first.traces()).getFirst();
        assertEquals(2, first.leaves().size());
        Played second = play(design, first.after(), probe("client", "sticky:80", ", \"sourcePort\": 41000"), true);
        assertEquals(List.of(kept), ends(second.traces()));
        // 60 seconds after its last connection it is forgotten
        World later = second.after().at(second.after().micros() + 61_000_000);
        Played third = play(design, later, probe("client", "sticky:80", ", \"sourcePort\": 42000"), true);
        assertEquals(List.of("a1", "b1"), ends(third.traces()));
    }

    @Test
    void anotherClientIsNotBoundByIt() {
        Design design = design();
        Played first = play(design, World.COLD, probe("client", "sticky:80"), false);
        Played second = play(design, first.after(), probe("ext", "sticky:80"), true);
        assertEquals(List.of("a1", "b1"), ends(second.traces()));
    }

    // 14. schedulers, as a run of connections meets them

    private static List<String> attempts(Design design, String more) {
        return ends(
                play(design, World.COLD, probe("client", "web:80", more), false).traces());
    }

    @Test
    void roundRobinTakesTurns() {
        List<String> ends = attempts(design(), ", \"attempts\": 5");
        for (int i = 1; i < ends.size(); i++) {
            assertNotEquals(ends.get(i - 1), ends.get(i));
        }
    }

    @Test
    void roundRobinMayBeginAnywhere() {
        for (String scheduler : List.of("rr", "wrr")) {
            Played played = play(scheduledBy(scheduler), World.COLD, probe("client", "web:80"), true);
            assertEquals(List.of("a1", "b1"), ends(played.traces()));
        }
    }

    @Test
    void inAWarmWorldItIsTheOthersTurn() {
        Design design = design();
        Played first = play(design, World.COLD, probe("client", "web:80"), false);
        String next = ends(first.traces()).equals(List.of("a1")) ? "b1" : "a1";
        Played second = play(
                design, first.after(), probe("client", "web:80", ", \"state\": \"warm\", \"sourcePort\": 40001"), true);
        assertEquals(List.of(next), ends(second.traces()));
    }

    @Test
    void leastConnectionsGoesToTheOtherAfterEachConnection() {
        for (String scheduler : List.of("lc", "wlc", "sed", "nq")) {
            // TCP connections are closed when the next begins: what lc and wlc count are those in TIME_WAIT
            List<String> ends = attempts(scheduledBy(scheduler), ", \"attempts\": 2");
            boolean countsInactive = scheduler.endsWith("lc");
            assertTrue(!countsInactive || !ends.get(0).equals(ends.get(1)), scheduler + ends);
        }
    }

    @Test
    void openFlowsCountForEveryLeastLoadedScheduler() {
        for (String scheduler : List.of("lc", "wlc", "sed", "nq")) {
            Design design = scheduledBy(scheduler);
            List<String> ends = ends(play(
                            design,
                            World.COLD,
                            probe("client", "names:53", ", \"protocol\": \"udp\", \"attempts\": 4"),
                            false)
                    .traces());
            assertNotEquals(ends.get(0), ends.get(1), scheduler);
            assertNotEquals(ends.get(2), ends.get(3), scheduler);
        }
    }

    @Test
    void theSourceHashGivesAClientAlwaysTheSameServer() {
        // hash_32(10.244.1.9) >> 24 = 250, an even bucket; 10.0.0.100 falls into bucket 248
        assertEquals(List.of("a1", "a1", "a1"), attempts(scheduledBy("sh"), ", \"attempts\": 3"));
    }

    @Test
    void theDestinationHashGivesAnAddressOneServer() {
        // hash_32(10.96.0.10) >> 24 = 242: even; 10.96.0.24 is odd or even alike for every client
        Design design = scheduledBy("dh");
        assertEquals(List.of("a1", "a1"), attempts(design, ", \"attempts\": 2"));
        assertEquals(
                List.of("a1"),
                ends(play(design, World.COLD, probe("ext", "web:80"), true).traces()));
    }

    @Test
    void maglevSpreadsThePortsOfAClient() {
        List<String> ends = attempts(scheduledBy("mh"), ", \"attempts\": 20");
        assertEquals(2, ends.stream().distinct().count());
        assertEquals(ends, attempts(scheduledBy("mh"), ", \"attempts\": 20"));
    }

    // 16. types of sets

    @Test
    void theSetsHaveTheTypesThatKubeProxyGivesThem() {
        var sets = vm1(design()).ruleset().sets();
        assertEquals(IpSet.Type.BITMAP_PORT, type(sets.get("KUBE-NODE-PORT-TCP")));
        assertEquals(IpSet.Type.HASH_IP_PORT, type(sets.get("KUBE-NODE-PORT-SCTP-HASH")));
        assertEquals(IpSet.Type.HASH_IP_PORT, type(sets.get("KUBE-CLUSTER-IP")));
        assertEquals(IpSet.Type.HASH_IP_PORT_IP, type(sets.get("KUBE-LOOP-BACK")));
        assertEquals(IpSet.Type.HASH_IP_PORT_NET, type(sets.get("KUBE-LOAD-BALANCER-SOURCE-CIDR")));
        assertEquals(IpSet.Type.HASH_IP, type(sets.get("KUBE-IPVS-IPS")));
    }

    private static IpSet.Type type(IpSet set) {
        return set.type();
    }

    @Test
    void aKnownConnectionKeepsItsRealServer() {
        Design design = design();
        Probe udp = probe("client", "names:53", ", \"protocol\": \"udp\"");
        Probe warm = probe("client", "names:53", ", \"protocol\": \"udp\", \"state\": \"warm\"");
        Played first = play(design, World.COLD, udp, false);
        World world = first.after();
        for (int i : IntStream.range(0, 3).toArray()) {
            Played again = play(design, world, warm, true);
            assertEquals(ends(first.traces()), ends(again.traces()), "packet " + i);
            world = again.after();
        }
    }
}
