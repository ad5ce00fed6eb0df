package vethscope.engine.forward;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Network;
import vethscope.engine.network.World;
import vethscope.engine.packet.Frame;
import vethscope.engine.packet.Packet;
import vethscope.engine.stage.ClientSocket;
import vethscope.engine.stage.Draft;
import vethscope.engine.stage.Effect;
import vethscope.engine.stage.Skb;
import vethscope.engine.trace.Fate;
import vethscope.engine.trace.Leg;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Sentence;
import vethscope.engine.trace.Step;
import vethscope.engine.trace.Trace;
import vethscope.model.Id;

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
                now);
    }

    /// A frame seen on a device. Equal sights of an IP packet are told once; each ARP message is.
    void wire(Netns at, String dev, String stage, Frame frame, boolean flood, @Nullable String dropped, long now) {
        Leg leg = Skb.received(frame, dev).leg();
        record Sight(Id at, String dev, String stage, Frame frame, boolean flood) {}
        if (leg != Leg.ARP && !seen.add(new Sight(at.id(), dev, stage, frame, flood))) {
            return;
        }
        String key = "wire." + stage + (leg == Leg.ARP ? ".arp" : "") + (dropped != null ? ".ignored" : "");
        Sentence text = Sentence.of(key, at.name(), dev, Sights.text(frame));
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
                basis(at),
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
                draft.rule(),
                draft.rewrite(),
                draft.changes(),
                draft.checks(),
                false,
                null,
                basis(at),
                now - before.micros()));
    }

    void drops(Netns at, Skb skb, Reason reason, Sentence text, long now) {
        if (reason == Reason.NOT_FOR_THIS_MAC || skb.leg() == Leg.ARP) {
            return;
        }
        add(at, skb.leg(), skb.in(), "drop", text, skb.frame(), now);
        endings.add(new Ending(skb.leg(), new Trace.Cause(reason, text, steps.size())));
    }

    private void add(Netns at, Leg leg, @Nullable String dev, String stage, Sentence text, Frame frame, long now) {
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
                basis(at),
                now - before.micros()));
    }

    private static Step.Basis basis(Netns at) {
        return at.kind() == Netns.Kind.VPC || at.kind() == Netns.Kind.INTERNET ? Step.Basis.ASSUMED : Step.Basis.KERNEL;
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
        if (arrival.container() != null) {
            return arrival;
        }
        var ip = vethscope.model.address.Ip.tryParse(arrival.address());
        return ip.map(network.owners()::get)
                .map(id -> new Trace.Arrival(id, null, arrival.address(), arrival.port()))
                .orElse(arrival);
    }

    /// The request's end if it did not arrive, else the answer's, else whatever else ended.
    private Trace.Cause cause() {
        for (Leg leg : List.of(Leg.REQUEST, Leg.FRAGMENT, Leg.REPLY, Leg.RST, Leg.ICMP_ERROR)) {
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
