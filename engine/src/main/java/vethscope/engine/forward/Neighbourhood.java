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

/// Packets that wait for their neighbour's hardware address, and the requests for it (net/core/neighbour.c). None
/// is lost while it waits.
final class Neighbourhood {

    private static final int ATTEMPTS = 3;

    /// Microseconds between requests.
    private static final long RETRY = 100_000;

    private record Key(Id netns, String dev, Ip hop) {}

    private final Walk walk;
    private final Conversation conversation;
    private final Story story;
    private final Map<Key, List<Skb>> queues = new HashMap<>(0);

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
        Key key = new Key(at.id(), await.dev(), await.nextHop());
        List<Skb> queue = queues.get(key);
        if (queue != null) {
            queue.add(await.skb());
            return;
        }
        queues.put(key, new ArrayList<>(List.of(await.skb())));
        ask(at, key, await.skb().packet().source(), 1);
    }

    /// Asks though no packet waits.
    void solicit(Netns at, Effect.Solicit asked) {
        var key = new Key(at.id(), asked.dev(), asked.neighbour());
        if (queues.putIfAbsent(key, new ArrayList<>()) == null) {
            ask(at, key, Ip.ANY, 1);
        }
    }

    /// Whoever waited for the address goes on.
    void learn(Netns at, Neighbours.Learned learned) {
        for (Skb skb : take(new Key(at.id(), learned.dev(), learned.ip()))) {
            walk.later(0, () -> walk.turn(Way.NEXT_HOP, at, skb));
        }
    }

    /// Three requests, 100 ms apart, then the packets that waited are given up.
    ///
    /// @param waiting the source of the packet that waits
    private void ask(Netns at, Key key, Ip waiting, int attempt) {
        Question question = question(at, at.iface(key.dev), key.hop, waiting);
        walk.turn(question.way(), at, question.skb());
        walk.later(RETRY, () -> {
            if (!queues.containsKey(key)) {
                return;
            }
            if (attempt < ATTEMPTS) {
                ask(at, key, waiting, attempt + 1);
            } else {
                giveUp(at, key);
            }
        });
    }

    private void giveUp(Netns at, Key key) {
        walk.change(new Neighbours.Learned(at.id(), key.dev, key.hop, Mac.ZERO, Neighbours.State.FAILED));
        boolean carrier = hasCarrier(at.iface(key.dev));
        Reason reason = carrier ? Reason.NO_NEIGHBOUR : Reason.NO_CARRIER;
        Sentence text = carrier ? reason.sentence(at.name(), key.hop, key.dev) : reason.sentence(at.name(), key.dev);
        for (Skb skb : take(key)) {
            story.drops(at, skb, reason, text, null, walk.now());
            walk.perform(IcmpErrors.of(skb, Problem.HOST_UNREACHABLE), at);
        }
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

    private static Question question(Netns at, Interface device, Ip hop, Ip waiting) {
        return switch (Family.of(hop)) {
            case V4 -> new Question(Transmit.way(device), request(at, device, hop, waiting));
            case V6 -> new Question(Way.OWN, NeighbourDiscovery.solicitation(device, hop, waiting));
        };
    }

    /// The request; its sender is the waiting packet's source if that is this machine's and `arp_announce` allows it
    /// (net/ipv4/arp.c arp_solicit).
    private static Skb request(Netns at, Interface device, Ip hop, Ip waiting) {
        Ip sender = at.owns(waiting) && mayAnnounce(at, device, waiting, hop)
                ? waiting
                : Sources.of(at, device.name(), hop, hop).orElse(Ip.ANY);
        Arp arp = new Arp(true, sender, device.mac(), hop, Mac.ZERO);
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
