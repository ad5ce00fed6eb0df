package vethscope.engine.forward;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Change;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Neighbours;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Network;
import vethscope.engine.network.World;
import vethscope.engine.packet.Frame;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.stage.ClientSocket;
import vethscope.engine.stage.DataPath;
import vethscope.engine.stage.Draft;
import vethscope.engine.stage.Effect;
import vethscope.engine.stage.IcmpErrors;
import vethscope.engine.stage.Kernel;
import vethscope.engine.stage.Outcome;
import vethscope.engine.stage.Skb;
import vethscope.engine.stage.Tracking;
import vethscope.engine.stage.Way;
import vethscope.engine.trace.Entry;
import vethscope.engine.trace.Event;
import vethscope.engine.trace.Leg;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Sentence;
import vethscope.engine.trace.Step;
import vethscope.model.address.Mac;

/// Packets under way: it decides which stretch of the data path follows which outcome, keeps the queue of what is to
/// come, and stops when nothing is left or the budget of wire crossings is spent.
final class Walk {

    /// Microseconds that a cable takes; only the order matters.
    private static final int WIRE = 10;

    /// Microseconds between the fragments that a machine sends of its own datagram.
    private static final int FRAGMENT = 1000;

    /// Wire crossings after which a trace is cut: 64 hops of a looping packet with all that it causes fit many times.
    private static final int BUDGET = 4096;

    private final Network network;
    private final Conversation conversation;
    private final Story story;
    private final Chance chance;
    private final Agenda agenda;
    private final Neighbourhood waiting;
    private final Reassembly reassembly = new Reassembly();
    private World world;
    private long serial;
    private int crossings;

    /// @param conversation who listens where
    /// @param serial of the last connection that the world knows
    /// @param start when the first packet is sent
    Walk(Network network, World world, Conversation conversation, Story story, Chance chance, long serial, long start) {
        this.network = network;
        this.world = world;
        this.conversation = conversation;
        this.story = story;
        this.chance = chance;
        this.serial = serial;
        this.agenda = new Agenda(start);
        this.waiting = new Neighbourhood(this, conversation, story);
    }

    World world() {
        return world;
    }

    long now() {
        return agenda.now();
    }

    /// Something changes that is no stage's work.
    void change(Change change) {
        world = world.with(change);
    }

    void later(long delay, Runnable work) {
        agenda.at(delay, work);
    }

    /// A client's packet sets out, as it is.
    void originate(Netns at, Packet packet) {
        run(DataPath.LOCAL_OUT, 0, at, Skb.local(packet).with(Tracking.attached(null)));
    }

    /// A frame comes in by a device.
    void arrive(Netns at, String dev, Frame frame) {
        Interface device = at.iface(dev);
        if (seen(at, device, frame)) {
            take(at, device, frame);
        }
    }

    /// Follows everything that is under way; false: the budget was spent before it came to an end.
    boolean toTheEnd() {
        while (agenda.next() && crossings < BUDGET) {}
        return crossings < BUDGET;
    }

    /// A frame is seen on the far device at once and handled in its turn, as by the softirq of a veth pair.
    private boolean seen(Netns at, Interface device, Frame frame) {
        if (!device.up()) {
            return false;
        }
        boolean heeded = Crossing.isHeeded(device, frame);
        story.wire(at, device.name(), Step.RECEIVE, frame, false, heeded ? null : "not-for-this-mac", agenda.now());
        return heeded;
    }

    /// A fragment keeps the time at which the packet round it came in, before the next of them did, and is handled
    /// when all are there (net/core/gro_cells.c). So does one that a bridge hands on.
    private void unwrapped(Netns at, Skb skb) {
        if (!seen(at, at.iface(String.valueOf(skb.in())), skb.frame())) {
            return;
        }
        if (Crossing.isFragment(skb.frame())) {
            agenda.at(WIRE, () -> run(DataPath.ARRIVE, 0, at, skb));
        } else {
            run(DataPath.ARRIVE, 0, at, skb);
        }
    }

