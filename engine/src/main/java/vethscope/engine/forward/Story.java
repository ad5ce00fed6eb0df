package vethscope.engine.forward;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Network;
import vethscope.engine.network.World;
import vethscope.engine.packet.Frame;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.stage.ClientSocket;
import vethscope.engine.stage.Draft;
import vethscope.engine.stage.Effect;
import vethscope.engine.stage.Skb;
import vethscope.engine.trace.Behaviour;
import vethscope.engine.trace.Fate;
import vethscope.engine.trace.Later;
import vethscope.engine.trace.Leg;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Sentence;
import vethscope.engine.trace.Step;
import vethscope.engine.trace.Trace;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// Writes the trace down while the walk goes on.
final class Story {

    private final Network network;
    private final Flow flow;
    private final World before;
    private final List<Step> steps = new ArrayList<>();
    private final Set<Object> seen = new HashSet<>();
    private final List<Ending> endings = new ArrayList<>();
    private Trace.@Nullable Arrival arrival;
    private @Nullable String sourceSeen;
    private boolean silent;
    private @Nullable Fate fate;
    private @Nullable String replySeen;

    /// What was seen where. Few frames pass a device in one trace: the device is hash enough.
    private record Seen(Id at, String dev, String stage, Frame frame, boolean flood) {
        @Override
        public int hashCode() {
            return (at.hashCode() * 31 + dev.hashCode()) * 31 + stage.hashCode();
        }
    }

    /// Where a packet ended.
    private record Ending(Leg leg, Trace.Cause cause) {}

    Story(Network network, Flow flow, World before) {
        this.network = network;
        this.flow = flow;
        this.before = before;
    }

    void sends(Netns at, Packet packet, long now) {
        Skb skb = Skb.local(packet);
        add(
                at,
                skb.leg(),
                null,
                "send",
                Sentence.of("send." + flow.protocol().lower(), flow.sent().from(), packet.destinationText()),
                skb.frame(),
                Later.by(() -> Trust.of(at, "send", "send", skb.frame(), List.of())),
                now);
    }

    /// What is drawn does not show how the name is found: the answer is assumed.
    boolean assumes(Netns at, Lookup lookup, long now) {
        Lookup.Attempt last = lookup.last();
        if (!lookup.found()) {
            dns(at, null, now, "dns.node", flow.sent().from());
            unknown(at, lookup, null, now);
            return false;
        }
        dns(
                at,
                null,
                now,
                "dns.plain" + (last.aliases().isEmpty() ? "" : ".alias"),
                lookup.name(),
                all(last),
                String.join(", ", last.aliases()));
        return true;
    }

    void asks(Netns at, Packet question, Lookup lookup, long now) {
        dns(
                at,
                question,
                now,
                "dns.ask",
                flow.sent().from(),
                question.destination(),
                lookup.attempts().getFirst().name());
    }

    /// What became of the question, and how the resolver goes on.
    ///
    /// @param heard null: nothing was heard
    /// @return whether there is an address
    boolean resolves(Netns at, Packet question, Lookup lookup, @Nullable Fate heard, long now) {
        if (heard != Fate.DELIVERED) {
            // getaddrinfo has no way to say more than EAI_AGAIN; waiting in vain is what a timeout is, and a host
            // whose name cannot be found out is out of reach
            fate = heard == null ? Fate.TIMEOUT : Fate.HOST_UNREACHABLE;
            dns(at, question, now, heard == null ? "dns.silent" : "dns.failed", question.destination(), lookup.name());
            return false;
        }
        Packet answer = answer(question);
        List<Lookup.Attempt> attempts = lookup.attempts();
        for (int i = 0; i < attempts.size(); i++) {
            Lookup.Attempt attempt = attempts.get(i);
            if (i > 0) {
                dns(at, answer, now, "dns.next", attempt.name());
            }
            if (attempt.addresses().isEmpty()) {
                dns(at, answer, now, "dns.none", attempt.name());
            } else {
                String key = "dns.answer" + (attempt.outside() ? ".outside" : "")
                        + (attempt.aliases().isEmpty() ? "" : ".alias");
                dns(at, answer, now, key, attempt.name(), all(attempt), String.join(", ", attempt.aliases()));
            }
        }
        if (!lookup.found()) {
            unknown(at, lookup, answer, now);
            return false;
        }
        endings.clear();
        return true;
    }

