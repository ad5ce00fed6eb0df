package vethscope.engine.forward;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Netns;
import vethscope.engine.network.World;
import vethscope.engine.packet.Frame;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.packet.Problem;
import vethscope.engine.stage.Draft;
import vethscope.engine.stage.Skb;
import vethscope.engine.trace.Entry;
import vethscope.engine.trace.Event;
import vethscope.engine.trace.Leg;
import vethscope.engine.trace.Place;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Sentence;
import vethscope.engine.trace.Step;
import vethscope.engine.trace.Trace;
import vethscope.model.Id;

/// Writes down what happens while the walk goes on: the steps, and where packets end.
final class Story {

    private static final String SEND = "send";

    private final World before;
    private final List<Step> steps = new ArrayList<>(24);
    private final List<Ending> endings = new ArrayList<>();
    private Sights sights = new Sights();
    private boolean lookingUp;

    /// Where the last step happened.
    private @Nullable Site site;

    /// Where a packet ended.
    private record Ending(Leg leg, Trace.Cause cause) {}

    /// @param before as it was before the first step
    Story(World before) {
        this.before = before;
    }

    World before() {
        return before;
    }

    /// So far.
    List<Step> steps() {
        return Collections.unmodifiableList(steps);
    }

    /// What is told meanwhile belongs to the look-up of a name, over whatever protocol.
    <T> T lookingUp(Supplier<T> work) {
        lookingUp = true;
        T found = work.get();
        lookingUp = false;
        return found;
    }

    private Leg told(Leg leg) {
        return lookingUp && (leg == Leg.REQUEST || leg == Leg.REPLY || leg == Leg.RST) ? Leg.DNS : leg;
    }

    /// A packet is sent once more: it is seen once more, too.
    void seesAnew() {
        sights = new Sights();
    }

    void sends(Netns at, Packet packet, Flow flow, long now) {
        Skb skb = Skb.local(packet);
        var text = Sentence.of("send." + flow.protocol().lower(), flow.sent().from(), packet.to());
        add(at, skb.leg(), Draft.of(SEND, skb, text), now);
    }

    /// A segment of a connection that is open for the sender.
    void says(Netns at, Packet packet, Flow flow, String what, long now) {
        Skb skb = Skb.local(packet);
        var text = Sentence.of("send." + what, flow.sent().from(), packet.to());
        add(at, skb.leg(), Draft.of(SEND, skb, text), now);
    }

    /// A step of the resolver.
    void resolves(Netns at, @Nullable Frame frame, Sentence text, @Nullable Entry by, long now) {
        add(at, Leg.DNS, new Draft("dns", null, text, frame, by, null, List.of(), List.of()), now);
    }

    /// A frame seen on a device. Equal sights of an IP packet are told once; each ARP message is.
    void wire(Netns at, String dev, String stage, Frame frame, boolean flood, @Nullable String dropped, long now) {
        Leg leg = Skb.leg(frame);
        var sight = new Sight(at, dev, stage, leg, frame, flood, dropped);
        if (leg == Leg.ARP || sights.add(sight)) {
            add(at, leg, sight, now);
        }
    }

    /// Whether a machine is of that sort at which something happened.
    boolean passes(Predicate<Netns> sort) {
        Place last = null;
        for (Step step : steps) {
            if (step.place() != last && step.place() instanceof Site(Netns at) && sort.test(at)) {
                return true;
            }
            last = step.place();
        }
        return false;
    }

    void add(Netns at, Leg leg, Event event, long now) {
        if (site == null || site.at() != at) {
            site = new Site(at);
        }
        steps.add(new Step(steps.size() + 1, told(leg), site, event, now - before.micros()));
    }

    /// @param by the entry that decided it; null: that there was none
    void drops(Netns at, Skb skb, Reason reason, Sentence text, @Nullable Entry by, long now) {
        if (reason == Reason.NOT_FOR_THIS_MAC || skb.isArp()) {
            return;
        }
        Step last = steps.isEmpty() || !steps.getLast().netns().equals(at.id()) ? null : steps.getLast();
        add(at, skb.leg(), new Lost(skb.in(), skb.frame(), reason, text, by, last), now);
        ends(skb.leg(), reason, text);
    }

    /// The last step is where a packet ended.
    void ends(Leg leg, Reason reason, Sentence text) {
        endings.add(new Ending(told(leg), new Trace.Cause(reason, text, steps.size())));
    }

    /// What ended so far does not matter to the probe.
    void forgetsEndings() {
        endings.clear();
    }

    /// Whether conntrack knew nothing of the connection that an answer belongs to.
    boolean hasInvalidAnswer() {
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (step.leg() == Leg.REPLY
                    && step.stage().equals("conntrack")
                    && step.text().key().equals("conntrack.invalid")) {
                return true;
            }
        }
        return false;
    }

    /// The budget is spent.
    void cut() {
        ends(Leg.REQUEST, Reason.LOOP, Reason.LOOP.sentence());
    }

    /// A further packet of the same conversation. Errors about it and questions for hardware addresses become part of
    /// this story, and if it was lost what the machine did that dropped it.
    ///
    /// @param whole whether all is told that was done with it
    void hearsOf(Story other, boolean whole) {
        Optional<Ending> lost = other.endings.stream()
                .filter(e -> e.leg() == Leg.REQUEST || e.leg() == Leg.REPLY)
                .findFirst();
        int last = lost.map(l -> l.cause().step()).orElse(0);
        Id dropper = last == 0 ? null : other.steps.get(last - 1).netns();
        for (Step s : other.steps) {
            boolean seen = s.leg() == Leg.ICMP_ERROR && !isRedirect6(s) || s.leg() == Leg.RST || s.leg() == Leg.ARP;
            boolean done = !s.isWire()
                    && (whole
                            || s.n() <= last
                                    && (s.stage().equals(SEND) || s.netns().equals(dropper)));
            if ((seen || done) && (s.leg() == Leg.ARP || !(s.event() instanceof Sight sight) || sights.add(sight))) {
                steps.add(s.numbered(steps.size() + 1));
            }
            if (s.n() == last) {
                Trace.Cause cause = lost.orElseThrow().cause();
                ends(lost.orElseThrow().leg(), cause.code(), cause.text());
            }
        }
    }

    /// Over IPv6 a router repeats its redirect for the next segments too; the first says all.
    private static boolean isRedirect6(Step step) {
        return step.frame() != null
                && step.frame().content() instanceof Packet packet
                && packet.payload() instanceof Payload.IcmpError error
                && error.problem() == Problem.REDIRECT
                && packet.family().v6();
    }

    /// The request's end if it did not arrive, else the answer's, else whatever else ended; null if nothing did.
    Trace.@Nullable Cause cause() {
        if (endings.isEmpty()) {
            return null;
        }
        for (Leg leg : List.of(Leg.DNS, Leg.REQUEST, Leg.FRAGMENT, Leg.REPLY, Leg.RST, Leg.ICMP_ERROR)) {
            for (Ending ending : endings) {
                if (ending.leg() == leg) {
                    return ending.cause();
                }
            }
        }
        return null;
    }
}
