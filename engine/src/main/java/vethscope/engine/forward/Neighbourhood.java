package vethscope.engine.forward;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Neighbours;
import vethscope.engine.network.Netns;
import vethscope.engine.packet.Arp;
import vethscope.engine.packet.Family;
import vethscope.engine.packet.Frame;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Problem;
import vethscope.engine.stage.Effect;
import vethscope.engine.stage.IcmpErrors;
import vethscope.engine.stage.NeighbourDiscovery;
import vethscope.engine.stage.Skb;
import vethscope.engine.stage.Sources;
import vethscope.engine.stage.Transmit;
import vethscope.engine.stage.Way;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Sentence;
import vethscope.model.Id;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// Packets that wait for their neighbour's hardware address, and the requests for it (net/core/neighbour.c). None is
/// lost
/// while it waits.
final class Neighbourhood {

    private static final int ATTEMPTS = 3;

    /// Microseconds between requests.
    private static final long RETRY = 100_000;

    private record Key(Id netns, String dev, Ip hop) {}

    private final Walk walk;
    private final Conversation conversation;
    private final Story story;
    private final Map<Key, List<Skb>> queues = new HashMap<>();

    Neighbourhood(Walk walk, Conversation conversation, Story story) {
        this.walk = walk;
        this.conversation = conversation;
        this.story = story;
    }

    /// A packet waits; the first to wait makes its machine ask.
    void await(Netns at, Effect.Await await) {
        Mac elsewhere = conversation.elsewhere(at, await.dev());
        if (elsewhere != null) {
            walk.change(new Neighbours.Learned(
                    at.id(), await.dev(), await.nextHop(), elsewhere, Neighbours.State.REACHABLE));
            walk.turn(Way.NEXT_HOP, at, await.skb());
            return;
        }
        List<Skb> queue = queues.computeIfAbsent(key(at, await), k -> new ArrayList<>());
        queue.add(await.skb());
        if (queue.size() == 1) {
            ask(at, await, 1);
        }
    }

    /// Whoever waited for the address goes on.
    void learn(Netns at, Neighbours.Learned learned) {
        for (Skb skb : take(new Key(at.id(), learned.dev(), learned.ip()))) {
            walk.later(0, () -> walk.turn(Way.NEXT_HOP, at, skb));
        }
    }

    /// Three requests, 100 ms apart, then the packets that waited are given up.
    private void ask(Netns at, Effect.Await await, int attempt) {
        Question question = question(at, at.iface(await.dev()), await);
        walk.turn(question.way(), at, question.skb());
        walk.later(RETRY, () -> {
            if (!queues.containsKey(key(at, await))) {
                return;
            }
            if (attempt < ATTEMPTS) {
                ask(at, await, attempt + 1);
            } else {
                giveUp(at, await);
            }
        });
    }

    private void giveUp(Netns at, Effect.Await await) {
        walk.change(new Neighbours.Learned(at.id(), await.dev(), await.nextHop(), Mac.ZERO, Neighbours.State.FAILED));
        boolean carrier = hasCarrier(at.iface(await.dev()));
        Reason reason = carrier ? Reason.NO_NEIGHBOUR : Reason.NO_CARRIER;
        Sentence text = carrier
                ? reason.sentence(at.name(), await.nextHop(), await.dev())
                : reason.sentence(at.name(), await.dev());
        for (Skb skb : take(key(at, await))) {
            story.drops(at, skb, reason, text, null, walk.now());
            walk.perform(IcmpErrors.of(skb, Problem.HOST_UNREACHABLE), at);
        }
    }

    private static Key key(Netns at, Effect.Await await) {
        return new Key(at.id(), await.dev(), await.nextHop());
    }

    private List<Skb> take(Key key) {
        List<Skb> queue = queues.remove(key);
        return queue == null ? List.of() : queue;
    }

    /// Whether a request can leave at all: not by an interface that is not plugged in, or whose cable is cut.
    private static boolean hasCarrier(Interface device) {
        return device.kind() != Interface.Kind.ETHERNET || device.up() && device.peer() != null;
    }

    /// The question for the next hop's hardware address, and the way on which it sets out.
    private record Question(Way way, Skb skb) {}

    private static Question question(Netns at, Interface device, Effect.Await await) {
        return switch (Family.of(await.nextHop())) {
            case V4 -> new Question(Transmit.way(device), request(at, device, await));
            case V6 ->
                new Question(
                        Way.OWN,
                        NeighbourDiscovery.solicitation(
                                device, await.nextHop(), await.skb().packet().source()));
        };
    }

    /// The request; its sender is the waiting packet's source if that is this machine's and `arp_announce` allows it
    /// (net/ipv4/arp.c arp_solicit).
    private static Skb request(Netns at, Interface device, Effect.Await await) {
        Packet packet = await.skb().packet();
        Ip sender = at.owns(packet.source()) && mayAnnounce(at, device, packet.source(), await.nextHop())
                ? packet.source()
                : Sources.of(at, device.name(), await.nextHop(), await.nextHop())
                        .orElse(Ip.ANY);
        Arp arp = new Arp(true, sender, device.mac(), await.nextHop(), Mac.ZERO);
        return Skb.received(new Frame(device.mac(), Mac.BROADCAST, arp), device.name())
                .withIn(null)
                .withOut(device.name());
    }

    private static boolean mayAnnounce(Netns at, Interface device, Ip source, Ip target) {
        return switch (at.sysctl().arpAnnounce(device.name())) {
            case 0 -> true;
            case 1 -> device.addresses().stream().anyMatch(a -> a.contains(source) && a.contains(target));
            default -> false;
        };
    }
}
