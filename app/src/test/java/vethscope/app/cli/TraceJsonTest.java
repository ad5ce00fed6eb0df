package vethscope.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import vethscope.engine.network.Conntrack;
import vethscope.engine.network.World;
import vethscope.engine.origin.Origin;
import vethscope.engine.packet.Arp;
import vethscope.engine.packet.Frame;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.packet.Problem;
import vethscope.engine.stage.Draft;
import vethscope.engine.trace.Behaviour;
import vethscope.engine.trace.Entry;
import vethscope.engine.trace.Event;
import vethscope.engine.trace.Fate;
import vethscope.engine.trace.Leg;
import vethscope.engine.trace.Place;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Sentence;
import vethscope.engine.trace.Step;
import vethscope.engine.trace.Trace;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// The contract of `trace --format json`, key by key.
class TraceJsonTest {

    private static final Ip POD = Ip.parse("10.244.1.2");
    private static final Ip VIP = Ip.parse("10.96.0.10");
    private static final Mac MAC1 = Mac.parse("02:00:00:00:00:0a");
    private static final Mac MAC2 = Mac.parse("02:00:00:00:00:0b");

    private static Packet packet(Ip source, Ip destination, Payload payload) {
        return new Packet(source, destination, 64, false, 60, null, payload);
    }

    private static Payload.Tcp syn() {
        return new Payload.Tcp(40000, 80, Payload.Tcp.Flags.SYN);
    }

    private static Trace trace(Fate fate, Trace.@Nullable Cause cause, Trace.@Nullable Arrival at, Step... steps) {
        var sent = new Trace.Sent("client reaches web", "pod1", "web:80", Protocol.TCP, 80, 40000, 0, 1);
        boolean arrived = at != null;
        return new Trace(
                sent,
                fate,
                cause,
                at,
                arrived ? new Packet.End(POD, 40000) : null,
                arrived ? new Packet.End(VIP, 80) : null,
                List.of("pod4", "10.9.9.9:80"),
                List.of(),
                List.of(steps),
                World.COLD);
    }

    private record Told() implements Entry {
        @Override
        public Sentence origin() {
            return Entry.by(Origin.service("default/web"));
        }

        @Override
        public String toString() {
            return "-A KUBE-SEP-X -j DNAT";
        }
    }

    private record Known(Id id, Behaviour work) implements Place {
        @Override
        public Behaviour behaviour(Step step) {
            return work;
        }
    }

    private static Step wire(Frame frame) {
        return wire(frame, Behaviour.ROUTING);
    }

    private static Step wire(Frame frame, Behaviour work) {
        var text = Sentence.of("wire.transmit", "pod1", "eth0");
        Event sight = new Draft("transmit", "eth0", text, frame, null, null, List.of(), List.of());
        return new Step(1, Leg.REQUEST, new Known(Id.of("pod1"), work), sight, 0);
    }

