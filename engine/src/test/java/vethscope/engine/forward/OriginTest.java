package vethscope.engine.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import vethscope.engine.compile.Compiler;
import vethscope.engine.network.World;
import vethscope.engine.origin.Origin;
import vethscope.engine.replay.Replay;
import vethscope.engine.trace.Entry;
import vethscope.engine.trace.Sentence;
import vethscope.engine.trace.Step;
import vethscope.engine.trace.Trace;
import vethscope.model.Design;
import vethscope.model.Probe;
import vethscope.model.Protocol;
import vethscope.model.address.Mac;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;

/// A step that an entry decided says where that entry comes from.
class OriginTest {

    /// Two nodes on a vpc, a Service, a policy, and a line of the owner's own.
    private static final String CLUSTER = """
            { "vethscope": 1,
              "cluster": { "podCIDR": "10.244.0.0/16" },
              "elements": {
                "vpc": { "kind": "vpc", "cidr": "10.0.0.0/16", "subnets": { "a": { "cidr": "10.0.1.0/24" } }, "routes": [ "10.244.1.0/24 via vm1", "10.244.2.0/24 via vm2" ] },
                "vm1": { "kind": "node", "interfaces": { "eth0": { "address": "10.0.1.10/24", "sourceDestCheck": %s } }, "podCIDR": "10.244.1.0/24",
                         "routes": [ "10.9.0.0/16 via 10.0.1.1", "default via 10.0.1.1" ], "iptables": [ "-N MINE", "-A FORWARD -p udp --dport 53 -j DROP" ] },
                "vm2": { "kind": "node", "interfaces": { "eth0": { "address": "10.0.1.20/24", "sourceDestCheck": false } }, "podCIDR": "10.244.2.0/24", "routes": [ "default via 10.0.1.1" ],
                         "policy": { "INPUT": "DROP" } },
                "br1": { "kind": "bridge", "in": "vm1", "address": "10.244.1.1/24" },
                "br2": { "kind": "bridge", "in": "vm2", "address": "10.244.2.1/24" },
                "client": { "kind": "pod", "in": "vm1", "address": "10.244.1.2/24" },
                "web": { "kind": "pod", "in": "vm2", "address": "10.244.2.2/24", "labels": { "app": "web" }, "containers": [ { "name": "web", "ports": [ { "port": 80, "hostPort": 8000 } ] } ] },
                "closed": { "kind": "pod", "in": "vm2", "address": "10.244.2.3/24", "labels": { "app": "closed" }, "containers": [ { "name": "web", "ports": [ { "port": 80 } ] } ] },
                "shop": { "kind": "service", "clusterIP": "10.96.0.10", "endpoints": [ "web" ], "ports": [ { "port": 80, "targetPort": 80 } ] },
                "deny": { "kind": "network-policy", "podSelector": { "matchLabels": { "app": "closed" } }, "policyTypes": [ "Ingress" ] } },
              "links": [ { "from": "vm1:eth0", "to": "vpc" }, { "from": "vm2:eth0", "to": "vpc" },
                         { "from": "client:eth0", "to": "br1" }, { "from": "web:eth0", "to": "br2" }, { "from": "closed:eth0", "to": "br2" } ] }
            """;

    private static Trace send(String text, String from, String to, Protocol protocol) {
        Design design = assertInstanceOf(Reading.Opened.class, Veth.read(text)).design();
        var shape = new Probe.Shape(0, null, 64, 0, false, null, null);
        var probe = new Probe("p", from, null, to, protocol, shape, Probe.Run.DEFAULT, null);
        return Replay.of(design, Compiler.compile(design).network())
                .play(World.COLD, probe, false)
                .traces()
                .getFirst();
    }

    private static Trace cluster(String to, Protocol protocol) {
        return send(CLUSTER.formatted("false"), "client", to, protocol);
    }

    /// The origins of the entries at one place and stage, in order.
    private static List<String> at(Trace trace, String where, String stage) {
        return trace.steps().stream()
                .filter(s -> s.where().value().equals(where) && s.stage().equals(stage))
                .map(Step::origin)
                .filter(Objects::nonNull)
                .map(s -> s.in(Locale.ENGLISH))
                .distinct()
                .toList();
    }

