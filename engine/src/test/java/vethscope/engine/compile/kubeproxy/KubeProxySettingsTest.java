package vethscope.engine.compile.kubeproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vethscope.engine.compile.Compiler;
import vethscope.engine.compile.Drawn;
import vethscope.engine.netfilter.IptablesText;
import vethscope.engine.netfilter.Table;
import vethscope.engine.network.Netns;
import vethscope.engine.trace.Fate;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Trace;
import vethscope.model.Id;

/// What kube-proxy's settings and a node's sysctls change, where a drawing leaves one out and where it has one.
class KubeProxySettingsTest {

    private static final Drawn DRAWING = new Drawn("""
            "cluster": { "podCIDR": "10.244.0.0/16", "serviceCIDR": "10.96.0.0/12", "kubeProxy": { "mode": "iptables" },
              "masquerade": null },
            "elements": {
              "lan": { "kind": "switch" },
              "vm1": { "kind": "node", "podCIDR": "10.244.1.0/24", "sysctl": {},
                "interfaces": {
                  "eth0": { "address": ["10.0.0.11/24", "fd00::11/64"] },
                  "eth1": { "address": "10.0.1.11/24" } },
                "routes": ["default via 10.0.0.9"] },
              "vm1-cni0": { "kind": "bridge", "in": "vm1", "address": "10.244.1.1/24" },
              "web": { "kind": "pod", "in": "vm1", "address": "10.244.1.2/24", "labels": { "app": "web" },
                "containers": [ { "name": "web", "ports": [ { "port": 80 } ] } ] },
              "other": { "kind": "pod", "in": "vm1", "address": "10.244.1.3/24", "containers": [] },
              "client": { "kind": "host", "interfaces": { "eth0": { "address": "10.0.0.9/24" },
                  "eth1": { "address": "10.0.1.9/24" } } },
              "svc": { "kind": "service", "type": "LoadBalancer", "clusterIP": "10.96.0.10", "selector": { "app": "web" },
                "ports": [ { "port": 80, "nodePort": 30080 } ], "loadBalancerIPs": ["203.0.113.1"],
                "externalTrafficPolicy": "Local", "healthCheckNodePort": 32000 } },
            "links": [ { "from": "vm1:eth0", "to": "lan" }, { "from": "client:eth0", "to": "lan" },
              { "from": "vm1:eth1", "to": "client:eth1" },
              { "from": "web", "to": "vm1-cni0" }, { "from": "other", "to": "vm1-cni0" } ]
            """);

    private static Drawn proxy(String settings) {
        return DRAWING.with("\"kubeProxy\": { \"mode\": \"iptables\" }", "\"kubeProxy\": { " + settings + " }");
    }

    private static Netns vm1(Drawn drawn) {
        return Compiler.compile(drawn.design()).network().netns(Id.of("vm1"));
    }

    private static Fate fate(Drawn drawn, String from, String to) {
        return drawn.send("\"from\": \"" + from + "\", \"to\": \"" + to + "\"").outcome();
    }

