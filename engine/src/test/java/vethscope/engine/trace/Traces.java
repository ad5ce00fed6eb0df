package vethscope.engine.trace;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.World;
import vethscope.engine.packet.Arp;
import vethscope.engine.packet.Frame;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.packet.Problem;
import vethscope.engine.stage.Draft;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// Traces written by hand, for readers of traces.
public final class Traces {

    public static final Mac MAC1 = Mac.parse("02:00:00:00:00:01");
    public static final Mac MAC2 = Mac.parse("02:00:00:00:00:02");

    private final List<Step> steps = new ArrayList<>();

    public static Frame tcp(
            String source, int sourcePort, String destination, int port, int ttl, Payload.Tcp.Flags flags) {
        return frame(packet(source, destination, ttl, new Payload.Tcp(sourcePort, port, flags)));
    }

    public static Packet packet(String source, String destination, int ttl, Payload payload) {
        return new Packet(Ip.parse(source), Ip.parse(destination), ttl, false, 60, null, payload);
    }

    public static Frame frame(Frame.Content content) {
        return new Frame(MAC1, MAC2, content);
    }

    public static Frame arp(boolean request, String sender, String target) {
        var message =
                new Arp(request, Ip.parse(sender), request ? MAC1 : MAC2, Ip.parse(target), request ? Mac.ZERO : MAC1);
        return new Frame(message.senderMac(), request ? Mac.BROADCAST : MAC1, message);
    }

    public Traces wire(Leg leg, String where, String iface, String stage, Frame frame) {
        String key = stage.equals(Step.TRANSMIT) ? "wire.transmit" : "wire.receive";
        return add(leg, where, iface, stage, Sentence.of(key, where, iface), frame, null, null);
    }

    public Traces stage(Leg leg, String where, String stage, Sentence text, @Nullable String rule) {
        return add(leg, where, null, stage, text, null, rule == null ? null : new Told(rule, null), null);
    }

    public Traces rewrite(
            Leg leg, String where, String stage, Sentence text, String rule, String field, String from, String to) {
        return add(leg, where, null, stage, text, null, new Told(rule, null), new Step.Rewrite(field, from, to));
    }

    /// A stage that an entry of a known author decided.
    public Traces decided(String where, String stage, Sentence text, String entry, Sentence origin) {
        return add(Leg.REQUEST, where, null, stage, text, null, new Told(entry, origin), null);
    }

    private record Told(String text, @Nullable Sentence origin) implements Entry {

        @Override
        public String toString() {
            return text;
        }
    }

    private record Routed(Id id) implements Place {
        @Override
        public Behaviour behaviour(Step step) {
            return Behaviour.ROUTING;
        }
    }

    private Traces add(
            Leg leg,
            String where,
            @Nullable String iface,
            String stage,
            Sentence text,
            @Nullable Frame frame,
            @Nullable Entry entry,
            Step.@Nullable Rewrite rewrite) {
        Event event = new Draft(stage, iface, text, frame, entry, rewrite, List.of(), List.of());
        steps.add(new Step(steps.size() + 1, leg, new Routed(Id.of(where)), event, 0));
        return this;
    }

    private static Packet.@Nullable End end(@Nullable String text) {
        if (text == null) {
            return null;
        }
        int colon = text.lastIndexOf(':');
        return new Packet.End(
                Ip.parse(text.substring(0, colon).replaceAll("[\\[\\]]", "")),
                Integer.parseInt(text.substring(colon + 1)));
    }

    public Trace ended(
            Fate outcome,
            @Nullable Reason reason,
            @Nullable String at,
            @Nullable String sourceSeen,
            @Nullable String replySeen) {
        var sent = new Trace.Sent("a probe", "pod1", "web:80", Protocol.TCP, 80, 40000, 0, 1);
        var cause = reason == null
                ? null
                : new Trace.Cause(reason, reason.sentence("vm1", "10.9.0.1", "eth0", "1500"), steps.size());
        var arrival = at == null ? null : new Trace.Arrival(Id.of(at), "app", Ip.parse("10.244.2.2"), 8080);
        return new Trace(
                sent,
                outcome,
                cause,
                arrival,
                end(sourceSeen),
                end(replySeen),
                List.of(),
                List.of(),
                steps,
                World.COLD);
    }

