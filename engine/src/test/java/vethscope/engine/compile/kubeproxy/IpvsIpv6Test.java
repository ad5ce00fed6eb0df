package vethscope.engine.compile.kubeproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vethscope.engine.compile.Compiler;
import vethscope.engine.compile.Drawn;
import vethscope.engine.trace.Trace;
import vethscope.model.Id;

/// IPVS over IPv6, on two dual-stack nodes. Numbers name the facts of kube-proxy's IPVS mode in docs/fidelity.md, which
/// are the same for both families (pkg/proxy/ipvs/proxier.go NewDualStackProxier makes a proxier of each).
class IpvsIpv6Test {

    private static final Drawn CLUSTER = new Drawn("""
            "name": "ipvs",
            "cluster": { "podCIDR": ["10.244.0.0/16", "fd00:244::/48"], "serviceCIDR": ["10.96.0.0/12", "fd00:96::/112"], "kubeProxy": { "mode": "ipvs" } },
            "elements": {
              "lan": { "kind": "switch" },
              "n1": { "kind": "node", "interfaces": { "eth0": { "address": ["10.0.0.11/24", "2001:db8::11/64"] } }, "podCIDR": ["10.244.1.0/24", "fd00:244:0:1::/64"],
                "routes": ["default via 10.0.0.1", "10.244.2.0/24 via 10.0.0.12", "default via 2001:db8::1", "fd00:244:0:2::/64 via 2001:db8::12"] },
              "n1-br": { "kind": "bridge", "in": "n1", "device": "cni0", "address": ["10.244.1.1/24", "fd00:244:0:1::1/64"] },
              "a": { "kind": "pod", "in": "n1", "labels": { "app": "client" }, "address": ["10.244.1.2/24", "fd00:244:0:1::2/64"],
                "containers": [ { "name": "a", "ports": [ { "port": 80 } ] } ] },
              "b": { "kind": "pod", "in": "n1", "labels": { "app": "near" }, "address": ["10.244.1.3/24", "fd00:244:0:1::3/64"],
                "containers": [ { "name": "b", "ports": [ { "port": 8080 }, { "protocol": "UDP", "port": 53 } ] } ] },
              "n2": { "kind": "node", "interfaces": { "eth0": { "address": ["10.0.0.12/24", "2001:db8::12/64"] } }, "podCIDR": ["10.244.2.0/24", "fd00:244:0:2::/64"],
                "routes": ["default via 10.0.0.1", "10.244.1.0/24 via 10.0.0.11", "default via 2001:db8::1", "fd00:244:0:1::/64 via 2001:db8::11"] },
              "n2-br": { "kind": "bridge", "in": "n2", "device": "cni0", "address": ["10.244.2.1/24", "fd00:244:0:2::1/64"] },
              "c": { "kind": "pod", "in": "n2", "labels": { "app": "far" }, "address": ["10.244.2.2/24", "fd00:244:0:2::2/64"],
                "containers": [ { "name": "c", "ports": [ { "port": 8080 } ] } ] },
              "d": { "kind": "pod", "in": "n2", "labels": { "app": "far" }, "address": ["10.244.2.3/24", "fd00:244:0:2::3/64"],
                "containers": [ { "name": "d", "ports": [ { "port": 8080 } ] } ] },
              "ext": { "kind": "host", "interfaces": { "eth0": { "address": ["10.0.0.9/24", "2001:db8::9/64"] } } },
              "near": { "kind": "service", "type": "NodePort", "clusterIPs": ["fd00:96::1", "10.96.0.1"], "selector": { "app": "near" },
                "ports": [ { "name": "http", "port": 80, "targetPort": 8080, "nodePort": 30080 }, { "name": "dns", "protocol": "UDP", "port": 53 } ] },
              "far": { "kind": "service", "type": "NodePort", "clusterIPs": ["fd00:96::2", "10.96.0.2"], "selector": { "app": "far" },
                "ports": [ { "port": 80, "targetPort": 8080, "nodePort": 30081 } ] },
              "local": { "kind": "service", "type": "LoadBalancer", "clusterIPs": ["fd00:96::3"], "loadBalancerIPs": ["2001:db8:f::3"], "externalTrafficPolicy": "Local",
                "selector": { "app": "near" }, "loadBalancerSourceRanges": ["2001:db8::9/128"], "ports": [ { "port": 80, "targetPort": 8080, "nodePort": 30082 } ] },
              "none": { "kind": "service", "clusterIPs": ["fd00:96::4"], "selector": { "app": "nobody" }, "ports": [ { "port": 80 } ] },
              "self": { "kind": "service", "clusterIPs": ["fd00:96::5"], "selector": { "app": "client" }, "ports": [ { "port": 80 } ] },
              "sticky": { "kind": "service", "clusterIPs": ["fd00:96::6"], "selector": { "app": "far" }, "sessionAffinity": "ClientIP",
                "ports": [ { "port": 80, "targetPort": 8080 } ] }
            },
            "links": [ { "from": "a", "to": "n1-br" }, { "from": "b", "to": "n1-br" }, { "from": "c", "to": "n2-br" }, { "from": "d", "to": "n2-br" },
              { "from": "n1:eth0", "to": "lan" }, { "from": "n2:eth0", "to": "lan" }, { "from": "ext:eth0", "to": "lan" } ]
            """);

