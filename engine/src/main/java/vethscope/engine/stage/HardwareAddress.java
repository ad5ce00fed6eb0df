package vethscope.engine.stage;

import java.util.List;
import vethscope.engine.network.Interface;
import vethscope.engine.trace.Reason;
import vethscope.model.address.Mac;

/// The network card takes what is addressed to it or to all; the rest is PACKET_OTHERHOST (net/ethernet/eth.c
/// eth_type_trans, dropped in net/ipv4/ip_input.c ip_rcv_core).
final class HardwareAddress {

    private HardwareAddress() {}

    static Outcome apply(Skb skb, Kernel kernel) {
        Mac to = skb.frame().destination();
        Interface device = kernel.netns().iface(in(skb));
        if (to.isMulticast() || to.equals(device.mac()) || !hasAddress(device) || toOwnPort(skb, kernel, to)) {
            return Outcome.UNTOUCHED;
        }
        return new Outcome.Drop(
                Reason.NOT_FOR_THIS_MAC, Reason.NOT_FOR_THIS_MAC.sentence(device.name(), to), List.of(), List.of());
    }

    private static boolean hasAddress(Interface device) {
        return device.kind() != Interface.Kind.LOOPBACK && device.kind() != Interface.Kind.IPIP;
    }

    /// A bridge takes frames addressed to one of its ports for itself.
    private static boolean toOwnPort(Skb skb, Kernel kernel, Mac to) {
        return skb.physIn() != null && kernel.netns().hasPort(in(skb), to);
    }

    static String in(Skb skb) {
        String in = skb.in();
        if (in == null) {
            throw new IllegalStateException("a packet of the machine itself met an input stage");
        }
        return in;
    }
}