    private void take(Netns at, Interface device, Frame frame) {
        DataPath stretch = device.port() == null ? DataPath.ARRIVE : DataPath.BRIDGE_IN;
        run(stretch, 0, at, Skb.received(frame, device.name()));
    }

    /// Walks a stretch from a stage on.
    private void run(DataPath stretch, int from, Netns at, Skb skb) {
        run(stretch, from, kernel(at), skb);
    }

    private void run(DataPath stretch, int from, Kernel entered, Skb skb) {
        Skb current = skb;
        Kernel kernel = entered;
        Netns at = kernel.netns();
        int duties = kernel.duties(skb.frame().content() instanceof Packet packet
                && packet.family().v6());
        for (int i = stretch.next(from, duties); i < stretch.length(); i = stretch.next(i + 1, duties)) {
            if (kernel.world() != world) {
                kernel = kernel(at);
            }
            Outcome outcome = stretch.stage(i).apply(current, kernel);
            switch (outcome) {
                case Outcome.Untouched _ -> {}
                case Outcome.Pass pass -> {
                    tell(at, current, pass.steps());
                    perform(pass.effects(), at, stretch, i);
                    current = pass.skb();
                }
                case Outcome.Turn turn -> {
                    tell(at, current, turn.steps());
                    turn(turn.way(), kernel, turn.skb());
                    return;
                }
                case Outcome.Done done -> {
                    tell(at, current, done.steps());
                    perform(done.effects(), at, stretch, i);
                    return;
                }
                case Outcome.Drop drop -> {
                    for (Event event : drop.steps()) {
                        record(at, current.leg(), event);
                    }
                    story.drops(at, current, drop.reason(), drop.text(), drop.by(), agenda.now());
                    perform(drop.effects(), at, stretch, i);
                    return;
                }
            }
        }
    }