    private static List<String> forward(Drawn drawn) {
        return vm1(drawn).ruleset().chain(Table.FILTER, "KUBE-FORWARD").orElseThrow().rules().stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void invalidPacketsPassOnANodeWhoseConntrackIsLiberal() {
        assertEquals(3, forward(DRAWING).size());
        assertEquals(
                2,
                forward(DRAWING.with(
                                "\"sysctl\": {}", "\"sysctl\": { \"net.netfilter.nf_conntrack_tcp_be_liberal\": 1 }"))
                        .size());
    }

    /// pkg/proxy/util/nodeport_addresses.go: the word for the node IP of each family, in every mode.
    @ParameterizedTest
    @ValueSource(strings = {"iptables", "nftables", "ipvs"})
    void nodePortsOfThePrimaryAddressAreOnNoOther(String mode) {
        Drawn primary = proxy("\"mode\": \"" + mode + "\", \"nodePortAddresses\": [\"primary\"]");
        assertEquals(Fate.DELIVERED, fate(primary, "client", "10.0.0.11:30080"));
        assertEquals(Fate.REFUSED, fate(primary, "client", "10.0.1.11:30080"));
        assertEquals(Fate.REFUSED, fate(primary, "vm1", "127.0.0.1:30080"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BridgeInterface", "InterfaceNamePrefix"})
    void aDetectorWithoutAnInterfaceIsAFinding(String mode) {
        Drawn without = proxy("\"mode\": \"iptables\", \"detectLocalMode\": \"" + mode + "\"");
        assertEquals(
                List.of("VS612"),
                Compiler.compile(without.design()).findings().stream()
                        .map(f -> f.code())
                        .toList());
        Drawn with =
                proxy("\"mode\": \"iptables\", \"detectLocalMode\": \"" + mode + "\", \"detectInterface\": \"cni0\"");
        assertEquals(List.of(), Compiler.compile(with.design()).findings());
    }

    // which pods are let past externalTrafficPolicy Local, and whose calls to a cluster IP are masqueraded

    @ParameterizedTest
    @CsvSource({
        "ClusterCIDR, ', \"clusterCIDR\": \"10.244.0.0/16\"'",
        "NodeCIDR, ''",
        "BridgeInterface, ', \"detectInterface\": \"cni0\"'",
        "InterfaceNamePrefix, ', \"detectInterface\": \"cn\"'"
    })
    void eachDetectorTellsPodsFromOthers(String mode, String more) {
        Drawn drawn = proxy("\"mode\": \"iptables\", \"detectLocalMode\": \"" + mode + "\"" + more);
        assertEquals("10.244.1.3", seen(drawn, "other", "10.96.0.10:80"));
        assertEquals("10.244.1.3", seen(drawn, "other", "203.0.113.1:80"));
        assertEquals("10.244.1.1", seen(drawn, "vm1", "10.96.0.10:80"));
    }

    private static String seen(Drawn drawn, String from, String to) {
        Trace trace = drawn.send("\"from\": \"" + from + "\", \"to\": \"" + to + "\"");
        return String.valueOf(trace.sourceSeen()).replaceFirst(":\\d+$", "");
    }

    // cmd/kube-proxy/app/server_linux.go

    @ParameterizedTest
    @CsvSource({"iptables, 86400, 3600", "nftables, 86400, 3600", "ipvs, 86400, 3600", "none, 0, 0"})
    void kubeProxyShortensWhatConntrackRemembers(String mode, int established, int closeWait) {
        var sysctl = vm1(proxy("\"mode\": \"" + mode + "\"")).sysctl();
        assertEquals(established, sysctl.of("net.netfilter.nf_conntrack_tcp_timeout_established"));
        assertEquals(closeWait, sysctl.of("net.netfilter.nf_conntrack_tcp_timeout_close_wait"));
    }

    // pkg/proxy/util/nodeport_addresses.go: no address of a family is as good as all of it

    @Test
    void nodePortAddressesOfTheOtherFamilyRestrictNothing() {
        Drawn six = proxy("\"mode\": \"iptables\", \"nodePortAddresses\": [\"fd00::/64\"]");
        assertEquals(Fate.DELIVERED, fate(six, "client", "10.0.1.11:30080"));
        assertTrue(vm1(six).sysctl().routeLocalnet("eth0"));
        assertEquals(Fate.DELIVERED, fate(six, "vm1", "127.0.0.1:30080"));
    }

    @Test
    void localhostServesNodePortsOnlyWhereTheAddressesHoldOne() {
        Drawn some = proxy("\"mode\": \"iptables\", \"nodePortAddresses\": [\"10.0.0.0/24\"]");
        assertFalse(vm1(some).sysctl().routeLocalnet("eth0"));
        assertEquals(Fate.REFUSED, fate(some, "vm1", "127.0.0.1:30080"));
        assertEquals(Fate.DELIVERED, fate(some, "client", "10.0.0.11:30080"));
        assertEquals(Fate.REFUSED, fate(some, "client", "10.0.1.11:30080"));
        Drawn off = proxy("\"mode\": \"iptables\", \"localhostNodePorts\": false");
        assertFalse(vm1(off).sysctl().routeLocalnet("eth0"));
        assertEquals(Fate.REFUSED, fate(off, "vm1", "127.0.0.1:30080"));
        Drawn listed = proxy("\"mode\": \"iptables\", \"nodePortAddresses\": [\"127.0.0.0/8\", \"10.0.0.0/24\"]");
        assertTrue(vm1(listed).sysctl().routeLocalnet("eth0"));
        assertEquals(Fate.DELIVERED, fate(listed, "vm1", "127.0.0.1:30080"));
    }

    @Test
    void inNftablesModeNodePortsAreThePrimaryAddressesUnlessMoreAreListed() {
        Drawn plain = proxy("\"mode\": \"nftables\"");
        assertEquals(Fate.DELIVERED, fate(plain, "client", "10.0.0.11:30080"));
        assertEquals(Fate.REFUSED, fate(plain, "client", "10.0.1.11:30080"));
        Drawn all = proxy("\"mode\": \"nftables\", \"nodePortAddresses\": [\"0.0.0.0/0\"]");
        assertEquals(Fate.DELIVERED, fate(all, "client", "10.0.1.11:30080"));
        assertEquals(Fate.REFUSED, fate(all, "vm1", "127.0.0.1:30080"));
        Drawn six = proxy("\"mode\": \"nftables\", \"nodePortAddresses\": [\"fd00::/64\"]");
        assertEquals(Fate.DELIVERED, fate(six, "client", "10.0.1.11:30080"));
    }

    @Test
    void theHealthCheckIsServedWhereNodePortsAre() {
        assertEquals(200, status(DRAWING, "10.0.1.11"));
        Drawn some = proxy("\"mode\": \"iptables\", \"nodePortAddresses\": [\"10.0.0.0/24\"]");
        assertEquals(200, status(some, "10.0.0.11"));
        assertEquals(Fate.REFUSED, fate(some, "client", "10.0.1.11:32000"));
        Drawn nftables = proxy("\"mode\": \"nftables\"");
        assertEquals(200, status(nftables, "10.0.0.11"));
        assertEquals(Fate.REFUSED, fate(nftables, "client", "10.0.1.11:32000"));
    }

    private static Integer status(Drawn drawn, String ip) {
        Trace trace = drawn.send("\"from\": \"client\", \"to\": \"http://" + ip + ":32000/healthz\"");
        return java.util.Objects.requireNonNull(trace.at()).status();
    }

    @Test
    void inNftablesModeTheRestOfTheServiceRangeIsDropped() {
        Drawn nftables = proxy("\"mode\": \"nftables\"");
        Trace lost = nftables.send("\"from\": \"other\", \"to\": \"10.96.0.99:80\"");
        assertEquals(
                Reason.RULE_DROP,
                java.util.Objects.requireNonNull(lost.reason()).code());
        Drawn elsewhere = proxy("\"mode\": \"nftables\", \"serviceCIDRs\": [\"10.100.0.0/16\"]");
        Trace leaves = elsewhere.send("\"from\": \"other\", \"to\": \"10.96.0.99:80\"");
        assertTrue(leaves.steps().stream().anyMatch(s -> s.where().value().equals("client")));
        Trace iptables = DRAWING.send("\"from\": \"other\", \"to\": \"10.96.0.99:80\"");
        assertTrue(iptables.steps().stream().anyMatch(s -> s.where().value().equals("client")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iptables", "nftables", "ipvs"})
    void theBitOfTheMasqueradeMarkIsASetting(String mode) {
        Drawn drawn = proxy("\"mode\": \"" + mode + "\", \"masqueradeBit\": 20");
        var ruleset = vm1(drawn).ruleset();
        String rules = ruleset.all(false, Table.NAT).stream()
                .flatMap(chain -> chain.rules().stream())
                .map(IptablesText::ruleText)
                .collect(Collectors.joining("\n"));
        assertTrue(rules.contains("0x100000"));
        assertFalse(rules.contains("0x4000"));
        Trace trace = drawn.send("\"from\": \"client\", \"to\": \"10.0.0.11:30080\"");
        assertEquals(Fate.DELIVERED, trace.outcome());
    }

    // pkg/proxy/ipvs/proxier.go NewProxier: else every node answers for every service's address

    @Test
    void withStrictArpANodeDoesNotAnswerForServices() {
        String ipvs = "\"mode\": \"ipvs\"";
        Drawn asking = proxy(ipvs)
                .with("\"10.96.0.10\"", "\"10.0.0.200\"")
                .with("\"serviceCIDR\": \"10.96.0.0/12\"", "\"serviceCIDR\": \"10.0.0.192/26\"");
        assertEquals(Fate.DELIVERED, fate(asking, "client", "10.0.0.200:80"));
        Drawn strict = asking.with(ipvs, ipvs + ", \"strictARP\": true");
        assertEquals(Fate.HOST_UNREACHABLE, fate(strict, "client", "10.0.0.200:80"));
    }

    // plugins/meta/portmap/portmap_iptables.go

    @Test
    void aHostPortMayBeForOneAddressOfTheNode() {
        String port = "\"port\": 80 }";
        Drawn all = DRAWING.with(port + " ] } ] },", "\"port\": 80, \"hostPort\": 8000 } ] } ] },");
        assertEquals(Fate.DELIVERED, fate(all, "client", "10.0.0.11:8000"));
        assertEquals(Fate.DELIVERED, fate(all, "client", "10.0.1.11:8000"));
        Drawn one = all.with("\"hostPort\": 8000", "\"hostPort\": 8000, \"hostIP\": \"10.0.1.11\"");
        assertEquals(Fate.REFUSED, fate(one, "client", "10.0.0.11:8000"));
        assertEquals(Fate.DELIVERED, fate(one, "client", "10.0.1.11:8000"));
        Drawn any = all.with("\"hostPort\": 8000", "\"hostPort\": 8000, \"hostIP\": \"0.0.0.0\"");
        assertEquals(Fate.DELIVERED, fate(any, "client", "10.0.0.11:8000"));
    }
}