    private static String json(Trace trace) throws IOException {
        var bytes = new ByteArrayOutputStream();
        JsonGenerator json = Json.to(bytes, 1, 2);
        new TraceJson(json, Locale.ENGLISH).write(trace, null);
        Json.end(json);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String packet(Frame frame) throws IOException {
        String all = json(trace(Fate.TIMEOUT, null, null, wire(frame)));
        return all.substring(all.indexOf("\"packet\": ") + 10, all.indexOf(", \"rule\""));
    }

    @Test
    void aDeliveredProbeWithItsRewriteAndItsConnection() throws IOException {
        var original = new Conntrack.Tuple(Protocol.TCP, POD, 40000, VIP, 80);
        var reply = new Conntrack.Tuple(Protocol.TCP, Ip.parse("10.244.2.2"), 8080, POD, 40000);
        var connection = new Conntrack.Connection(1, original, reply, Conntrack.State.SYN_SENT, false, 0);
        Event nat = new Draft(
                "nat PREROUTING",
                null,
                Sentence.of("nat.none"),
                null,
                new Told(),
                new Step.Rewrite("dst", "10.96.0.10:80", "10.244.2.2:8080"),
                List.of(new Conntrack.Recorded(Id.of("vm1"), connection, true)),
                List.of());
        Step step = new Step(2, Leg.REQUEST, new Known(Id.of("vm1"), Behaviour.ROUTING), nat, 0);
        var at = new Trace.Arrival(Id.of("pod4"), "web", Ip.parse("10.244.2.2"), 8080);
        assertEquals(
                """
                {
                  "probe": { "name": "client reaches web", "from": "pod1", "to": "web:80", "protocol": "tcp", "port": 80, "sourcePort": 40000, "attempt": 0, "seed": 1 },
                  "outcome": "delivered",
                  "reason": null,
                  "at": { "element": "pod4", "container": "web", "address": "10.244.2.2", "port": 8080 },
                  "sourceSeen": "10.244.1.2:40000",
                  "replySeen": "10.96.0.10:80",
                  "branches": [
                    "pod4",
                    "10.9.9.9:80"
                  ],
                  "steps": [
                    { "n": 1, "leg": "request", "where": "pod1", "netns": "pod1", "interface": "eth0", "stage": "transmit", "text": "pod1 sends from eth0", "packet": { "smac": "02:00:00:00:00:0a", "dmac": "02:00:00:00:00:0b", "protocol": "tcp", "src": "10.244.1.2:40000", "dst": "10.96.0.10:80", "ttl": 64, "size": 60 }, "rule": null, "changes": [], "basis": "kernel", "behaviour": "routing" },
                    { "n": 2, "leg": "request", "where": "vm1", "netns": "vm1", "interface": null, "stage": "nat PREROUTING", "text": "No rule rewrites it", "rule": "-A KUBE-SEP-X -j DNAT", "origin": "kube-proxy, for Service default/web", "rewrite": { "field": "dst", "from": "10.96.0.10:80", "to": "10.244.2.2:8080" }, "changes": [ { "table": "conntrack", "add": "tcp 10.244.1.2:40000 > 10.96.0.10:80 | 10.244.2.2:8080 > 10.244.1.2:40000" } ], "basis": "kernel", "behaviour": "routing" }
                  ]
                }
                """, json(trace(Fate.DELIVERED, null, at, wire(new Frame(MAC1, MAC2, packet(POD, VIP, syn()))), step)));
    }

    @Test
    void anAssumedStepNamesTheAssumption() throws IOException {
        Step assumed = wire(new Frame(MAC1, MAC2, packet(POD, VIP, syn())), Behaviour.INTERNET);
        String json = json(trace(Fate.TIMEOUT, null, null, assumed));
        assertTrue(
                json.contains(
                        "\"basis\": \"assumed\", \"behaviour\": \"internet\", \"assumption\": \"The internet is assumed"),
                json);
    }

    @Test
    void aLostProbeSaysWhy() throws IOException {
        var cause = new Trace.Cause(Reason.NO_ROUTE, Reason.NO_ROUTE.sentence("vm1", "10.9.0.1"), 1);
        String json = json(trace(Fate.NET_UNREACHABLE, cause, null));
        assertEquals("""
                  "outcome": "net-unreachable",
                  "reason": { "code": "NO_ROUTE", "text": "vm1 has no route to 10.9.0.1" },
                  "at": null,
                  "sourceSeen": null,
                  "replySeen": null,
                """, json.substring(json.indexOf("  \"outcome\""), json.indexOf("  \"branches\"")));
    }

    @Test
    void anArpMessage() throws IOException {
        var ask = new Arp(true, POD, MAC1, Ip.parse("10.244.1.1"), Mac.ZERO);
        assertEquals(
                "{ \"smac\": \"02:00:00:00:00:0a\", \"dmac\": \"ff:ff:ff:ff:ff:ff\", \"arp\": { \"op\": \"request\", \"senderIP\": \"10.244.1.2\","
                        + " \"senderMAC\": \"02:00:00:00:00:0a\", \"targetIP\": \"10.244.1.1\", \"targetMAC\": \"00:00:00:00:00:00\" } }",
                packet(new Frame(MAC1, Mac.BROADCAST, ask)));
    }

    @Test
    void anIcmpErrorWithThePacketItQuotes() throws IOException {
        var error = new Payload.IcmpError(Problem.HOST_UNREACHABLE, 0, null, packet(POD, VIP, syn()));
        assertEquals(
                "{ \"smac\": null, \"dmac\": null, \"protocol\": \"icmp\", \"src\": \"10.96.0.10\", \"dst\": \"10.244.1.2\", \"ttl\": 64, \"size\": 60,"
                        + " \"icmp\": { \"type\": 3, \"code\": 1, \"inner\": { \"protocol\": \"tcp\", \"src\": \"10.244.1.2:40000\","
                        + " \"dst\": \"10.96.0.10:80\", \"ttl\": 64, \"size\": 60 } } }",
                packet(new Frame(Mac.ZERO, Mac.ZERO, packet(VIP, POD, error))));
    }

    @Test
    void anEchoOfEitherFamily() throws IOException {
        assertEquals(
                "\"icmp\": { \"type\": 8, \"code\": 0 } }",
                end(packet(new Frame(MAC1, MAC2, packet(POD, VIP, new Payload.Echo(false, 1))))));
        assertEquals(
                "\"icmp\": { \"type\": 129, \"code\": 0 } }",
                end(packet(new Frame(
                        MAC1, MAC2, packet(Ip.parse("fd00::1"), Ip.parse("fd00::2"), new Payload.Echo(true, 1))))));
    }

    private static String end(String packet) {
        return packet.substring(packet.indexOf("\"icmp\": {"));
    }

    @Test
    void aTunnelledFrameIsTheInnerOneAndHoldsTheOuterHeaders() throws IOException {
        var inner = new Frame(MAC1, MAC2, packet(POD, Ip.parse("10.244.2.2"), syn()));
        var outer = packet(
                Ip.parse("10.0.0.11"),
                Ip.parse("10.0.0.12"),
                new Payload.Udp(45017, 8472, false, new Payload.Vxlan(1, inner)));
        assertEquals(
                "{ \"smac\": \"02:00:00:00:00:0a\", \"dmac\": \"02:00:00:00:00:0b\", \"protocol\": \"tcp\", \"src\": \"10.244.1.2:40000\","
                        + " \"dst\": \"10.244.2.2:80\", \"ttl\": 64, \"size\": 60, \"outer\": { \"smac\": \"02:00:00:00:00:0b\","
                        + " \"dmac\": \"02:00:00:00:00:0a\", \"src\": \"10.0.0.11:45017\", \"dst\": \"10.0.0.12:8472\", \"ttl\": 64, \"vni\": 1 } }",
                packet(new Frame(MAC2, MAC1, outer)));
    }

    @Test
    void laterFragmentsAndIcmpProbesCarryNoPorts() throws IOException {
        var later = new Packet(POD, VIP, 64, false, 60, new Packet.Fragment(1, 1480, false), syn());
        assertEquals(
                true,
                packet(new Frame(MAC1, MAC2, later)).contains("\"src\": \"10.244.1.2\", \"dst\": \"10.96.0.10\""));
        var sent = new Trace.Sent("ping", "pod1", "pod4", Protocol.ICMP, 0, 40000, 0, 1);
        Trace ping = new Trace(sent, Fate.TIMEOUT, null, null, null, null, List.of(), List.of(), List.of(), World.COLD);
        assertEquals(true, json(ping).contains("\"protocol\": \"icmp\", \"port\": null, \"sourcePort\": null"));
    }
}
