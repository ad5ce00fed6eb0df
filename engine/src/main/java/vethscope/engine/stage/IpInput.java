package vethscope.engine.stage;

import java.util.List;
import vethscope.engine.network.Interface;
import vethscope.engine.packet.Packet;
import vethscope.engine.trace.Reason;
import vethscope.model.address.Ip;

/// Hands an IP packet to IP (net/ipv4/ip_input.c ip_rcv, net/ipv6/ip6_input.c ip6_rcv_core).
final class IpInput {

    private IpInput() {}

    static Outcome apply(Skb skb, Kernel kernel) {
        if (skb.isArp()) {
            return Outcome.Turn.to(Way.IP, skb);
        }
        Packet packet = skb.packet();
        String dev = HardwareAddress.in(skb);
        Ip ip = packet.source().isLoopback() ? packet.source() : packet.destination();
        return packet.family().v6()
                        && ip.isLoopback()
                        && kernel.netns().iface(dev).kind() != Interface.Kind.LOOPBACK
                ? new Outcome.Drop(Reason.MARTIAN, Reason.MARTIAN.sentence(ip, dev), List.of(), List.of())
                : Outcome.Turn.to(Way.IP, skb);
    }
}