    private static Packet answer(Packet question) {
        Payload back = question.payload() instanceof Payload.Udp udp
                ? new Payload.Udp(udp.destinationPort(), udp.sourcePort(), true, udp.content())
                : question.payload();
        return question.withSource(question.destination())
                .withDestination(question.source())
                .withPayload(back);
    }

    /// getaddrinfo: EAI_NONAME.
    private void unknown(Netns at, Lookup lookup, @Nullable Packet answer, long now) {
        fate = Fate.HOST_UNREACHABLE;
        endings.clear();
        dns(at, answer, now, "dns.unknown", lookup.name());
        Sentence text = Reason.NAME_UNKNOWN.sentence(lookup.name());
        endings.add(new Ending(Leg.DNS, new Trace.Cause(Reason.NAME_UNKNOWN, text, steps.size())));
    }

    private static String all(Lookup.Attempt attempt) {
        return attempt.addresses().stream().map(Ip::toString).collect(Collectors.joining(", "));
    }

    private void dns(Netns at, @Nullable Packet packet, long now, String key, Object... arguments) {
        steps.add(new Step(
                steps.size() + 1,
                Leg.DNS,
                at.id(),
                at.id(),
                null,
                "dns",
                Sentence.of(key, arguments),
                packet == null ? null : new Frame(Mac.ZERO, Mac.ZERO, packet),
                null,
                null,
                List.of(),
                List.of(),
                false,
                null,
                Later.by(() -> Trust.of(at, "dns", key, null, List.of())),
                now - before.micros()));
    }

    /// A frame seen on a device. Equal sights of an IP packet are told once; each ARP message is.
    void wire(Netns at, String dev, String stage, Frame frame, boolean flood, @Nullable String dropped, long now) {
        Leg leg = Skb.received(frame, dev).leg();
        if (leg != Leg.ARP && !seen.add(new Seen(at.id(), dev, stage, frame, flood))) {
            return;
        }
        Sight sight = new Sight(frame);
        Sentence text = Sentence.of(sight.key(stage, leg, dropped != null), at.name(), dev, sight);
        steps.add(new Step(
                steps.size() + 1,
                leg,
                at.id(),
                at.id(),
                dev,
                stage,
                text,
                frame,
                null,
                null,
                List.of(),
                List.of(),
                flood,
                dropped,
                Later.by(() -> Trust.of(at, stage, text.key(), frame, List.of())),
                now - before.micros()));
    }

    void step(Netns at, Skb skb, Draft draft, long now) {
        Frame frame = draft.frame() == null ? skb.frame() : draft.frame();
        steps.add(new Step(
                steps.size() + 1,
                skb.leg(),
                at.id(),
                at.id(),
                draft.iface(),
                draft.stage(),
                draft.text(),
                frame,
                draft.entry(),
                draft.rewrite(),
                draft.changes(),
                draft.checks(),
                false,
                null,
                Later.by(() -> Trust.of(at, draft.stage(), draft.text().key(), frame, draft.checks())),
                now - before.micros()));
    }

    void drops(Netns at, Skb skb, Reason reason, Sentence text, long now) {
        if (reason == Reason.NOT_FOR_THIS_MAC || skb.isArp()) {
            return;
        }
        add(at, skb.leg(), skb.in(), "drop", text, skb.frame(), Later.of(ended(at, reason, skb.frame())), now);
        endings.add(new Ending(skb.leg(), new Trace.Cause(reason, text, steps.size())));
    }

    /// A rule's drop is as sure as the walk that led to the rule.
    private Behaviour ended(Netns at, Reason reason, Frame frame) {
        Behaviour own = Trust.of(at, reason, frame);
        boolean byRule = own == Behaviour.RULES && !steps.isEmpty();
        return byRule && steps.getLast().netns().equals(at.id())
                ? own.or(steps.getLast().behaviour())
                : own;
    }

