package vethscope.engine.forward;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Change;
import vethscope.engine.network.Conntrack;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Neighbours;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Network;
import vethscope.engine.network.Proxy;
import vethscope.engine.network.World;
import vethscope.engine.packet.Frame;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Problem;
import vethscope.engine.stage.ClientSocket;
import vethscope.engine.stage.DataPath;
import vethscope.engine.stage.Draft;
import vethscope.engine.stage.Effect;
import vethscope.engine.stage.IcmpErrors;
import vethscope.engine.stage.Kernel;
import vethscope.engine.stage.Outcome;
import vethscope.engine.stage.Skb;
import vethscope.engine.stage.Sockets;
import vethscope.engine.stage.Timeouts;
import vethscope.engine.stage.Tracking;
import vethscope.engine.stage.Way;
import vethscope.engine.trace.Fate;
import vethscope.engine.trace.Leg;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Sentence;
import vethscope.engine.trace.Step;
import vethscope.model.Id;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// One run of the forwarder: it decides which stretch of the data path follows which outcome, keeps the queue of what
/// is under way, and stops when nothing is left or the budget of wire crossings is spent.
final class Walk {

    /// Microseconds that a cable takes; only the order matters.
    private static final int WIRE = 10;

    /// Microseconds between the fragments that a machine sends of its own datagram.
    private static final int FRAGMENT = 1000;

    /// Wire crossings after which a trace is cut: 64 hops of a looping packet with all that it causes fit many times.
    private static final int BUDGET = 4096;

    private static final Mac ELSEWHERE = Mac.generated("elsewhere", "eth0");

    private final Network network;
    private final Flow flow;
    private final Chance chance;
    private final Agenda agenda = new Agenda();
    private final Neighbourhood waiting = new Neighbourhood();
    private final Reassembly reassembly = new Reassembly();
    private final Story story;
    private @Nullable ClientSocket client;
    private World world;
    private final long first;
    private long serial;
    private int crossings;
    private @Nullable Relay relay;
    private @Nullable ClientSocket relayed;
    private boolean asking;
    private @Nullable Fate answered;
    private boolean closing;

    /// A proxy that will open a connection of its own.
    private record Relay(Netns at, Proxy.Target target) {}

    Walk(Network network, World world, Flow flow, Chance chance) {
        this.network = network;
        this.world = world;
        this.flow = flow;
        this.chance = chance;
        for (long id : world.conntrack().connections().keySet()) {
            serial = Math.max(serial, id);
        }
        this.first = serial;
        this.story = new Story(network, flow, world);
        this.client = Client.socket(network, flow);
    }

    Forwarder.Run run() {
        long start = world.micros();
        agenda.startAt(start);
        Netns home = network.home(flow.from())
                .orElseThrow(() -> new IllegalArgumentException(flow.from() + " lives in no network namespace"));
        if (flow.lookup() != null && !isFound(flow.lookup(), home)) {
            return new Forwarder.Run(story.told(chance.taken(), client), closed(world.at(agenda.now() + 1_000_000)));
        }
        Packet first = Client.packet(flow, client);
        if (flow.arrivesAt() == null) {
            story.sends(home, first, agenda.now());
            perform(new Effect.Originate(first, null), home, null, 0);
        } else {
            arrive(
                    home,
                    flow.arrivesAt(),
                    new Frame(ELSEWHERE, home.iface(flow.arrivesAt()).mac(), first));
        }
        toTheEnd();
        acknowledge(home);
        World after = closed(world.at(agenda.now() + 1_000_000));
        after = after.with(after.ipvs().closed(after.micros()));
        return new Forwarder.Run(story.told(chance.taken(), client), after);
    }

    private void toTheEnd() {
        while (agenda.next() && crossings < BUDGET) {}
        if (crossings >= BUDGET) {
            story.cut();
        }
    }

    /// Whether the sender's resolver finds the address. The first question is sent as a packet and followed to its end;
    /// those for further names of the search list take the same way.
    private boolean isFound(Lookup lookup, Netns home) {
        Ip server = lookup.server();
        if (server == null) {
            return story.assumes(home, lookup, agenda.now());
        }
        ClientSocket own = client;
        Flow question = flow.asking(server, chance.port(32768, 60999));
        client = Client.socket(home, question);
        asking = true;
        Packet packet =
                Client.question(question, client, lookup.attempts().getFirst().name());
        story.asks(home, packet, lookup, agenda.now());
        perform(new Effect.Originate(packet, null), home, null, 0);
        toTheEnd();
        asking = false;
        client = own;
        return story.resolves(home, packet, lookup, answered, agenda.now());
    }

