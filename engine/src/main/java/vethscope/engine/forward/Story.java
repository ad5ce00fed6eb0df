package vethscope.engine.forward;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Netns;
import vethscope.engine.network.World;
import vethscope.engine.packet.Frame;
import vethscope.engine.packet.Packet;
import vethscope.engine.stage.Draft;
import vethscope.engine.stage.Skb;
import vethscope.engine.trace.Behaviour;
import vethscope.engine.trace.Entry;
import vethscope.engine.trace.Later;
import vethscope.engine.trace.Leg;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Sentence;
import vethscope.engine.trace.Step;
import vethscope.engine.trace.Trace;

/// Writes down what happens while the walk goes on: the steps, and where packets end.
final class Story {

    private final World before;
    private final List<Step> steps = new ArrayList<>(32);
    private final Sights sights = new Sights();
    private final List<Ending> endings = new ArrayList<>();

    /// Where a packet ended.
    private record Ending(Leg leg, Trace.Cause cause) {}

    /// @param before as it was before the first step
    Story(World before) {
        this.before = before;
    }

    World before() {
        return before;
    }

    /// So far; it grows.
    List<Step> steps() {
        return steps;
    }

    void sends(Netns at, Packet packet, Flow flow, long now) {
        Skb skb = Skb.local(packet);
        add(
                at,
                skb.leg(),
                null,
                "send",
                Sentence.of("send." + flow.protocol().lower(), flow.sent().from(), packet.to()),
                skb.frame(),
                null,
                Later.by(() -> Trust.of(at, "send", "send", skb.frame(), List.of())),
                now);
    }

    /// A step of the resolver.
    void resolves(Netns at, @Nullable Frame frame, Sentence text, @Nullable Entry by, long now) {
        add(
                at,
                Leg.DNS,
                null,
                "dns",
                text,
                frame,
                by,
                Later.by(() -> Trust.of(at, "dns", text.key(), null, List.of())),
                now);
    }

    /// A frame seen on a device. Equal sights of an IP packet are told once; each ARP message is.
    void wire(Netns at, String dev, String stage, Frame frame, boolean flood, @Nullable String dropped, long now) {
        Leg leg = Skb.received(frame, dev).leg();
        if (leg != Leg.ARP && !sights.isNew(steps, at.id(), dev, stage, frame, flood)) {
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

    void step(Netns at, Leg leg, Skb skb, Draft draft, long now) {
        Frame frame = draft.frame() == null ? skb.frame() : draft.frame();
        steps.add(new Step(
                steps.size() + 1,
                leg,
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

    /// @param by the entry that decided it; null: that there was none
    void drops(Netns at, Skb skb, Reason reason, Sentence text, @Nullable Entry by, long now) {
        if (reason == Reason.NOT_FOR_THIS_MAC || skb.isArp()) {
            return;
        }
        add(at, skb.leg(), skb.in(), "drop", text, skb.frame(), by, Later.of(ended(at, reason, skb.frame())), now);
        ends(skb.leg(), reason, text);
    }

    /// The last step is where a packet ended.
    void ends(Leg leg, Reason reason, Sentence text) {
        endings.add(new Ending(leg, new Trace.Cause(reason, text, steps.size())));
    }

    /// What ended so far does not matter to the probe.
    void forgetsEndings() {
        endings.clear();
    }

    /// The budget is spent.
    void cut() {
        ends(Leg.REQUEST, Reason.LOOP, Reason.LOOP.sentence());
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
            @Nullable Frame frame,
            @Nullable Entry by,
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
                by,
                null,
                List.of(),
                List.of(),
                false,
                null,
                work,
                now - before.micros()));
    }

    /// What a packet of the same conversation caused: errors about it, and questions for hardware addresses.
    void hearsOf(Story other) {
        other.steps.stream()
                .filter(s -> s.leg() == Leg.ICMP_ERROR || s.leg() == Leg.RST || s.leg() == Leg.ARP)
                .forEach(s -> steps.add(s.numbered(steps.size() + 1)));
    }

    /// If the packet of another story, which ends this one's handshake, was dropped, the server never answers. What
    /// the machine did that dropped it is told as part of this story.
    ///
    /// @return whether it was dropped
    boolean losesAcknowledgment(Story other) {
        Optional<Ending> end =
                other.endings.stream().filter(e -> e.leg() == Leg.REQUEST).findFirst();
        end.ifPresent(lost -> {
            Trace.Cause cause = lost.cause();
            Step drop = other.steps.get(cause.step() - 1);
            other.steps.stream()
                    .limit(cause.step())
                    .filter(s -> s.netns().equals(drop.netns()) && !s.isWire())
                    .forEach(s -> steps.add(s.numbered(steps.size() + 1)));
            endings.addFirst(new Ending(Leg.REQUEST, new Trace.Cause(cause.code(), cause.text(), steps.size())));
        });
        return end.isPresent();
    }

    /// The request's end if it did not arrive, else the answer's, else whatever else ended; empty if nothing did.
    Optional<Trace.Cause> cause() {
        for (Leg leg : List.of(Leg.DNS, Leg.REQUEST, Leg.FRAGMENT, Leg.REPLY, Leg.RST, Leg.ICMP_ERROR)) {
            for (Ending ending : endings) {
                if (ending.leg() == leg) {
                    return Optional.of(ending.cause());
                }
            }
        }
        return Optional.empty();
    }
}
