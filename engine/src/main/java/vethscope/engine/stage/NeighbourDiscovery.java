package vethscope.engine.stage;

import java.util.List;
import java.util.Optional;
import vethscope.engine.network.Fib;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Neighbours;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Route;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.trace.Entry;
import vethscope.engine.trace.Sentence;
import vethscope.model.address.Ip;

/// What IPv6 has in place of ARP (RFC 4861, net/ipv6/ndisc.c): packets that walk the whole data path, so netfilter can
/// stop them. Unlike ARP, a machine answers only for the addresses of the very device that was asked.
public final class NeighbourDiscovery {

    private NeighbourDiscovery() {}

    /// Answers a solicitation, learns from an advertisement (ndisc_recv_ns, ndisc_recv_na).
    static Outcome apply(Skb skb, Payload.Neighbour message, Kernel kernel) {
        Interface device = kernel.netns().iface(HardwareAddress.in(skb));
        if (skb.packet().ttl() != Payload.Neighbour.HOP_LIMIT) {
            return new Outcome.Done(List.of(), List.of());
        }
        if (!message.solicitation()) {
            return learn(skb, message, device, kernel);
        }
        return answersFor(message.target(), device.name(), kernel)
                .map(why -> answer(skb, message, why, device, kernel))
                .orElseGet(() -> new Outcome.Done(List.of(), List.of()));
    }

    /// A solicitation from an address of its device: the waiting packet's source, if it is one of them, else the
    /// link-local address (ndisc_solicit).
    public static Skb solicitation(Interface device, Ip target, Ip waiting) {
        Ip sender = owns(device, waiting)
                ? waiting
                : device.ownLinkLocal().orElse(device.mac().linkLocal());
        return sent(device, sender, target.solicitedNode(), new Payload.Neighbour(true, target, device.mac()));
    }

    /// Why a device answers for an address: it is its own, or, in a cloud, it is reached through another one. On Linux
    /// the latter would be an entry for each (`ip neigh add proxy`).
    static Optional<Entry> answersFor(Ip target, String dev, Kernel kernel) {
        if (owns(kernel.netns().iface(dev), target)) {
            return Optional.of(new Settings.OfAddresses(dev, target));
        }
        return proxied(target, dev, kernel.netns()).map(Entries.OfRoutes::new);
    }

    /// In a cloud: the way to an address that a device answers for though another one leads there.
    public static Optional<Route> proxied(Ip target, String dev, Netns netns) {
        return netns.kind().isCloud()
                ? netns.fib()
                        .lookup(new Fib.Query(target, null, dev, null, 0))
                        .filter(route -> route.type() == Route.Type.UNICAST && !dev.equals(route.dev()))
                : Optional.empty();
    }

    private static boolean owns(Interface device, Ip ip) {
        return device.has(ip) || device.linkLocal().filter(ip::equals).isPresent();
    }

    private static Skb sent(Interface device, Ip from, Ip to, Payload.Neighbour message) {
        int limit = Payload.Neighbour.HOP_LIMIT;
        Packet packet = new Packet(from, to, limit, false, Payload.Neighbour.LENGTH, null, message);
        return Skb.local(packet).routed(null, to, device.name());
    }

    /// Who answers remembers the asker, but must confirm it before calling it REACHABLE.
    private static Outcome answer(Skb skb, Payload.Neighbour asked, Entry why, Interface device, Kernel kernel) {
        Ip asker = skb.packet().source();
        var known = kernel.world().neighbours().get(kernel.netns().id(), device.name(), asker);
        boolean confirmed = known != null && known.isValid() && known.mac().equals(asked.link());
        var learned =
                new Neighbours.Learned(kernel.netns().id(), device.name(), asker, asked.link(), Neighbours.State.STALE);
        Draft step = Draft.of(learned.table(), skb, Sentence.of("arp.answer", asked.target(), device.mac()))
                .at(device.name())
                .by(why);
        Skb answer = sent(device, asked.target(), asker, new Payload.Neighbour(false, asked.target(), device.mac()));
        return new Outcome.Done(
                List.of(new Effect.Continue(Way.OWN, answer)), List.of(confirmed ? step : step.changing(learned)));
    }

    private static Outcome learn(Skb skb, Payload.Neighbour told, Interface device, Kernel kernel) {
        var known = kernel.world().neighbours().get(kernel.netns().id(), device.name(), told.target());
        if (known == null) {
            return new Outcome.Done(List.of(), List.of());
        }
        var learned = new Neighbours.Learned(
                kernel.netns().id(), device.name(), told.target(), told.link(), Neighbours.State.REACHABLE);
        return new Outcome.Done(
                List.of(),
                List.of(Draft.of(learned.table(), skb, Sentence.of("arp.learn", told.target(), told.link()))
                        .at(device.name())
                        .changing(learned)));
    }
}
