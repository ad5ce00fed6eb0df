package vethscope.engine.compile.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vethscope.engine.compile.Compiler;
import vethscope.engine.compile.Drawn;
import vethscope.engine.netfilter.IptablesText;
import vethscope.engine.trace.Behaviour;
import vethscope.engine.trace.Fate;
import vethscope.engine.trace.Trace;
import vethscope.model.Id;

/// Whom each program masquerades, after its source: containernetworking/plugins pkg/ip/ipmasq_iptables_linux.go,
/// kubelet's kubenet_linux.go, cmd/ip-masq-agent/ip-masq-agent.go, flannel pkg/trafficmngr/iptables/iptables.go, calico
/// felix/rules/nat.go, amazon-vpc-cni-k8s pkg/networkutils/network.go.
class MasqueradeTest {

    private static final Drawn DRAWING = new Drawn("""
            "cluster": { "podCIDR": "10.244.0.0/16", "kubeProxy": { "mode": "iptables" }, "cni": { "type": "bridge" },
              "masquerade": { "type": "cidr" } },
            "elements": {
              "lan": { "kind": "switch" },
              "vm1": { "kind": "node", "podCIDR": "10.244.1.0/24", "policy": {},
                "interfaces": { "eth0": { "address": ["10.0.0.11/24", "10.0.0.77/24"] } },
                "routes": ["default via 10.0.0.1", "10.244.2.0/24 via 10.0.0.12", "169.254.169.254 dev eth0"] },
              "vm1-cni0": { "kind": "bridge", "in": "vm1", "address": "10.244.1.1/24" },
              "vm2": { "kind": "node", "podCIDR": "10.244.2.0/24",
                "interfaces": { "eth0": { "address": "10.0.0.12/24" } },
                "containers": [ { "name": "sshd", "ports": [ { "port": 80 } ] } ],
                "routes": ["default via 10.0.0.1", "10.244.1.0/24 via 10.0.0.11"] },
              "vm2-cni0": { "kind": "bridge", "in": "vm2", "address": "10.244.2.1/24" },
              "pod": { "kind": "pod", "in": "vm1", "address": "10.244.1.2/24", "containers": [] },
              "near": { "kind": "pod", "in": "vm1", "address": "10.244.1.3/24",
                "containers": [ { "name": "web", "ports": [ { "port": 80 } ] } ] },
              "far": { "kind": "pod", "in": "vm2", "address": "10.244.2.2/24", "labels": { "app": "web" },
                "containers": [ { "name": "web", "ports": [ { "port": 80 } ] } ] },
              "gw": { "kind": "router",
                "interfaces": { "eth0": { "address": "10.0.0.1/24" }, "eth1": { "address": "198.51.100.1/24" } },
                "routes": ["10.244.1.0/24 via 10.0.0.11", "10.244.2.0/24 via 10.0.0.11"] },
              "ext": { "kind": "host", "interfaces": { "eth0": { "address": "198.51.100.9/24" } },
                "routes": ["default via 198.51.100.1"],
                "containers": [ { "name": "web", "ports": [ { "port": 80 } ] } ] },
              "meta": { "kind": "host", "interfaces": { "eth0": { "address": "169.254.169.254/32" } },
                "routes": ["10.0.0.0/24 dev eth0", "default via 10.0.0.1"],
                "containers": [ { "name": "web", "ports": [ { "port": 80 } ] } ] },
              "web": { "kind": "service", "clusterIP": "10.96.0.10", "selector": { "app": "web" },
                "ports": [ { "port": 80 } ] } },
            "links": [ { "from": "vm1:eth0", "to": "lan" }, { "from": "vm2:eth0", "to": "lan" },
              { "from": "gw:eth0", "to": "lan" }, { "from": "meta:eth0", "to": "lan" },
              { "from": "ext:eth0", "to": "gw:eth1" }, { "from": "pod", "to": "vm1-cni0" },
              { "from": "near", "to": "vm1-cni0" }, { "from": "far", "to": "vm2-cni0" } ]
            """);

    private static Drawn by(String masquerade) {
        return DRAWING.with("\"masquerade\": { \"type\": \"cidr\" }", "\"masquerade\": " + masquerade);
    }

