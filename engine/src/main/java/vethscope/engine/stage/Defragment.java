package vethscope.engine.stage;

import java.util.List;
import vethscope.engine.packet.Packet;

/// Conntrack wants whole datagrams, and so does a socket: fragments wait until the last one is there
/// (net/ipv4/netfilter/nf_defrag_ipv4.c, net/ipv4/ip_fragment.c).
final class Defragment {

    private Defragment() {}

    /// Before conntrack.
    static Outcome apply(Skb skb, Kernel kernel) {
        return !skb.isArp() && kernel.tracks(skb.packet().family()) ? always(skb, kernel) : Outcome.UNTOUCHED;
    }

    /// IPv4 puts a datagram together before INPUT (ip_local_deliver), IPv6 behind it, where rules met its parts
    /// (ip6_input_finish).
    static Outcome ahead(Skb skb, Kernel kernel) {
        return skb.isArp() || skb.packet().family().v6() ? Outcome.UNTOUCHED : always(skb, kernel);
    }

    /// Before a socket.
    static Outcome always(Skb skb, Kernel kernel) {
        if (skb.isArp() || skb.packet().fragment() == null) {
            return Outcome.UNTOUCHED;
        }
        return new Outcome.Done(List.of(new Effect.Collect(skb)), List.of());
    }

    /// The datagram that the last fragment completes; the first fragment gives everything but length.
    static Packet whole(Packet first, Packet last) {
        int end = last.fragment() == null ? 0 : last.fragment().offset();
        return first.withFragment(null, end + last.length());
    }
}