    @Test
    void aRouteNamesItsAuthor() {
        Trace trace = cluster("10.244.2.2:80", Protocol.TCP);
        assertEquals("the CNI plugin", at(trace, "client", "route").getFirst());
        assertEquals("vm1's own routes, line 2", at(trace, "vm1", "route").getFirst());
        assertEquals("the route table of vpc", at(trace, "vpc", "route").getFirst());
        assertEquals(
                "the kernel's own, made with the address 10.244.2.1 of cni0",
                at(trace, "vm2", "route").getFirst());
        assertEquals(
                "the kernel's own, made with the address 10.244.2.2 of eth0",
                at(trace, "web", "route").getFirst());
    }

    @Test
    void aRuleOfKubeProxyNamesItsService() {
        Trace trace = cluster("shop:80", Protocol.TCP);
        assertEquals(List.of("kube-proxy, for Service default/shop"), at(trace, "vm1", "nat PREROUTING"));
        // the answer's source is put back without asking the rules again
        assertEquals(
                List.of(
                        "the policy of the chain POSTROUTING, which holds where no rule decides",
                        "the connection: what its first packet was given holds for all"),
                at(trace, "vm1", "nat POSTROUTING"));
    }

    @Test
    void aPolicyIsNamedWhereItDenies() {
        assertTrue(at(cluster("10.244.2.3:80", Protocol.TCP), "vm2", "filter FORWARD")
                .contains("the CNI plugin, for NetworkPolicy default/deny"));
    }

    @Test
    void theOwnersLineIsCounted() {
        assertEquals(
                List.of("vm1's own iptables, line 2"),
                at(cluster("10.244.2.2:53", Protocol.UDP), "vm1", "filter FORWARD"));
    }

    @Test
    void theMasqueradeIsTheCniPlugins() {
        assertEquals(
                List.of("the CNI plugin's masquerade, which hides pods behind their node"),
                at(cluster("10.0.1.20:8000", Protocol.TCP), "vm1", "nat POSTROUTING"));
    }

    @Test
    void aPortOfTheHostIsTheCniPlugins() {
        assertEquals(
                "the CNI plugin",
                at(cluster("10.0.1.20:8000", Protocol.TCP), "vm2", "nat PREROUTING")
                        .getFirst());
    }

    @Test
    void aChainsPolicyIsNoRule() {
        assertEquals(
                List.of("the policy of the chain INPUT, which holds where no rule decides"),
                at(cluster("10.0.1.20:9", Protocol.TCP), "vm2", "filter INPUT"));
    }

    @Test
    void whoAnswersForAnAddressSaysWhy() {
        assertEquals(
                "the kernel's own, made with the address 10.244.1.1 of cni0",
                at(cluster("10.244.2.2:80", Protocol.TCP), "vm1", "arp").getFirst());
        Trace routed = send("""
                { "vethscope": 1,
                  "cluster": { "cni": { "type": "ptp" } },
                  "elements": {
                    "vm1": { "kind": "node", "interfaces": { "eth0": { "address": "10.0.0.11/24" } }, "podCIDR": "10.244.1.0/24", "routes": [ "default via 10.0.0.1" ] },
                    "a": { "kind": "pod", "in": "vm1", "address": "10.244.1.2/32" },
                    "b": { "kind": "pod", "in": "vm1", "address": "10.244.1.3/32", "containers": [ { "name": "web", "ports": [ { "port": 80 } ] } ] } },
                  "links": [ { "from": "a:eth0", "to": "vm1" }, { "from": "b:eth0", "to": "vm1" } ] }
                """, "a", "10.244.1.3:80", Protocol.TCP);
        assertEquals(List.of("the CNI plugin"), at(routed, "vm1", "arp"));
        assertTrue(routed.steps().stream().anyMatch(s -> "net.ipv4.conf.calia.proxy_arp = 1".equals(s.rule())));
    }