    /// Of neighbour discovery's own way only what it asks, learns and dies of is worth a step.
    private void tell(Netns at, Skb skb, List<? extends Event> events) {
        if (events.isEmpty()) {
            return;
        }
        Leg leg = skb.leg();
        boolean discovery = leg == Leg.ARP && !skb.isArp();
        // by index: a trace goes through many short lists, and each iterator is an object
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            if (!discovery || !event.changes().isEmpty() || event.stage().equals("ndp")) {
                record(at, leg, event);
            }
        }
    }

    private Kernel kernel(Netns at) {
        return kernel(at, conversation.socketIn(at));
    }

    Kernel kernel(Netns at, @Nullable ClientSocket listening) {
        return new Kernel(
                at,
                world,
                agenda.now(),
                ++serial,
                chance,
                listening,
                conversation.halfOpenIn(at),
                conversation.request());
    }

    /// Goes on along the way that an outcome leads to.
    void turn(Way way, Netns at, Skb skb) {
        turn(way, kernel(at), skb);
    }

    /// @param kernel as the packet found it on the stretch before
    private void turn(Way way, Kernel kernel, Skb skb) {
        Netns at = kernel.netns();
        switch (way) {
            case BRIDGE -> run(DataPath.BRIDGE_PLAIN, 0, kernel, skb);
            case UP -> {
                story.wire(at, String.valueOf(skb.in()), Step.RECEIVE, skb.frame(), false, null, agenda.now());
                if (Crossing.isFragment(skb.frame())) {
                    agenda.at(WIRE, () -> run(DataPath.BRIDGE_UP, 0, at, skb));
                } else {
                    // ip_rcv forgets that the datagram came in pieces
                    run(DataPath.BRIDGE_UP, 0, kernel, skb.withFragmentSizeForgotten());
                }
            }
            case PORT -> {
                if (skb.physIn() != null && Crossing.isFragment(skb.frame())) {
                    agenda.at(WIRE, () -> run(DataPath.BRIDGE_PORT, 0, at, skb));
                } else {
                    run(DataPath.BRIDGE_PORT, 0, kernel, skb);
                }
            }
            case IP -> run(skb.prerouted() ? DataPath.ROUTE : DataPath.PREROUTE, 0, kernel, skb);
            case LOCAL -> run(DataPath.LOCAL_IN, 0, kernel, skb);
            case FORWARD -> run(DataPath.FORWARDING, 0, kernel, skb);
            case OWN -> run(DataPath.LOCAL_OUT, 0, kernel, skb);
            case OUTPUT -> run(DataPath.POSTROUTE, 0, kernel, skb);
            case IPVS -> run(DataPath.IPVS_OUT, 0, kernel, skb);
            case NEXT_HOP -> run(DataPath.EGRESS, 0, kernel, skb);
            case DEVICE -> wire(at, String.valueOf(skb.out()), skb.frame());
            case BRIDGE_DEVICE -> bridgeDevice(at, skb);
            case LOOPBACK -> loop(at, skb);
            case TUNNEL -> {
                story.wire(at, String.valueOf(skb.out()), Step.TRANSMIT, skb.frame(), false, null, agenda.now());
                run(DataPath.TUNNEL, 0, kernel, skb);
            }
            case UNWRAPPED -> unwrapped(at, skb);
        }
    }

    /// A bridge without a port that is up has no carrier, and nothing leaves by it (net/bridge/br_stp_if.c).
    private void bridgeDevice(Netns at, Skb skb) {
        String bridge = String.valueOf(skb.out());
        if (!at.hasCarrier(bridge)) {
            story.drops(at, skb, Reason.NO_CARRIER, Reason.NO_CARRIER.sentence(at.name(), bridge), null, agenda.now());
            return;
        }
        story.wire(at, bridge, Step.TRANSMIT, skb.frame(), false, null, agenda.now());
        run(DataPath.BRIDGE_DEVICE, 0, at, skb);
    }

    /// What leaves by `lo` comes in by `lo` with its connection, mark and route (drivers/net/loopback.c).
    private void loop(Netns at, Skb skb) {
        story.wire(at, "lo", Step.TRANSMIT, skb.frame(), false, null, agenda.now());
        crossings++;
        story.wire(at, "lo", Step.RECEIVE, skb.frame(), false, null, agenda.now());
        Skb in = skb.withIn("lo").withOut(null).withPhysIn(null).withPrerouted(false);
        agenda.at(WIRE, () -> run(DataPath.PREROUTE, 0, at, in));
    }

    private void wire(Netns at, String dev, Frame frame) {
        Interface device = at.iface(dev);
        Crossing crossing = Crossing.of(network, at, device, frame);
        boolean carrier = !(crossing instanceof Crossing.Lost lost) || lost.reason() != Reason.NO_CARRIER;
        // what a device without carrier is given is dropped before anybody sees it (net/sched/sch_generic.c noop_qdisc)
        if (carrier || conversation.isElsewhere(at, dev)) {
            boolean flood = Crossing.isFlood(network, device, frame);
            story.wire(at, dev, Step.TRANSMIT, frame, flood, null, agenda.now());
        }
        crossings++;
        if (device.kind() == Interface.Kind.VLAN) {
            tag(at, device, frame, Step.TRANSMIT);
        }
        if (conversation.overhears(at, frame, dev)) {
            return;
        }
        switch (crossing) {
            case Crossing.Lost(Reason reason, Sentence text, Entry by) ->
                story.drops(at, Skb.received(frame, dev), reason, text, by, agenda.now());
            case Crossing.Arrives(Netns there, Interface far) -> {
                if (far.kind() == Interface.Kind.VLAN) {
                    tag(there, far, frame, Step.RECEIVE);
                }
                if (seen(there, far, frame)) {
                    if (Crossing.bringsFragment(there, frame) || Crossing.switchesFragment(there, far, frame)) {
                        take(there, far, frame);
                    } else {
                        agenda.at(WIRE, () -> take(there, far, frame));
                    }
                }
            }
        }
    }

    /// A frame of a VLAN on the device below, where it carries the tag (net/8021q/vlan_dev.c, vlan_core.c).
    private void tag(Netns at, Interface vlan, Frame frame, String direction) {
        Interface.Tunnel tag = java.util.Objects.requireNonNull(vlan.tunnel());
        boolean out = direction.equals(Step.TRANSMIT);
        Skb skb = Skb.received(frame, vlan.name());
        if (!out) {
            story.wire(at, tag.underlay(), direction, frame, false, null, agenda.now());
        }
        if (!skb.isArp()) {
            String key = out ? "vlan.tag" : "vlan.untag";
            Sentence text = Sentence.of(key, vlan.name(), tag.vni(), tag.underlay());
            story.add(at, skb.leg(), Draft.of("vlan", skb, text), agenda.now());
        }
        if (out) {
            story.wire(at, tag.underlay(), direction, frame, false, null, agenda.now());
        }
    }

    /// Does what was caused outside of any stretch.
    void perform(List<Effect> effects, Netns at) {
        perform(effects, at, null, 0);
    }

    private void perform(List<Effect> effects, Netns at, @Nullable DataPath stretch, int stage) {
        long later = 0;
        boolean together = !effects.isEmpty() && isPingAnswer(effects.getFirst());
        for (int i = 0; i < effects.size(); i++) {
            Effect effect = effects.get(i);
            if (later > 0 && !together && isOwnFragment(effect)) {
                agenda.at(later, () -> perform(effect, at, stretch, stage));
            } else {
                perform(effect, at, stretch, stage);
            }
            later += FRAGMENT;
        }
    }

    /// A program's fragments leave one after the other: the softirq handles each before the next is built. What the
    /// kernel itself sends is built in the softirq, so all its parts are out before anybody handles the first.
    private static boolean isOwnFragment(Effect effect) {
        return effect instanceof Effect.Continue onward
                && onward.way() == Way.NEXT_HOP
                && onward.skb().in() == null
                && !(onward.skb().packet().payload() instanceof Payload.Echo echo && echo.reply())
                && onward.skb().packet().vxlan() == null;
    }

    /// The softirq itself builds the answer to a ping, and nobody handles the first fragment before the last is there.
    private static boolean isPingAnswer(Effect effect) {
        return effect instanceof Effect.Continue onward
                && onward.skb().frame().content() instanceof Packet packet
                && packet.payload() instanceof Payload.Echo echo
                && echo.reply();
    }

    private void perform(Effect effect, Netns at, @Nullable DataPath stretch, int stage) {
        switch (effect) {
            case Effect.Wire out -> wire(at, out.dev(), out.frame());
            case Effect.Originate own ->
                run(
                        DataPath.LOCAL_OUT,
                        0,
                        at,
                        Skb.local(IcmpErrors.settled(own, at)).with(Tracking.attached(own.cause())));
            case Effect.Await await -> waiting.await(at, await);
            case Effect.Solicit asked -> waiting.solicit(at, asked);
            case Effect.Collect collect ->
                reassembly.add(at.id(), collect.skb()).ifPresent(whole -> {
                    if (stretch != null) {
                        run(stretch, stage + 1, at, whole);
                    }
                });
            case Effect.Continue onward -> turn(onward.way(), at, onward.skb());
            case Effect.Served served -> conversation.serves(served);
            case Effect.Accepted _ -> conversation.accepts();
            case Effect.Aborted _ -> conversation.aborts();
            case Effect.Relay onward -> conversation.relays(at, onward.target());
            case Effect.Close _ -> conversation.closes();
            case Effect.Heard heard -> conversation.hears(at, heard);
        }
    }

    /// Writes a step down and makes its changes; whoever waited for a neighbour goes on.
    private void record(Netns at, Leg leg, Event event) {
        story.add(at, leg, event, agenda.now());
        List<Change> changes = event.changes();
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            world = world.with(change);
            if (change instanceof Neighbours.Learned learned && !learned.mac().equals(Mac.ZERO)) {
                waiting.learn(at, learned);
            }
        }
    }
}