    /// The client ends the handshake. Its ACK takes the way of its SYN and is told only if it is lost: a machine that
    /// saw the SYN but not the answer takes it for INVALID, and many drop that.
    private void acknowledge(Netns home) {
        if (client == null || relay != null || flow.arrivesAt() != null || !story.isConnected()) {
            return;
        }
        boolean halfSeen = world.conntrack().connections().values().stream()
                .anyMatch(c -> c.id() > first && c.state() == Conntrack.State.SYN_SENT);
        if (!halfSeen) {
            return;
        }
        var last = new Walk(network, world, flow, chance);
        last.agenda.startAt(agenda.now());
        last.perform(new Effect.Originate(Client.acknowledgment(flow, client), null), home, null, 0);
        while (last.agenda.next() && last.crossings < BUDGET) {}
        story.losesAcknowledgment(last.story);
    }

    /// Connections of a finished TCP conversation linger closed: a further SYN with the same ports starts anew.
    private World closed(World world) {
        World end = world;
        for (var entry : world.conntrack().tuples().entrySet()) {
            Conntrack.Connection c = world.conntrack().connections().get(entry.getValue());
            if (c != null
                    && c.state() == Conntrack.State.SYN_RECV
                    && c.original().equals(entry.getKey().tuple())) {
                Id at = entry.getKey().netns();
                var closed =
                        Timeouts.closed(c, world.micros(), network.netns(at).sysctl());
                end = end.with(new Conntrack.Recorded(at, closed, false));
            }
        }
        return end;
    }

    private void arrive(Netns at, String dev, Frame frame) {
        if (seen(at, dev, frame)) {
            take(at, dev, frame);
        }
    }

    /// A frame is seen on the far device at once and handled in its turn, as by the softirq of a veth pair.
    private boolean seen(Netns at, String dev, Frame frame) {
        Interface device = at.iface(dev);
        if (!device.up()) {
            return false;
        }
        boolean ignored = device.port() == null
                && device.kind() == Interface.Kind.ETHERNET
                && !frame.isMulticast()
                && !frame.destination().equals(device.mac());
        story.wire(at, dev, Step.RECEIVE, frame, false, ignored ? "not-for-this-mac" : null, agenda.now());
        return !ignored;
    }

    private void take(Netns at, String dev, Frame frame) {
        run(at.iface(dev).port() == null ? DataPath.ARRIVE : DataPath.BRIDGE_IN, 0, at, Skb.received(frame, dev));
    }

    /// Walks a stretch from a stage on.
    private void run(DataPath stretch, int from, Netns at, Skb skb) {
        Skb current = skb;
        Kernel kernel = kernel(at);
        for (int i = from; i < stretch.stages().size(); i++) {
            if (kernel.world() != world) {
                kernel = kernel(at);
            }
            Outcome outcome = stretch.stages().get(i).apply(current, kernel);
            tell(at, current, told(current, outcome));
            switch (outcome) {
                case Outcome.Pass pass -> {
                    perform(pass.effects(), at, stretch, i);
                    current = pass.skb();
                }
                case Outcome.Turn turn -> {
                    turn(turn.way(), at, turn.skb());
                    return;
                }
                case Outcome.Done done -> {
                    perform(done.effects(), at, stretch, i);
                    return;
                }
                case Outcome.Drop drop -> {
                    story.drops(at, current, drop.reason(), drop.text(), agenda.now());
                    perform(drop.effects(), at, stretch, i);
                    return;
                }
            }
        }
    }

    /// Of neighbour discovery's own way only what it asks, learns and dies of is worth a step.
    private static List<Draft> told(Skb skb, Outcome outcome) {
        if (skb.isArp() || skb.leg() != Leg.ARP || outcome instanceof Outcome.Drop) {
            return outcome.steps();
        }
        return outcome.steps().stream()
                .filter(d -> !d.changes().isEmpty() || d.stage().equals("ndp"))
                .toList();
    }

    private Kernel kernel(Netns at) {
        return new Kernel(at, world, agenda.now(), ++serial, chance, socketIn(at), flow.request());
    }

