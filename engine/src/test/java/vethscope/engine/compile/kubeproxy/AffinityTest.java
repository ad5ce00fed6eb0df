package vethscope.engine.compile.kubeproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vethscope.engine.compile.Compiler;
import vethscope.engine.compile.Drawn;
import vethscope.engine.network.Recent;
import vethscope.engine.network.World;
import vethscope.engine.replay.Played;
import vethscope.engine.replay.Replay;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Probe;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;

/// Session affinity by the client's address, as proxier.go of iptables and nftables mode writes it and
/// net/netfilter/xt_recent.c remembers it.
class AffinityTest {

    private static final Drawn DRAWING = new Drawn("""
            "cluster": { "podCIDR": "10.244.0.0/16", "kubeProxy": { "mode": "iptables" }, "masquerade": null },
            "elements": {
              "vm1": { "kind": "node", "podCIDR": "10.244.1.0/24", "routes": ["default via 10.0.0.9"],
                "interfaces": { "eth0": { "address": "10.0.0.11/24" } } },
              "cni0": { "kind": "bridge", "in": "vm1", "address": "10.244.1.1/24" },
              "a": { "kind": "pod", "in": "vm1", "address": "10.244.1.2/24", "labels": { "app": "web" },
                "containers": [ { "name": "web", "ports": [ { "port": 80 } ] } ] },
              "b": { "kind": "pod", "in": "vm1", "address": "10.244.1.3/24", "labels": { "app": "web" },
                "containers": [ { "name": "web", "ports": [ { "port": 80 } ] } ] },
              "c": { "kind": "pod", "in": "vm1", "address": "10.244.1.4/24", "labels": { "app": "web" },
                "containers": [ { "name": "web", "ports": [ { "port": 80 } ] } ] },
              "client": { "kind": "host", "interfaces": { "eth0": { "address": "10.0.0.9/24" } },
                "routes": ["10.96.0.0/12 via 10.0.0.11"] },
              "svc": { "kind": "service", "type": "NodePort", "clusterIP": "10.96.0.10", "selector": { "app": "web" },
                "sessionAffinity": "ClientIP", "sessionAffinityTimeoutSeconds": 600,
                "ports": [ { "port": 80, "nodePort": 30080 } ] } },
            "links": [ { "from": "vm1:eth0", "to": "client:eth0" }, { "from": "a", "to": "cni0" },
              { "from": "b", "to": "cni0" }, { "from": "c", "to": "cni0" } ]
            """);

    private World world = World.COLD;
    private int port = 40000;

    /// Where the client's next connection ends, with a seed of its own.
    private String call(Design design, String to) {
        var shape = new Probe.Shape(port++, null, 64, 0, false, null, null);
        var probe = new Probe("p", "client", null, to, Protocol.TCP, shape, new Probe.Run(true, 1, port), null);
        Played played = Replay.of(design, Compiler.compile(design).network()).play(world, probe, false);
        world = played.after();
        return java.util.Objects.requireNonNull(played.traces().getFirst().at())
                .element()
                .value();
    }

    private void later(long seconds) {
        world = world.at(world.micros() + seconds * 1_000_000);
    }

    private static Design in(String mode) {
        return DRAWING.with("\"mode\": \"iptables\"", "\"mode\": \"" + mode + "\"")
                .design();
    }

    @ParameterizedTest
    @ValueSource(strings = {"iptables", "nftables"})
    void aClientKeepsItsEndpointWhicheverAddressItCalls(String mode) {
        Design design = in(mode);
        String first = call(design, "10.96.0.10:80");
        for (int i = 0; i < 8; i++) {
            assertEquals(first, call(design, i % 2 == 0 ? "10.0.0.11:30080" : "10.96.0.10:80"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"iptables", "nftables"})
    void eachConnectionBeginsTheTimeAnew(String mode) {
        Design design = in(mode);
        String first = call(design, "10.96.0.10:80");
        for (int i = 0; i < 4; i++) {
            later(590);
            assertEquals(first, call(design, "10.96.0.10:80"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"iptables", "nftables"})
    void afterTheTimeAClientIsDrawnAgain(String mode) {
        Design design = in(mode);
        Set<String> ends = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            ends.add(call(design, "10.96.0.10:80"));
            later(601);
        }
        assertTrue(ends.size() > 1, ends::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"iptables", "nftables"})
    void aClientMovesOnWhenItsEndpointIsNoLongerUsed(String mode) {
        Design design = in(mode);
        String first = call(design, "10.96.0.10:80");
        String json = DRAWING.with("\"mode\": \"iptables\"", "\"mode\": \"" + mode + "\"")
                .json();
        Design without =
                new Drawn(json.replace("\"" + first + "\": {", "\"" + first + "\": { \"ready\": false,")).design();
        String second = call(without, "10.96.0.10:80");
        assertTrue(!first.equals(second));
        assertEquals(second, call(without, "10.96.0.10:80"));
    }

    // ip_list_tot

    @Test
    void aListOfXtRecentHoldsAHundredAddressesASetOfNftablesAny() {
        assertEquals(100, remembered("KUBE-SEP-X"));
        assertEquals(101, remembered("affinity-X/default/svc/tcp/"));
    }

    private static long remembered(String list) {
        Id node = Id.of("vm1");
        World after = World.COLD;
        for (int i = 0; i <= 100; i++) {
            after = after.with(new Recent.Seen(node, list, Ip.parse("10.0.1." + i), i));
        }
        World last = after;
        assertEquals(list.startsWith("KUBE") ? 0 : 1, last.recent().times(node, list, Ip.parse("10.0.1.0"), 200, 0));
        assertEquals(1, last.recent().times(node, list, Ip.parse("10.0.1.1"), 200, 0));
        return java.util.stream.IntStream.rangeClosed(0, 100)
                .filter(i -> last.recent().times(node, list, Ip.parse("10.0.1." + i), 200, 0) > 0)
                .count();
    }
}
