package vethscope.engine.stage;

import java.util.List;
import vethscope.engine.network.Interface;
import vethscope.engine.packet.Frame;
import vethscope.engine.packet.Packet;
import vethscope.engine.trace.Reason;

/// Puts a bridged frame on the cable of its port; a reassembled datagram is cut again to the sizes it came in
/// (br_nf_dev_queue_xmit).
final class BridgeTransmit {

    private BridgeTransmit() {}

    static Outcome apply(Skb skb, Kernel kernel) {
        String port = skb.physOut();
        if (port == null) {
            throw new IllegalStateException("a bridge sends without a port");
        }
        Interface device = kernel.netns().iface(port);
        if (skb.isArp()) {
            return new Outcome.Done(List.of(new Effect.Wire(port, skb.frame())), List.of());
        }
        int length = skb.packet().length();
        boolean cuts = skb.physIn() != null && skb.prerouted();
        int room = skb.fragmentSize() <= 0 ? device.mtu() : Math.min(skb.fragmentSize(), device.mtu());
        if (length <= room && device.takes(length)) {
            return new Outcome.Done(List.of(new Effect.Wire(port, skb.frame())), List.of());
        }
        List<Packet> parts = cuts && length > room ? parts(skb, kernel) : List.of(skb.packet());
        List<Effect> effects = parts.stream()
                .filter(part -> device.takes(part.length()))
                .<Effect>map(part -> new Effect.Wire(
                        port, new Frame(skb.frame().source(), skb.frame().destination(), part)))
                .toList();
        if (effects.isEmpty() || effects.size() < parts.size()) {
            return new Outcome.Drop(
                    Reason.TOO_LONG_FOR_LINK,
                    Reason.TOO_LONG_FOR_LINK.sentence(length, kernel.netns().name() + " " + port, device.mtu()),
                    effects,
                    List.of(),
                    Settings.mtu(kernel.netns(), device));
        }
        return new Outcome.Done(effects, List.of());
    }

    /// What met iptables is cut to the bridge's MTU, or to the sizes it came in; the port's own MTU only made the
    /// bridge look (br_nf_ip_fragment). None where it must not be cut.
    private static List<Packet> parts(Skb skb, Kernel kernel) {
        String bridge = String.valueOf(skb.in());
        int mtu = kernel.netns().mtu(bridge, 1500);
        if (skb.packet().df() || skb.fragmentSize() > mtu) {
            return List.of();
        }
        return Fragmentation.cut(skb, skb.fragmentSize() > 0 ? skb.fragmentSize() : mtu);
    }
}