    private void turn(Way way, Netns at, Skb skb) {
        switch (way) {
            case BRIDGE -> run(DataPath.BRIDGE_PLAIN, 0, at, skb);
            case UP -> {
                story.wire(at, String.valueOf(skb.in()), Step.RECEIVE, skb.frame(), false, null, agenda.now());
                // ip_rcv forgets that the datagram came in pieces
                run(DataPath.BRIDGE_UP, 0, at, skb.withFragmentSizeForgotten());
            }
            case PORT -> run(DataPath.BRIDGE_PORT, 0, at, skb);
            case IP -> run(skb.prerouted() ? DataPath.ROUTE : DataPath.PREROUTE, 0, at, skb);
            case LOCAL -> run(DataPath.LOCAL_IN, 0, at, skb);
            case FORWARD -> run(DataPath.FORWARDING, 0, at, skb);
            case OWN -> run(DataPath.LOCAL_OUT, 0, at, skb);
            case OUTPUT -> run(DataPath.POSTROUTE, 0, at, skb);
            case IPVS -> run(DataPath.IPVS_OUT, 0, at, skb);
            case NEXT_HOP -> run(DataPath.EGRESS, 0, at, skb);
            case DEVICE -> wire(at, String.valueOf(skb.out()), skb.frame());
            case BRIDGE_DEVICE -> bridgeDevice(at, skb);
            case LOOPBACK -> loop(at, skb);
            case TUNNEL -> {
                story.wire(at, String.valueOf(skb.out()), Step.TRANSMIT, skb.frame(), false, null, agenda.now());
                run(DataPath.TUNNEL, 0, at, skb);
            }
            case UNWRAPPED -> arrive(at, String.valueOf(skb.in()), skb.frame());
        }
    }

