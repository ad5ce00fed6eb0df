package vethscope.engine.forward;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns;
import vethscope.engine.packet.Arp;
import vethscope.engine.packet.Family;
import vethscope.engine.packet.Frame;
import vethscope.engine.packet.Packet;
import vethscope.engine.stage.Effect;
import vethscope.engine.stage.NeighbourDiscovery;
import vethscope.engine.stage.Skb;
import vethscope.engine.stage.Sources;
import vethscope.engine.stage.Transmit;
import vethscope.engine.stage.Way;
import vethscope.model.Id;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// Packets that wait for their neighbour's hardware address (net/core/neighbour.c). None is lost while it waits.
final class Neighbourhood {

    static final int ATTEMPTS = 3;

    /// Microseconds between requests.
    static final long RETRY = 100_000;

    private record Key(Id netns, String dev, Ip hop) {}

    private final Map<Key, List<Skb>> queues = new LinkedHashMap<>();

    /// Whether the packet is the first to wait, so that somebody must ask.
    boolean add(Id netns, Effect.Await await) {
        List<Skb> queue = queues.computeIfAbsent(new Key(netns, await.dev(), await.nextHop()), k -> new ArrayList<>());
        queue.add(await.skb());
        return queue.size() == 1;
    }

    boolean holds(Id netns, Effect.Await await) {
        return queues.containsKey(new Key(netns, await.dev(), await.nextHop()));
    }

    List<Skb> take(Id netns, String dev, Ip hop) {
        List<Skb> queue = queues.remove(new Key(netns, dev, hop));
        return queue == null ? List.of() : queue;
    }

    /// Whether a request can leave at all: not by an interface that is not plugged in, or whose cable is cut.
    static boolean hasCarrier(Interface device) {
        return device.kind() != Interface.Kind.ETHERNET || device.up() && device.peer() != null;
    }

    /// The question for the next hop's hardware address, and the way on which it sets out.
    record Question(Way way, Skb skb) {}

    static Question question(Netns at, Interface device, Effect.Await await) {
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