    /// From pod1 by vm1, where the service is rewritten, and vm2 to pod4, and back.
    public static Trace delivered() {
        Frame asked = tcp("10.244.1.2", 40000, "10.96.0.10", 80, 64, Payload.Tcp.Flags.SYN);
        Frame sent = tcp("10.244.1.2", 40000, "10.244.2.2", 8080, 63, Payload.Tcp.Flags.SYN);
        Frame answer = tcp("10.244.2.2", 8080, "10.244.1.2", 40000, 64, Payload.Tcp.Flags.SYN_ACK);
        return new Traces()
                .wire(Leg.ARP, "pod1", "eth0", Step.TRANSMIT, arp(true, "10.244.1.2", "10.244.1.1"))
                .wire(Leg.ARP, "vm1", "veth1", Step.RECEIVE, arp(true, "10.244.1.2", "10.244.1.1"))
                .wire(Leg.ARP, "vm1", "veth1", Step.TRANSMIT, arp(false, "10.244.1.1", "10.244.1.2"))
                .wire(Leg.ARP, "pod1", "eth0", Step.RECEIVE, arp(false, "10.244.1.1", "10.244.1.2"))
                .wire(Leg.REQUEST, "pod1", "eth0", Step.TRANSMIT, asked)
                .wire(Leg.REQUEST, "vm1", "veth1", Step.RECEIVE, asked)
                .rewrite(
                        Leg.REQUEST,
                        "vm1",
                        "nat PREROUTING",
                        Sentence.of(
                                "nat.dnat.chosen.of",
                                "10.96.0.10:80",
                                "10.244.2.2:8080",
                                "Service default/web",
                                "2",
                                "2"),
                        "-A KUBE-SEP-X -j DNAT --to-destination 10.244.2.2:8080",
                        "dst",
                        "10.96.0.10:80",
                        "10.244.2.2:8080")
                .stage(
                        Leg.REQUEST,
                        "vm1",
                        "route",
                        Sentence.of("route.taken", "10.244.2.2", "eth0"),
                        "10.244.2.0/24 via 10.0.0.1 dev eth0")
                .wire(Leg.REQUEST, "vm1", "eth0", Step.TRANSMIT, sent)
                .wire(Leg.REQUEST, "vm2", "eth0", Step.RECEIVE, sent)
                .wire(Leg.REQUEST, "pod4", "eth0", Step.RECEIVE, sent)
                .wire(Leg.REPLY, "pod4", "eth0", Step.TRANSMIT, answer)
                .rewrite(
                        Leg.REPLY,
                        "vm1",
                        "nat PREROUTING",
                        Sentence.of("nat.undo.src", "10.244.2.2:8080", "10.96.0.10:80"),
                        "conntrack",
                        "src",
                        "10.244.2.2:8080",
                        "10.96.0.10:80")
                .ended(Fate.DELIVERED, null, "pod4", "10.244.1.2:40000", "10.96.0.10:80");
    }

    /// As far as vm1, which has no route.
    public static Trace lost() {
        Frame asked = tcp("10.244.1.2", 40000, "10.9.0.1", 80, 64, Payload.Tcp.Flags.SYN);
        var error = new Payload.IcmpError(
                Problem.NO_ROUTE,
                0,
                null,
                packet("10.244.1.2", "10.9.0.1", 64, new Payload.Tcp(40000, 80, Payload.Tcp.Flags.SYN)));
        return new Traces()
                .wire(Leg.ARP, "pod1", "eth0", Step.TRANSMIT, arp(true, "10.244.1.2", "10.244.1.1"))
                .wire(Leg.ARP, "pod1", "eth0", Step.TRANSMIT, arp(true, "10.244.1.2", "10.244.1.1"))
                .wire(Leg.REQUEST, "pod1", "eth0", Step.TRANSMIT, asked)
                .wire(
                        Leg.ICMP_ERROR,
                        "vm1",
                        "veth1",
                        Step.TRANSMIT,
                        frame(packet("10.244.1.1", "10.244.1.2", 64, error)))
                .stage(Leg.REQUEST, "vm1", "drop", Reason.NO_ROUTE.sentence("vm1", "10.9.0.1"), null)
                .ended(Fate.NET_UNREACHABLE, Reason.NO_ROUTE, null, null, null);
    }
}
