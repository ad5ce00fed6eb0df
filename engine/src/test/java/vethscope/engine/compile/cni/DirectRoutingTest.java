package vethscope.engine.compile.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vethscope.engine.compile.Drawn;
import vethscope.engine.trace.Fate;
import vethscope.engine.trace.Trace;

/// Tunnels only where a router lies between: flannel pkg/backend/vxlan/vxlan_network.go, calico's CrossSubnet.
class DirectRoutingTest {

    private static Drawn drawn(String overlay) {
        return new Drawn("""
                "cluster": { "podCIDR": "10.244.0.0/16", "kubeProxy": { "mode": "none" }, "masquerade": null,
                  "cni": { "type": "bridge", "overlay": { %s } } },
                "elements": {
                  "lan": { "kind": "switch" },
                  "vm1": { "kind": "node", "podCIDR": "10.244.1.0/24", "routes": ["default via 10.0.0.1"],
                    "interfaces": { "eth0": { "address": "10.0.0.11/24" } } },
                  "vm2": { "kind": "node", "podCIDR": "10.244.2.0/24", "routes": ["default via 10.0.0.1"],
                    "interfaces": { "eth0": { "address": "10.0.0.12/24" } } },
                  "vm3": { "kind": "node", "podCIDR": "10.244.3.0/24", "routes": ["default via 10.0.3.1"],
                    "interfaces": { "eth0": { "address": "10.0.3.13/24" } } },
                  "gw": { "kind": "router", "interfaces": {
                    "eth0": { "address": "10.0.0.1/24" }, "eth1": { "address": "10.0.3.1/24" } } },
                  "b1": { "kind": "bridge", "in": "vm1", "address": "10.244.1.1/24" },
                  "b2": { "kind": "bridge", "in": "vm2", "address": "10.244.2.1/24" },
                  "b3": { "kind": "bridge", "in": "vm3", "address": "10.244.3.1/24" },
                  "p1": { "kind": "pod", "in": "vm1", "address": "10.244.1.2/24" },
                  "p2": { "kind": "pod", "in": "vm2", "address": "10.244.2.2/24" },
                  "p3": { "kind": "pod", "in": "vm3", "address": "10.244.3.2/24" } },
                "links": [ { "from": "vm1:eth0", "to": "lan" }, { "from": "vm2:eth0", "to": "lan" },
                  { "from": "gw:eth0", "to": "lan" }, { "from": "vm3:eth0", "to": "gw:eth1" },
                  { "from": "p1", "to": "b1" }, { "from": "p2", "to": "b2" }, { "from": "p3", "to": "b3" } ]
                """.formatted(overlay));
    }

    private static Trace ping(Drawn drawn, String to) {
        return drawn.send("\"from\": \"p1\", \"to\": \"" + to + "\", \"protocol\": \"icmp\"");
    }

    private static boolean isTunnelled(Trace trace) {
        return trace.steps().stream().anyMatch(s -> s.stage().startsWith("tunnel"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vxlan", "ipip"})
    void nodesOfOneSubnetAreReachedWithoutTheTunnel(String type) {
        Drawn direct = drawn("\"type\": \"" + type + "\", \"directRouting\": true");
        Trace near = ping(direct, "10.244.2.2");
        assertEquals(Fate.DELIVERED, near.outcome());
        assertEquals(false, isTunnelled(near));
        Trace far = ping(direct, "10.244.3.2");
        assertEquals(Fate.DELIVERED, far.outcome());
        assertTrue(isTunnelled(far));
        assertTrue(isTunnelled(ping(drawn("\"type\": \"" + type + "\""), "10.244.2.2")));
    }

    @Test
    void aMissingPeerIsNotReachedDirectlyEither() {
        Drawn missing = drawn("\"type\": \"vxlan\", \"directRouting\": true, \"missingPeers\": [\"vm2\"]");
        Trace trace = ping(missing, "10.244.2.2");
        assertTrue(trace.outcome() != Fate.DELIVERED);
        assertEquals(false, isTunnelled(trace));
    }
}
