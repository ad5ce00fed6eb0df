package vethscope.engine.stage;

import java.util.List;
import vethscope.engine.packet.Frame;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;

/// What `-j REJECT --reject-with tcp-reset` sends (net/ipv4/netfilter/nf_reject_ipv4.c nf_send_reset,
/// net/ipv6/netfilter/nf_reject_ipv6.c nf_send_reset6).
final class Resets {

    /// Bytes of a TCP header without options.
    private static final int HEADER = 20;

    private Resets() {}

    /// For a packet that came in by a bridge port the RST leaves by that port at once, in the name of the
    /// addressee and untranslated; otherwise it is a packet of the machine's own that belongs to the connection.
    static List<Effect> answer(Skb skb, Kernel kernel) {
        Packet about = skb.packet();
        if (!(about.payload() instanceof Payload.Tcp tcp)
                || tcp.flags() == Payload.Tcp.Flags.RST
                || about.laterFragment()) {
            return List.of();
        }
        Packet reset = HopLimits.on(of(about), kernel.netns());
        String port = skb.physIn();
        return port != null && skb.prerouted()
                ? List.of(new Effect.Wire(
                        port, new Frame(skb.frame().destination(), skb.frame().source(), reset)))
                : List.of(new Effect.Originate(reset, skb));
    }

    /// The RST that answers a segment.
    static Packet of(Packet about) {
        return new Packet(
                about.destination(),
                about.source(),
                64,
                true,
                about.family().header() + HEADER,
                null,
                new Payload.Tcp(about.destinationPort(), about.sourcePort(), Payload.Tcp.Flags.RST));
    }
}