    private static String seen(Drawn drawn, String from, String to) {
        Trace trace = drawn.send("\"from\": \"" + from + "\", \"to\": \"" + to + "\"");
        return String.valueOf(trace.sourceSeen()).replaceFirst(":\\d+$", "");
    }

    /// Where the client is seen as itself it is `own`, else as the node's address.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            { "type": "cidr" }                                      | own | own | node | node | node
            { "type": "bridge" }                                    | own | node | node | node | node
            { "type": "kubenet" }                                   | own | own | own  | node | node
            { "type": "kubenet", "exclude": ["10.244.0.0/16"] }     | own | own | node | node | node
            { "type": "ip-masq-agent" }                             | own | own | own  | node | own
            { "type": "ip-masq-agent", "masqLinkLocal": true }      | own | own | own  | node | node
            { "type": "ip-masq-agent", "exclude": ["10.244.0.0/16"] } | own | own | node | node | own
            { "type": "flannel" }                                   | own | own | node | node | node
            { "type": "calico" }                                    | own | own | node | node | node
            { "type": "calico", "exclude": ["10.244.0.0/16", "10.0.0.0/24"] } | own | own | own | node | node
            null                                                    | own | own | own  | own  | own
            """)
    void aPodIsSeenAs(String masquerade, String near, String far, String node, String outside, String linkLocal) {
        Drawn drawn = by(masquerade);
        assertEquals(address(near), seen(drawn, "pod", "10.244.1.3:80"), "pod of the same node");
        assertEquals(address(far), seen(drawn, "pod", "10.244.2.2:80"), "pod of another node");
        assertEquals(address(node), seen(drawn, "pod", "10.0.0.12:80"), "another node");
        assertEquals(address(outside), seen(drawn, "pod", "198.51.100.9:80"), "outside");
        assertEquals(address(linkLocal), seen(drawn, "pod", "169.254.169.254:80"), "link-local");
    }

    private static String address(String who) {
        return who.strip().equals("own") ? "10.244.1.2" : "10.0.0.11";
    }

    @Test
    void flannelMasqueradesWhatEntersTheNetworkForAnotherNode() {
        assertEquals("10.0.0.11", seen(by("{ \"type\": \"flannel\" }"), "ext", "10.244.2.2:80"));
        assertEquals("198.51.100.9", seen(by("{ \"type\": \"flannel\" }"), "ext", "10.244.1.3:80"));
    }

    @Test
    void flannelOpensTheNodesForItsNetwork() {
        String closed = "\"policy\": { \"FORWARD\": \"DROP\" }";
        String probe = "\"from\": \"pod\", \"to\": \"10.244.2.2:80\"";
        Trace open =
                by("{ \"type\": \"flannel\" }").with("\"policy\": {}", closed).send(probe);
        assertEquals(Fate.DELIVERED, open.outcome());
        Trace shut =
                by("{ \"type\": \"kubenet\" }").with("\"policy\": {}", closed).send(probe);
        assertEquals(Fate.TIMEOUT, shut.outcome());
    }

    @Test
    void calicoMayLeaveWithAnAddressOfItsOwnChoice() {
        assertEquals(
                "10.0.0.77",
                seen(by("{ \"type\": \"calico\", \"natOutgoingAddress\": \"10.0.0.77\" }"), "pod", "198.51.100.9:80"));
    }

    @Test
    void whatANodeSendsIntoCalicosTunnelHasTheTunnelsAddress() {
        String tunnel = "\"cni\": { \"type\": \"bridge\", \"overlay\": { \"type\": \"vxlan\" } }";
        Drawn undetected = DRAWING.with("\"cni\": { \"type\": \"bridge\" }", tunnel)
                .with("{ \"mode\": \"iptables\" }", "{ \"mode\": \"iptables\", \"clusterCIDR\": null }");
        assertEquals("10.0.0.11", seen(undetected, "vm1", "web:80"));
        Drawn calico = undetected.with("{ \"type\": \"cidr\" }", "{ \"type\": \"calico\" }");
        assertEquals("10.244.1.0", seen(calico, "vm1", "web:80"));
    }

    @Test
    void calicoComesBeforeKubeProxyAndTheOthersAfter() {
        assertEquals("cali-POSTROUTING", firstJump(by("{ \"type\": \"calico\" }")));
        assertEquals("KUBE-POSTROUTING", firstJump(by("{ \"type\": \"flannel\" }")));
        assertEquals("KUBE-POSTROUTING", firstJump(by("{ \"type\": \"ip-masq-agent\" }")));
        assertEquals("KUBE-POSTROUTING", firstJump(by("{ \"type\": \"bridge\" }")));
    }

    private static String firstJump(Drawn drawn) {
        var vm1 = Compiler.compile(drawn.design()).network().netns(Id.of("vm1"));
        return IptablesText.print(vm1.ruleset())
                .lines()
                .filter(l -> l.startsWith("-A POSTROUTING"))
                .map(l -> l.replaceFirst(".*-j ", ""))
                .findFirst()
                .orElse("");
    }

    /// kube-proxy's mark is for kube-proxy's rule, whoever else would masquerade.
    @ParameterizedTest
    @CsvSource({"cidr", "bridge", "kubenet", "ip-masq-agent", "flannel", "calico"})
    void aCallOfTheNodeToAServiceIsSeenAsTheNode(String type) {
        Drawn drawn = by("{ \"type\": \"" + type + "\" }");
        assertEquals("10.0.0.11", seen(drawn, "vm1", "web:80"));
        assertEquals(type.equals("bridge") ? "10.0.0.11" : "10.244.1.2", seen(drawn, "pod", "web:80"));
    }

    /// felix/rules/nat.go: TCP and UDP take the ports, what has none does without.
    @Test
    void calicosPortRangeIsForProtocolsThatHavePorts() {
        Drawn drawn = by("{ \"type\": \"calico\", \"natPortRange\": \"50000:50010\" }");
        Trace tcp = drawn.send("\"from\": \"pod\", \"to\": \"198.51.100.9:80\"");
        int port = Integer.parseInt(String.valueOf(tcp.sourceSeen()).replaceFirst(".*:", ""));
        assertTrue(port >= 50000 && port <= 50010, tcp.sourceSeen());
        assertEquals(
                Fate.DELIVERED,
                drawn.send("\"from\": \"pod\", \"to\": \"198.51.100.9\", \"protocol\": \"icmp\"")
                        .outcome());
    }

    @Test
    void calicoMaySpareTheNodesToo() {
        assertEquals("10.0.0.11", seen(by("{ \"type\": \"calico\" }"), "pod", "10.0.0.12:80"));
        Drawn spared = by("{ \"type\": \"calico\", \"natOutgoingExclusions\": \"IPPoolsAndHostIPs\" }");
        assertEquals("10.244.1.2", seen(spared, "pod", "10.0.0.12:80"));
        assertEquals("10.0.0.11", seen(spared, "pod", "198.51.100.9:80"));
    }

    @Test
    void calicosChainsComeLastIfToldSo() {
        Drawn drawn = by("{ \"type\": \"calico\" }")
                .with(
                        "\"cni\": { \"type\": \"bridge\" }",
                        "\"cni\": { \"type\": \"bridge\", \"chainInsertMode\": \"Append\" }");
        assertEquals("KUBE-POSTROUTING", firstJump(drawn));
    }

    @Test
    void anAgentWithTooManyRangesDoesNothing() {
        var ranges = new java.util.ArrayList<String>();
        for (int i = 0; i < 65; i++) {
            ranges.add("\"172.16." + i + ".0/24\"");
        }
        String list = String.join(", ", ranges);
        Drawn drawn = by("{ \"type\": \"ip-masq-agent\", \"exclude\": [" + list + "] }");
        assertEquals("10.244.1.2", seen(drawn, "pod", "10.0.0.12:80"));
        assertTrue(drawn.findings().contains("VS414"), () -> drawn.findings() + "");
    }

    @Test
    void aStepBySuchRulesNamesWhoWritesThem() {
        Trace trace = by("{ \"type\": \"flannel\" }").send("\"from\": \"pod\", \"to\": \"198.51.100.9:80\"");
        assertTrue(trace.steps().stream().anyMatch(s -> s.behaviour() == Behaviour.RULES_OF_PLUGIN));
    }
}
