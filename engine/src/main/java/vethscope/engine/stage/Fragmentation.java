package vethscope.engine.stage;

import java.util.ArrayList;
import java.util.List;
import vethscope.engine.packet.Family;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Sentence;

/// Cuts what is larger than the way out, and what had come in pieces, to pieces again (net/ipv4/ip_output.c
/// ip_finish_output, ip_do_fragment; net/ipv6/ip6_output.c ip6_fragment).
final class Fragmentation {

    private Fragmentation() {}

    static Outcome apply(Skb skb, Kernel kernel) {
        Packet packet = skb.packet();
        String out = skb.out() == null ? "" : skb.out();
        int device = kernel.netns().mtu(out, 65536);
        int mtu = skb.in() == null
                ? RoutingOutput.mtu(kernel, skb, packet.destination(), device)
                : Forwarding.mtu(skb, device);
        int size = skb.fragmentSize() > 0 ? Math.min(skb.fragmentSize(), mtu) : mtu;
        if (packet.length() <= mtu && (skb.fragmentSize() == 0 || packet.length() <= size)) {
            return Outcome.Turn.to(Way.NEXT_HOP, skb);
        }
        // a packet that was forwarded met this check before; one of this machine's own may have been given another way
        if (packet.df() && packet.length() > mtu) {
            return new Outcome.Drop(
                    Reason.TOO_BIG,
                    Reason.TOO_BIG.sentence(packet.length(), mtu, out),
                    IcmpErrors.tooBig(skb, mtu),
                    List.of(),
                    Settings.mtu(kernel, skb, out));
        }
        List<Effect> effects = new ArrayList<>();
        // a tunnel's outer headers have no room before the parts
        boolean tunnel = kernel.netns().find(out).map(i -> i.tunnel() != null).orElse(false);
        for (Packet part : tunnel ? cut(packet, size) : cut(skb, size)) {
            effects.add(new Effect.Continue(Way.NEXT_HOP, skb.with(part).withFragmentSize(0)));
        }
        return new Outcome.Done(
                effects,
                List.of(Draft.of("fragment", skb, Sentence.of("fragment.cut", packet.length(), effects.size(), size))
                        .at(out)
                        .by(Settings.mtu(kernel, skb, out))));
    }

    /// The parts of a datagram, none longer than `mtu`: those that it came in if they all fit (the fast path of
    /// ip_do_fragment and ip6_fragment).
    static List<Packet> cut(Skb skb, int mtu) {
        Packet packet = skb.packet();
        int headers = packet.family().header() + packet.family().fragmentHeader();
        boolean fit = !skb.parts().isEmpty() && skb.parts().stream().allMatch(carried -> headers + carried <= mtu);
        if (!fit) {
            return cut(packet, mtu);
        }
        List<Packet> parts = new ArrayList<>();
        int at = 0;
        for (int carried : skb.parts()) {
            boolean more = at + carried < packet.payloadLength();
            parts.add(packet.withFragment(new Packet.Fragment(number(packet), at, more), headers + carried));
            at += carried;
        }
        return parts;
    }

    /// Tells the datagrams apart that are under way at once: those that a tunnel wraps the parts of one in.
    private static int number(Packet packet) {
        int part = packet.payload() instanceof Payload.Udp udp
                        && udp.vxlan() != null
                        && udp.vxlan().inner().content() instanceof Packet inner
                        && inner.fragment() != null
                ? inner.fragment().offset()
                : 0;
        return packet.length() + (part << Short.SIZE);
    }

    /// The parts of a datagram, none longer than `mtu`; each but the last carries a multiple of 8 bytes.
    static List<Packet> cut(Packet packet, int mtu) {
        if (packet.length() <= mtu) {
            return List.of(packet);
        }
        Family family = packet.family();
        int headers = family.header() + family.fragmentHeader();
        int room = (mtu - headers) / 8 * 8;
        int start = packet.fragment() == null ? 0 : packet.fragment().offset();
        boolean followed = packet.fragment() != null && packet.fragment().more();
        int id = packet.fragment() == null ? number(packet) : packet.fragment().id();
        int payload = packet.payloadLength();
        List<Packet> parts = new ArrayList<>();
        for (int at = 0; at < payload; at += room) {
            int length = Math.min(room, payload - at);
            boolean more = at + length < payload || followed;
            parts.add(packet.withFragment(new Packet.Fragment(id, start + at, more), headers + length));
        }
        return parts;
    }
}
