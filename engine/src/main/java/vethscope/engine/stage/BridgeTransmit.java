package vethscope.engine.stage;

import java.util.ArrayList;
import java.util.List;
import vethscope.engine.network.Interface;
import vethscope.engine.packet.Frame;
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
        // what met iptables is cut, even if it must not be: nobody asks (br_nf_dev_queue_xmit)
        boolean cuts = skb.physIn() != null && skb.prerouted();
        int length = skb.packet().length();
        if (!cuts && !device.takes(length)) {
            return new Outcome.Drop(
                    Reason.TOO_LONG_FOR_LINK,
                    Reason.TOO_LONG_FOR_LINK.sentence(length, kernel.netns().name() + " " + port, device.mtu()),
                    List.of(),
                    List.of());
        }
        int room = skb.fragmentSize() <= 0 ? device.mtu() : Math.min(skb.fragmentSize(), device.mtu());
        List<Effect> effects = new ArrayList<>();
        for (var part : cuts ? Fragmentation.cut(skb.packet(), room) : List.of(skb.packet())) {
            effects.add(new Effect.Wire(
                    port, new Frame(skb.frame().source(), skb.frame().destination(), part)));
        }
        return new Outcome.Done(effects, List.of());
    }
}