    @Test
    void aSwitchThatStopsAPacketIsNamedWithWhoTurnedIt() {
        String off = CLUSTER.formatted("false").replace("\"policy\": { \"INPUT\": \"DROP\" }", """
                "sysctl": { "net.ipv4.ip_forward": "0" }""");
        Step drop = send(off, "client", "10.244.2.2:80", Protocol.TCP).steps().stream()
                .filter(s -> s.stage().equals("drop"))
                .findFirst()
                .orElseThrow();
        assertEquals("net.ipv4.ip_forward = 0", drop.rule());
        assertEquals("vm2's own sysctl", Objects.requireNonNull(drop.origin()).in(Locale.ENGLISH));
    }

    @Test
    void aCloudsCheckNamesTheInterface() {
        Trace trace = send(CLUSTER.formatted("true"), "client", "10.244.2.2:80", Protocol.TCP);
        assertEquals(List.of("the cloud's source/destination check of vm1 eth0"), at(trace, "vpc", "filter FORWARD"));
    }

    @Test
    void aBridgeLearnedWhereItSends() {
        Trace trace = cluster("10.244.2.2:80", Protocol.TCP);
        String mac = Mac.generated("client", "eth0").toString();
        assertTrue(
                at(trace, "vm1", "bridge").contains("learned from a frame of " + mac + " that came in by vethclient"));
    }

    @Test
    void aSocketIsItsContainers() {
        Trace trace = cluster("10.244.2.2:80", Protocol.TCP);
        assertEquals(
                "the container web of web, which listens there",
                at(trace, "web", "deliver").getFirst());
        assertTrue(trace.steps().stream().anyMatch(s -> "tcp LISTEN *:80".equals(s.rule())));
    }

    @Test
    void aRuleOfIpRuleAnswersItself() {
        Trace trace = send("""
                { "vethscope": 1,
                  "elements": {
                    "h": { "kind": "host", "interfaces": { "eth0": { "address": "10.0.0.1/24" } }, "rules": [ "to 10.0.0.9 prohibit priority 9" ] },
                    "lan": { "kind": "switch" } },
                  "links": [ { "from": "h:eth0", "to": "lan" } ] }
                """, "h", "10.0.0.9:80", Protocol.TCP);
        assertEquals(List.of("the answer of a line of ip rule"), at(trace, "h", "route"));
    }

    /// A tunnel's routes are flannel's; what a gateway translates is what it is there for.
    @Test
    void tunnelsAndGatewaysSayWhoTheyAre() {
        String overlay = CLUSTER.formatted("false")
                .replace(
                        "\"podCIDR\": \"10.244.0.0/16\"",
                        "\"podCIDR\": \"10.244.0.0/16\", \"cni\": { \"type\": \"bridge\", \"overlay\": { \"type\": \"vxlan\", \"device\": \"flannel.1\" } }");
        assertEquals(
                "the network plugin flannel",
                at(send(overlay, "client", "10.244.2.2:80", Protocol.TCP), "vm1", "route")
                        .getFirst());
        assertEquals(
                List.of("the network plugin flannel"),
                at(send(overlay, "client", "10.244.2.2:80", Protocol.TCP), "vm1", "tunnel"));
        String gateway = """
                { "vethscope": 1,
                  "elements": {
                    "a": { "kind": "host", "interfaces": { "eth0": { "address": "10.0.0.2/24" } }, "routes": [ "default via 10.0.0.1" ] },
                    "nat": { "kind": "nat-gateway", "interfaces": { "in": { "address": "10.0.0.1/24" }, "out": { "address": "203.0.113.1/24" } }, "outside": "out" },
                    "b": { "kind": "host", "interfaces": { "eth0": { "address": "203.0.113.2/24" } } } },
                  "links": [ { "from": "a:eth0", "to": "nat:in" }, { "from": "nat:out", "to": "b:eth0" } ] }
                """;
        assertEquals(
                "what nat is there for",
                at(send(gateway, "a", "203.0.113.2:80", Protocol.TCP), "nat", "nat POSTROUTING")
                        .getFirst());
    }

    @Test
    void everyOriginIsWordedInBothLanguages() {
        for (var kind : Origin.Kind.values()) {
            Sentence by = Entry.by(new Origin(kind, "NAME", 3));
            assertNotEquals(by.in(Locale.ENGLISH), by.in(Locale.SIMPLIFIED_CHINESE), kind.name());
            assertFalse(by.in(Locale.ENGLISH).contains("{"), kind.name());
        }
    }
}