    private static Trace send(String from, String to) {
        String protocol = to.endsWith(":53") ? "udp" : to.startsWith("[") ? "tcp" : "icmp";
        return CLUSTER.send("\"from\": \"" + from + "\", \"to\": \"" + to + "\", \"protocol\": \"" + protocol + "\"");
    }

    private static String seen(Trace trace) {
        String source = trace.sourceSeen();
        return source.substring(0, source.lastIndexOf(':'));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            a,   [fd00:96::1]:80,       b, [fd00:244:0:1::2], 1 5: a pod of the cluster is seen as it is
            a,   [fd00:96::1]:53,       b, [fd00:244:0:1::2], the same over UDP
            n1,  [fd00:96::1]:80,       b, [fd00:244:0:1::1], 5: the node is hidden behind the bridge's address
            ext, [2001:db8::11]:30080,  b, [fd00:244:0:1::1], 5: a client from outside through a node port
            a,   [2001:db8::11]:30080,  b, [fd00:244:0:1::1], 5: a pod through a node port
            ext, [2001:db8::11]:30082,  b, [2001:db8::9],     5 10: a Local policy keeps the client's address
            a,   [fd00:96::5]:80,       a, [fd00:244:0:1::1], 6: a pod that calls itself
            """)
    void aCallReachesTheRealServer(String from, String to, String at, String source, String fact) {
        Trace trace = send(from, to);
        assertEquals("delivered", Drawn.ending(trace), fact);
        assertEquals(at, trace.at().element().value(), fact);
        assertEquals(source, seen(trace), fact);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            a,   [fd00:96::1]:81,      8: a port that the service does not have
            a,   fd00:96::1,           8: ping
            a,   [fd00:96::4]:80,      11: no real servers
            n1,  [fd00:96::4]:80,      11: no real servers, from the node
            n1,  [::1]:30080,          12: node ports are not on loopback
            """)
    void aCallIsRefused(String from, String to, String fact) {
        assertEquals("refused", send(from, to).outcome().json(), fact);
    }

    @Test
    void theNodesHaveTheAddressesOnKubeIpvs0AndVirtualServersOfBothFamilies() {
        var node = Compiler.compile(CLUSTER.design()).network().netns(Id.of("n1"));
        List<String> addresses = node.iface("kube-ipvs0").addresses().stream()
                .map(Object::toString)
                .filter(text -> text.contains(":"))
                .toList();
        assertEquals(
                List.of(
                                "fd00:96::1/128",
                                "fd00:96::2/128",
                                "fd00:96::3/128",
                                "fd00:96::4/128",
                                "fd00:96::5/128",
                                "fd00:96::6/128",
                                "2001:db8:f::3/128")
                        .stream()
                        .sorted()
                        .toList(),
                addresses.stream().sorted().toList());
        assertTrue(node.ruleset().sets().keySet().stream().anyMatch(name -> name.startsWith("KUBE-6-")));
    }

    @Test
    void aLocalPolicyWithoutALocalEndpointAnswersFromElsewhereAndIsNotHeard() {
        assertEquals("timeout", send("ext", "[2001:db8::12]:30082").outcome().json(), "9");
    }

    @Test
    void onlyTheSourceRangesReachALoadBalancersAddress() {
        Trace inside = CLUSTER.send(
                "\"arrivesAt\": \"n1:eth0\", \"sourceIP\": \"2001:db8::9\", \"to\": \"[2001:db8:f::3]:80\"");
        Trace outside = CLUSTER.send(
                "\"arrivesAt\": \"n1:eth0\", \"sourceIP\": \"2001:db8::12\", \"to\": \"[2001:db8:f::3]:80\"");
        assertEquals("b", inside.at().element().value(), "7");
        assertEquals("timeout", outside.outcome().json(), "7");
    }

    @Test
    void bothRealServersAreChosen() {
        assertEquals(
                List.of("c", "d"),
                CLUSTER.branches("\"from\": \"a\", \"to\": \"[fd00:96::2]:80\"").stream()
                        .sorted()
                        .toList());
        assertEquals(
                List.of("c", "d"),
                CLUSTER.branches("\"from\": \"a\", \"to\": \"[fd00:96::6]:80\"").stream()
                        .sorted()
                        .toList());
    }

    @Test
    void ipv4IsServedBesideIt() {
        Trace trace = CLUSTER.send("\"from\": \"a\", \"to\": \"10.96.0.1:80\"");
        assertEquals("delivered", Drawn.ending(trace));
        assertEquals("10.244.1.2", seen(trace));
    }
}
