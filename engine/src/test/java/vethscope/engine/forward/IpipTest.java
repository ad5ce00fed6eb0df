package vethscope.engine.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vethscope.engine.compile.Compiler;
import vethscope.engine.network.World;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.replay.Replay;
import vethscope.engine.trace.Leg;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Step;
import vethscope.engine.trace.Trace;
import vethscope.model.Probe;
import vethscope.model.Protocol;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;

/// Two nodes in different networks whose pods talk through IPIP tunnels, as Calico sets them up. Expectations after
/// net/ipv4/ip_tunnel.c and net/ipv4/ipip.c: outer TTL and DF are the inner packet's, protocol 4, 20 bytes more.
class IpipTest {

    private static final String DESIGN = """
            { "vethscope": 1, "cluster": { "cni": { "type": "ptp", "mtu": 1480, "overlay": { "type": "ipip"%s } }, "masquerade": null },
              "elements": {
                "n1": { "kind": "node", "interfaces": { "eth0": { "address": "10.0.1.11/24" } }, "podCIDR": "10.244.1.0/24",
                        "routes": [ "default via 10.0.1.1" ], "iptables": [ %s ], "sysctl": { "net.ipv4.conf.all.rp_filter": "1" } },
                "n2": { "kind": "node", "interfaces": { "eth0": { "address": "10.0.2.12/24" } }, "podCIDR": "10.244.2.0/24",
                        "routes": [ "default via 10.0.2.1" ]%s, "sysctl": { "net.ipv4.conf.all.rp_filter": "1" } },
                "r": { "kind": "router", "interfaces": { "a": { "address": "10.0.1.1/24" }, "b": { "address": "10.0.2.1/24" } } },
                "p1": { "kind": "pod", "in": "n1", "address": "10.244.1.2/32" },
                "p2": { "kind": "pod", "in": "n2", "address": "10.244.2.2/32",
                        "containers": [ { "name": "web", "ports": [ { "port": 80 }, { "port": 53, "protocol": "UDP" } ] } ] } },
              "links": [ { "from": "p1:eth0", "to": "n1" }, { "from": "p2:eth0", "to": "n2" },
                         { "from": "n1:eth0", "to": "r:a" }, { "from": "n2:eth0", "to": "r:b" } ] }
            """;

    private static Trace send(String text, String from, String to, Protocol protocol, int ttl, int size, boolean df) {
        var design = assertInstanceOf(Reading.Opened.class, Veth.read(text)).design();
        var shape = new Probe.Shape(0, null, ttl, size, df, null, null);
        var probe = new Probe("p", from, null, to, protocol, shape, Probe.Run.DEFAULT, null);
        var network = Compiler.compile(design).network();
        return Replay.of(design, network)
                .play(World.COLD, probe, false)
                .traces()
                .getFirst();
    }

    private static String plain() {
        return DESIGN.formatted("", "", "");
    }

    private static Trace tcp(String text, String from, int ttl) {
        return send(text, from, "p2:80", Protocol.TCP, ttl, 0, false);
    }

    @Test
    void aPacketTravelsInsideAnotherBetweenTheNodes() {
        Trace trace = tcp(plain(), "p1", 64);
        assertEquals("delivered", trace.outcome().json());
        assertEquals("10.244.1.2:40000", trace.sourceSeen());
        Packet onTheWire = trace.steps().stream()
                .filter(s -> s.where().value().equals("r") && s.stage().equals(Step.RECEIVE))
                .filter(s -> s.frame() != null && s.frame().content() instanceof Packet)
                .map(s -> (Packet) s.frame().content())
                .findFirst()
                .orElseThrow();
        var ipip = assertInstanceOf(Payload.Ipip.class, onTheWire.payload());
        assertEquals(
                "10.0.1.11 10.0.2.12 63 80",
                onTheWire.source() + " " + onTheWire.destination() + " " + onTheWire.ttl() + " " + onTheWire.length());
        assertEquals(
                "10.244.1.2:40000 63 60",
                ipip.inner().sourceText() + " " + ipip.inner().ttl() + " "
                        + ipip.inner().length());
        assertTrue(onTheWire.df());
    }

    @Test
    void aNodesOwnPacketCarriesTheTunnelsAddress() {
        assertEquals("10.244.1.0:40000", tcp(plain(), "n1", 64).sourceSeen());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 | ttl-exceeded
            2 | timeout
            3 | delivered
            """)
    void theRouterBetweenTheNodesEndsTheOuterPacketAndTheSenderHearsNothing(int ttl, String outcome) {
        // ipip_err: a tunnel that inherits the TTL ignores "time exceeded"
        assertEquals(outcome, tcp(plain(), "p1", ttl).outcome().json());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -A OUTPUT -p 4 -j DROP                                 | timeout
            -A OUTPUT -p ipencap -d 10.0.2.12 -j DROP              | timeout
            -A INPUT -p ipip -j DROP                               | timeout
            -A FORWARD -o tunl0 -j REJECT                          | refused
            -I FORWARD -i tunl0 -j DROP                            | timeout
            -A OUTPUT -p udp -j DROP                               | delivered
            """)
    void rulesSeeBothTheInnerAndTheOuterPacket(String rule, String outcome) {
        assertEquals(
                outcome,
                tcp(DESIGN.formatted("", "\"" + rule + "\"", ""), "p1", 64)
                        .outcome()
                        .json());
    }

    @Test
    void aTunnelThatPromisesMoreThanItsWayTakesAnswersFragmentationNeeded() {
        Consumer<Trace> tooLong = t -> {
            assertEquals("message-too-long", t.outcome().json());
            assertNotNull(t.reason());
            assertEquals(Reason.TOO_BIG, t.reason().code());
        };
        String wide = DESIGN.replace("\"mtu\": 1480", "\"mtu\": 1500").formatted(", \"mtu\": 1500", "", "");
        tooLong.accept(send(wide, "p1", "p2:53", Protocol.UDP, 64, 1460, true));
        assertEquals(
                "delivered",
                send(wide, "p1", "p2:53", Protocol.UDP, 64, 1460, false)
                        .outcome()
                        .json());
        assertEquals(
                "delivered",
                send(wide, "p1", "p2:53", Protocol.UDP, 64, 1452, true)
                        .outcome()
                        .json());
    }

    @Test
    void aNodeWithoutATunnelDoesNotSpeakTheProtocol() {
        String oneSided = DESIGN.formatted("", "", ", \"cni\": { \"type\": \"ptp\" }")
                .replace(
                        "\"default via 10.0.1.1\"",
                        "\"default via 10.0.1.1\", \"10.244.2.0/24 via 10.0.2.12 dev tunl0 onlink\"");
        Trace trace = tcp(oneSided, "p1", 64);
        assertEquals("timeout", trace.outcome().json());
        assertNotNull(trace.reason());
        assertEquals(Reason.NO_TUNNEL, trace.reason().code());
        // ip_protocol_deliver_rcu: ICMP protocol unreachable to the other node, which tells nobody
        assertTrue(trace.steps().stream().anyMatch(s -> s.leg() == Leg.ICMP_ERROR));
    }
}
