package vethscope.engine.stage;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Route;
import vethscope.engine.origin.Origin;
import vethscope.engine.packet.Family;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.packet.Problem;
import vethscope.model.address.Ip;

/// ICMP errors that a machine sends about a packet (net/ipv4/icmp.c __icmp_send, RFC 1122 3.2.2; net/ipv6/icmp.c
/// icmp6_send, RFC 4443 2.4).
public final class IcmpErrors {

    /// Bytes of the ICMP header.
    private static final int HEADER = 8;

    /// Bytes of an IPv6 redirect before its options, of the option with a hardware address, and of the header of
    /// the one that holds the packet, as much as fits in whole eight bytes (net/ipv6/ndisc.c
    /// ndisc_send_redirect).
    private static final int REDIRECT = 40;

    private static final int LINK_OPTION = 8;
    private static final int PACKET_OPTION = 8;

    private static final int RFC_1349 = 0x1e;
    private static final int INTERNETWORK_CONTROL = 0xc0;

    private IcmpErrors() {}

    static List<Effect> tooBig(Skb skb, int mtu) {
        return of(skb, Problem.TOO_BIG, mtu, null);
    }

    /// Over IPv6 a redirect comes from the link-local address of the link that it is about, and is believed only on
    /// that link (net/ipv6/ndisc.c ndisc_send_redirect).
    static List<Effect> redirect(Skb skb, Interface device, Payload.IcmpError.Hop gateway) {
        List<Effect> errors = of(skb, Problem.REDIRECT, 0, gateway);
        return skb.packet().family() == Family.V4
                ? errors
                : errors.stream()
                        .map(e -> onLink(e, device, gateway.link() != null))
                        .toList();
    }

    private static Effect onLink(Effect error, Interface device, boolean link) {
        if (!(error instanceof Effect.Originate(Packet packet, var _))
                || !(packet.payload() instanceof Payload.IcmpError told)) {
            return error;
        }
        Packet near = packet.withSource(device.ownLinkLocal().orElse(packet.source()));
        int fixed = packet.family().header() + REDIRECT + (link ? LINK_OPTION : 0);
        int option =
                Math.min(packet.family().largestError() - fixed, told.quoted().length() + PACKET_OPTION);
        Packet full = near.withFragment(null, fixed + option / 8 * 8);
        return new Effect.Originate(full.withTtl(Payload.Neighbour.HOP_LIMIT), null);
    }

    /// The error about a packet, or nothing where none may be sent: about errors, later fragments, and what was
    /// not sent to one machine. It comes from the address that the packet was sent to if that is the machine's
    /// own; otherwise the route back chooses.
    public static List<Effect> of(Skb skb, Problem problem) {
        return of(skb, problem, 0, null);
    }

    private static List<Effect> of(Skb skb, Problem problem, int mtu, Payload.IcmpError.@Nullable Hop gateway) {
        Packet about = skb.packet();
        if (about.payload() instanceof Payload.IcmpError
                || about.laterFragment() && !about.family().errorsAboutLaterFragments()
                || about.source().isAny()
                || about.source().isMulticast()
                || about.destination().isMulticast()) {
            return List.of();
        }
        if (skb.in() != null && skb.frame().destination().isMulticast()) {
            return List.of();
        }
        Route route = skb.route();
        Family family = about.family();
        boolean local = route != null && route.type() == Route.Type.LOCAL && skb.in() != null;
        // over IPv6 a route makes an address local, but nobody speaks in its name (net/ipv6/icmp.c icmp6_send)
        local &= family == Family.V4 || route != null && route.author().equals(Origin.KERNEL);
        Ip source = local ? about.destination() : family.any();
        int length = Math.min(family.header() + HEADER + about.length(), family.largestError());
        var payload = new Payload.IcmpError(problem, mtu, gateway, about);
        Packet error = new Packet(source, about.source(), 64, false, length, null, payload, tos(about));
        return List.of(new Effect.Originate(error, skb));
    }

    /// An error is internetwork control, which keeps the four bits of RFC 1349 of its cause (icmp_pointers in
    /// net/ipv4/icmp.c); over IPv6 it is nothing special.
    private static int tos(Packet about) {
        return about.family().v6() ? 0 : about.tos() & RFC_1349 | INTERNETWORK_CONTROL;
    }

    /// A packet of the machine's own as it wants it, with its own TTL. Over IPv6 an error comes from an address of
    /// the interface that its cause came in by (net/ipv6/icmp.c icmp6_send), over IPv4 from that of the way back,
    /// unless icmp_errors_use_inbound_ifaddr is set (net/ipv4/icmp.c __icmp_send).
    public static Packet settled(Effect.Originate own, Netns netns) {
        Packet packet = HopLimits.on(own.packet(), netns);
        Skb cause = own.cause();
        boolean chosen = packet.source().isAny() && packet.payload() instanceof Payload.IcmpError;
        if (!chosen
                || cause == null
                || cause.in() == null
                || !packet.source().v6() && netns.sysctl().of("net.ipv4.icmp_errors_use_inbound_ifaddr") == 0) {
            return packet;
        }
        return Sources.of(netns, cause.in(), packet.destination(), packet.destination())
                .map(packet::withSource)
                .orElse(packet);
    }
}