    private void add(
            Netns at,
            Leg leg,
            @Nullable String dev,
            String stage,
            Sentence text,
            Frame frame,
            Later<Behaviour> work,
            long now) {
        steps.add(new Step(
                steps.size() + 1,
                leg,
                at.id(),
                at.id(),
                dev,
                stage,
                text,
                frame,
                null,
                null,
                List.of(),
                List.of(),
                false,
                null,
                work,
                now - before.micros()));
    }

    void serves(Effect.Served served) {
        if (arrival == null) {
            arrival = served.arrival();
            sourceSeen = served.sourceSeen();
            silent = served.silent();
        }
    }

    /// The proxy's handshake: the client sees its answer come from there.
    void answers(Effect.Heard heard) {
        replySeen = heard.from();
    }

    void hears(Effect.Heard heard) {
        if (fate == null) {
            fate = heard.fate();
            if (heard.fate() == Fate.DELIVERED && replySeen == null) {
                replySeen = heard.from();
            }
        }
    }

    /// Whether a TCP client has its answer.
    boolean isConnected() {
        return fate == Fate.DELIVERED && flow.protocol() == Protocol.TCP && !silent;
    }

    /// If the packet of another story, which ends this one's handshake, was dropped, the server never answers. What
    /// the machine did that dropped it is told as part of this story.
    void losesAcknowledgment(Story other) {
        other.endings.stream().filter(e -> e.leg() == Leg.REQUEST).findFirst().ifPresent(lost -> {
            Trace.Cause cause = lost.cause();
            Step drop = other.steps.get(cause.step() - 1);
            other.steps.stream()
                    .limit(cause.step())
                    .filter(s -> s.netns().equals(drop.netns()) && !s.isWire())
                    .forEach(s -> steps.add(s.numbered(steps.size() + 1)));
            endings.addFirst(new Ending(Leg.REQUEST, new Trace.Cause(cause.code(), cause.text(), steps.size())));
            fate = Fate.TIMEOUT;
        });
    }

    void cut() {
        Sentence text = Reason.LOOP.sentence();
        endings.add(new Ending(Leg.REQUEST, new Trace.Cause(Reason.LOOP, text, steps.size())));
    }

    Trace told(List<Trace.Decision> decisions, @Nullable ClientSocket client) {
        Fate end = fate == null || fate == Fate.DELIVERED && silent ? Fate.TIMEOUT : fate;
        boolean delivered = end == Fate.DELIVERED;
        Trace.Arrival at = delivered && arrival != null ? owner(arrival) : null;
        return new Trace(
                flow.sent(),
                end,
                delivered ? null : cause(),
                at,
                delivered ? sourceSeen : null,
                replySeen,
                List.of(),
                decisions,
                steps,
                before);
    }

    /// An echo is answered by the element that owns the address.
    private Trace.Arrival owner(Trace.Arrival arrival) {
        if (arrival.container() != null || arrival.status() != null) {
            return arrival;
        }
        var ip = vethscope.model.address.Ip.tryParse(arrival.address());
        return ip.map(network.owners()::get)
                .map(id -> new Trace.Arrival(id, null, arrival.address(), arrival.port()))
                .orElse(arrival);
    }

    /// The request's end if it did not arrive, else the answer's, else whatever else ended.
    private Trace.Cause cause() {
        for (Leg leg : List.of(Leg.DNS, Leg.REQUEST, Leg.FRAGMENT, Leg.REPLY, Leg.RST, Leg.ICMP_ERROR)) {
            for (Ending ending : endings) {
                if (ending.leg() == leg) {
                    return ending.cause();
                }
            }
        }
        Reason reason = silent ? Reason.SERVER_SILENT : Reason.NO_CONNECTION;
        return new Trace.Cause(reason, reason.sentence(flow.sent().to()), steps.size());
    }
}
