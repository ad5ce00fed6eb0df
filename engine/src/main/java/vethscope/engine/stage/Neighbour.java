package vethscope.engine.stage;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Neighbours;
import vethscope.engine.network.Netns;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Sentence;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// The hardware address of the next hop: known, or asked for while the packet waits (net/ipv4/ip_output.c
/// ip_finish_output2, net/ipv6/ip6_output.c ip6_finish_output2, net/core/neighbour.c). It is asked for after NAT and
/// routing, so never for a service address.
final class Neighbour {

    private Neighbour() {}

    static Outcome apply(Skb skb, Kernel kernel) {
        Netns netns = kernel.netns();
        String out = String.valueOf(skb.out());
        Interface device = netns.find(out).orElse(null);
        if (device == null) {
            return new Outcome.Drop(
                    Reason.NO_CARRIER, Reason.NO_CARRIER.sentence(netns.name(), out), List.of(), List.of());
        }
        if (device.kind() == Interface.Kind.LOOPBACK || device.kind() == Interface.Kind.IPIP) {
            return Outcome.Turn.to(Transmit.way(device), skb.withMacs(Mac.ZERO, Mac.ZERO));
        }
        Ip to = skb.packet().destination();
        if (to.isMulticast()) {
            return Outcome.Turn.to(Transmit.way(device), skb.withMacs(device.mac(), Mac.ofMulticast(to)));
        }
        Ip hop = skb.nextHop() == null ? skb.packet().destination() : skb.nextHop();
        Netns.NeighbourEntry set = permanent(netns, out, hop);
        Mac mac = set == null ? learned(netns, out, hop, kernel) : set.mac();
        if (mac == null) {
            var asked = new Neighbours.Learned(netns.id(), out, hop, Mac.ZERO, Neighbours.State.INCOMPLETE);
            return new Outcome.Done(
                    List.of(new Effect.Await(out, hop, skb)),
                    List.of(Draft.of(asked.table(), skb, Sentence.of("arp.ask", hop, out))
                            .at(out)
                            .changing(asked)));
        }
        Mac from = skb.bridgedDnat() ? skb.frame().source() : device.mac();
        Skb addressed = skb.withMacs(from, mac);
        return set == null
                ? Outcome.Turn.to(Transmit.way(device), addressed)
                : Outcome.Turn.to(Transmit.way(device), addressed, told(set, skb));
    }

    private static Draft told(Netns.NeighbourEntry set, Skb skb) {
        return Draft.of(set.ip().v6() ? "ndp" : "arp", skb, Sentence.of("arp.permanent", set.ip(), set.mac()))
                .at(set.dev())
                .by(new Entries.OfNeighbours(set));
    }

    /// What the configuration set for ever: nobody is asked.
    private static Netns.@Nullable NeighbourEntry permanent(Netns netns, String dev, Ip hop) {
        return netns.permanent().neighbour(dev, hop);
    }

    /// The hardware address of a neighbour if it is known; null: it would have to be asked for.
    static @Nullable Mac known(Kernel kernel, String dev, Ip hop) {
        Netns.NeighbourEntry set = permanent(kernel.netns(), dev, hop);
        return set == null ? learned(kernel.netns(), dev, hop, kernel) : set.mac();
    }

    private static @Nullable Mac learned(Netns netns, String dev, Ip hop, Kernel kernel) {
        var known = kernel.world().neighbours().get(netns.id(), dev, hop);
        return known == null || !known.isValid() ? null : known.mac();
    }
}