    /// A bridge without a port that is up has no carrier, and nothing leaves by it (net/bridge/br_stp_if.c).
    private void bridgeDevice(Netns at, Skb skb) {
        String bridge = String.valueOf(skb.out());
        if (at.ports(bridge).stream().noneMatch(p -> p.up() && p.peer() != null)) {
            story.drops(at, skb, Reason.NO_CARRIER, Reason.NO_CARRIER.sentence(at.name(), bridge), agenda.now());
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
        Interface.Peer peer = device.peer();
        Interface far = peer == null ? null : network.netns(peer.netns()).iface(peer.iface());
        boolean flood = device.port() != null
                && !frame.isMulticast()
                && far != null
                && far.port() == null
                && !frame.destination().equals(far.mac());
        story.wire(at, dev, Step.TRANSMIT, frame, flood, null, agenda.now());
        crossings++;
        if (toClientElsewhere(at, dev, frame)) {
            return;
        }
        if (peer == null || !device.up()) {
            story.drops(
                    at,
                    Skb.received(frame, dev),
                    Reason.NO_CARRIER,
                    Reason.NO_CARRIER.sentence(at.name(), dev),
                    agenda.now());
            return;
        }
        Netns there = network.netns(peer.netns());
        if (far != null && frame.content() instanceof Packet p && !far.takes(p.length())) {
            String receiver = there.name() + " " + far.name();
            Sentence text = Reason.TOO_LONG_FOR_LINK.sentence(p.length(), receiver, far.mtu());
            story.drops(at, Skb.received(frame, dev), Reason.TOO_LONG_FOR_LINK, text, agenda.now());
            return;
        }
        if (seen(there, peer.iface(), frame)) {
            agenda.at(WIRE, () -> take(there, peer.iface(), frame));
        }
    }

    /// The answer to a packet that came in from elsewhere is heard where it leaves again.
    private boolean toClientElsewhere(Netns at, String dev, Frame frame) {
        if (client == null
                || flow.arrivesAt() == null
                || !at.id().equals(network.homes().get(flow.from()))
                || !(frame.content() instanceof Packet)) {
            return false;
        }
        Kernel there = new Kernel(at, world, agenda.now(), ++serial, chance, client, flow.request());
        Optional<Effect.Heard> heard = Sockets.overheard(client, Skb.received(frame, dev), there);
        heard.ifPresent(h -> hears(at, h));
        return heard.isPresent();
    }

    private void perform(List<Effect> effects, Netns at, @Nullable DataPath stretch, int stage) {
        long later = 0;
        for (int i = 0; i < effects.size(); i++) {
            Effect effect = effects.get(i);
            if (later > 0 && isOwnFragment(effect)) {
                agenda.at(later, () -> perform(effect, at, stretch, stage));
            } else {
                perform(effect, at, stretch, stage);
            }
            later += FRAGMENT;
        }
    }

    /// A sender's fragments leave one after the other: the softirq handles each before the next is built.
    private static boolean isOwnFragment(Effect effect) {
        return effect instanceof Effect.Continue onward
                && onward.way() == Way.NEXT_HOP
                && onward.skb().in() == null;
    }

    private void perform(Effect effect, Netns at, @Nullable DataPath stretch, int stage) {
        switch (effect) {
            case Effect.Wire out -> wire(at, out.dev(), out.frame());
            case Effect.Originate own ->
                run(DataPath.LOCAL_OUT, 0, at, Skb.local(own.packet()).with(Tracking.attached(own.cause())));
            case Effect.Await await -> await(at, await);
            case Effect.Collect collect ->
                reassembly.add(at.id(), collect.skb()).ifPresent(whole -> {
                    if (stretch != null) {
                        run(stretch, stage + 1, at, whole);
                    }
                });
            case Effect.Continue onward -> turn(onward.way(), at, onward.skb());
            case Effect.Served served -> {
                if (!asking) {
                    story.serves(served);
                }
            }
            case Effect.Relay onward -> relay = new Relay(at, onward.target());
            case Effect.Close _ -> closing = true;
            case Effect.Heard heard -> hears(at, heard);
        }
    }

    private @Nullable ClientSocket socketIn(Netns at) {
        if (relayed != null && relayed.netns().equals(at.id())) {
            return relayed;
        }
        return client != null && client.netns().equals(at.id()) ? client : null;
    }

    /// Behind a proxy the end of the second connection is the end of the probe.
    private void hears(Netns at, Effect.Heard heard) {
        if (asking) {
            answered = answered == null ? heard.fate() : answered;
        } else if (relay != null && heard.fate() == Fate.DELIVERED && relayed == null) {
            story.answers(heard);
            open(relay);
        } else if (closing && heard.fate() == Fate.DELIVERED) {
            story.answers(heard);
            story.hears(new Effect.Heard(Fate.CLOSED_WITHOUT_REPLY, heard.from()));
        } else if (relayed == null || relayed.netns().equals(at.id())) {
            story.hears(heard);
        }
    }

    private void open(Relay second) {
        int port = chance.port(32768, 60999);
        Flow onward = flow.relayed(second.target(), port);
        ClientSocket socket = Client.socket(second.at(), onward);
        relayed = socket;
        perform(new Effect.Originate(Client.packet(onward, socket), null), second.at(), null, 0);
    }

    private void await(Netns at, Effect.Await await) {
        if (flow.arrivesAt() != null
                && flow.arrivesAt().equals(await.dev())
                && at.id().equals(network.homes().get(flow.from()))) {
            world = world.with(new Neighbours.Learned(
                    at.id(), await.dev(), await.nextHop(), ELSEWHERE, Neighbours.State.REACHABLE));
            turn(Way.NEXT_HOP, at, await.skb());
            return;
        }
        if (waiting.add(at.id(), await)) {
            ask(at, await, 1);
        }
    }

    /// Three requests, 100 ms apart, then the packets that waited are given up.
    private void ask(Netns at, Effect.Await await, int attempt) {
        Interface device = at.iface(await.dev());
        Neighbourhood.Question question = Neighbourhood.question(at, device, await);
        turn(question.way(), at, question.skb());
        agenda.at(Neighbourhood.RETRY, () -> {
            if (!waiting.holds(at.id(), await)) {
                return;
            }
            if (attempt < Neighbourhood.ATTEMPTS) {
                ask(at, await, attempt + 1);
            } else {
                giveUp(at, await);
            }
        });
    }

    private void giveUp(Netns at, Effect.Await await) {
        world = world.with(
                new Neighbours.Learned(at.id(), await.dev(), await.nextHop(), Mac.ZERO, Neighbours.State.FAILED));
        for (Skb skb : waiting.take(at.id(), await.dev(), await.nextHop())) {
            boolean carrier = Neighbourhood.hasCarrier(at.iface(await.dev()));
            Sentence text = carrier
                    ? Reason.NO_NEIGHBOUR.sentence(at.name(), await.nextHop(), await.dev())
                    : Reason.NO_CARRIER.sentence(at.name(), await.dev());
            story.drops(at, skb, carrier ? Reason.NO_NEIGHBOUR : Reason.NO_CARRIER, text, agenda.now());
            perform(IcmpErrors.of(skb, Problem.HOST_UNREACHABLE), at, null, 0);
        }
    }

    /// Writes steps down and makes their changes; whoever waited for a neighbour goes on.
    private void tell(Netns at, Skb skb, List<Draft> drafts) {
        for (int i = 0; i < drafts.size(); i++) {
            Draft draft = drafts.get(i);
            story.step(at, skb, draft, agenda.now());
            for (int c = 0; c < draft.changes().size(); c++) {
                Change change = draft.changes().get(c);
                world = world.with(change);
                if (change instanceof Neighbours.Learned learned
                        && !learned.mac().equals(Mac.ZERO)) {
                    waiting.take(at.id(), learned.dev(), learned.ip())
                            .forEach(w -> agenda.at(0, () -> turn(Way.NEXT_HOP, at, w)));
                }
            }
        }
    }
}
