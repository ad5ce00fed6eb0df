package vethscope.engine.stage;

import java.util.ArrayList;
import java.util.List;
import vethscope.engine.network.Interface;
import vethscope.engine.packet.Frame;

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
        List<Effect> effects = new ArrayList<>();
        if (skb.isArp() || skb.fragmentSize() == 0) {
            effects.add(new Effect.Wire(port, skb.frame()));
        } else {
            for (var part : Fragmentation.cut(skb.packet(), Math.min(skb.fragmentSize(), device.mtu()))) {
                effects.add(new Effect.Wire(
                        port, new Frame(skb.frame().source(), skb.frame().destination(), part)));
            }
        }
        return new Outcome.Done(effects, List.of());
    }
}
