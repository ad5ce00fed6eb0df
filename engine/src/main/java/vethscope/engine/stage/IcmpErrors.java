package vethscope.engine.stage;

import java.util.List;
import vethscope.engine.network.Route;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.model.address.Ip;

/// ICMP errors that a machine sends about a packet (net/ipv4/icmp.c __icmp_send, RFC 1122 3.2.2).
public final class IcmpErrors {

    private static final int HEADERS = 28;
    private static final int LARGEST = 576;

    private IcmpErrors() {}

    static List<Effect> unreachable(Skb skb, Kernel kernel, int code) {
        return of(skb, kernel, Payload.IcmpError.UNREACHABLE, code, 0);
    }

    /// The error about a packet, or nothing where none may be sent: about errors, later fragments, and what was
    /// not sent to one machine. It comes from the address that the packet was sent to if that is the machine's
    /// own; otherwise the route back chooses.
    public static List<Effect> of(Skb skb, Kernel kernel, int type, int code, long info) {
        Packet about = skb.packet();
        if (about.payload() instanceof Payload.IcmpError
                || about.laterFragment()
                || about.source().isAny()
                || about.source().isMulticast()) {
            return List.of();
        }
        if (skb.in() != null && skb.frame().destination().isMulticast()) {
            return List.of();
        }
        Route route = skb.route();
        boolean local = route != null && route.type() == Route.Type.LOCAL && skb.in() != null;
        Ip source = local ? about.destination() : Ip.ANY;
        int length = HEADERS + Math.min(about.length(), LARGEST - HEADERS);
        Packet error = new Packet(
                source, about.source(), 64, false, length, null, new Payload.IcmpError(type, code, info, about));
        return List.of(new Effect.Originate(error, skb));
    }
}
