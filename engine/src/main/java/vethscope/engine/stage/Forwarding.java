package vethscope.engine.stage;

import java.util.List;
import vethscope.engine.network.Fib;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Redirects;
import vethscope.engine.network.Route;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.packet.Problem;
import vethscope.engine.trace.Event;
import vethscope.engine.trace.Reason;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// Through this machine: TTL, size, redirect (net/ipv4/ip_forward.c, net/ipv6/ip6_output.c ip6_forward).
final class Forwarding {

    private Forwarding() {}

    static Outcome apply(Skb skb, Kernel kernel) {
        Packet packet = skb.packet();
        Netns netns = kernel.netns();
        String out = skb.out();
        Interface device = netns.find(out).orElse(null);
        if (device == null) {
            return new Outcome.Drop(
                    Reason.NO_CARRIER,
                    Reason.NO_CARRIER.sentence(netns.name(), String.valueOf(out)),
                    List.of(),
                    List.of());
        }
        if (packet.ttl() <= 1) {
            return new Outcome.Drop(
                    Reason.TTL_EXPIRED,
                    Reason.TTL_EXPIRED.sentence(netns.name()),
                    IcmpErrors.of(skb, Problem.TTL_EXPIRED),
                    List.of());
        }
        int mtu = mtu(skb, device.mtu());
        int largest = skb.fragmentSize() == 0 ? packet.length() : skb.fragmentSize();
        boolean whole = packet.df() || !packet.family().routersFragment();
        // what goes back to its own link was told there who is its neighbour
        if (packet.source().isLinkLocal()
                && packet.family().v6()
                && !device.name().equals(skb.in())) {
            return new Outcome.Drop(
                    Reason.MARTIAN,
                    Reason.MARTIAN.sentence(packet.source(), device.name()),
                    IcmpErrors.of(skb, Problem.BEYOND_SCOPE),
                    List.of());
        }
        if (whole && largest > mtu) {
            return new Outcome.Drop(
                    Reason.TOO_BIG,
                    Reason.TOO_BIG.sentence(packet.length(), mtu, device.name()),
                    IcmpErrors.tooBig(skb, mtu),
                    List.of(),
                    Settings.mtu(kernel, skb, device.name()));
        }
        Skb onward = skb.with(packet.withTtl(packet.ttl() - 1));
        var hop = new Hop(onward.frame(), packet.ttl());
        List<Effect> redirect = redirect(skb, kernel);
        Event step =
                redirect.isEmpty() ? hop : told(hop, new Redirects.Told(netns.id(), packet.source(), kernel.micros()));
        return new Outcome.Pass(onward, redirect, List.of(step));
    }

    private static Event told(Hop hop, Redirects.Told change) {
        return new Draft(hop.stage(), null, hop.text(), hop.frame(), null, hop.rewrite(), List.of(change), List.of());
    }

    /// A forwarded packet goes by the route's own MTU or the device's; what was learned of the path counts only for the
    /// machine's own (ip_dst_mtu_maybe_forward, ip_forward_use_pmtu=0).
    static int mtu(Skb skb, int device) {
        Route route = skb.route();
        return route == null || route.mtu() == 0 ? device : route.mtu();
    }

    /// Out of the interface that it came in by, for a sender on that very link: the sender is told of the shorter
    /// way. Over IPv6 a packet with a new destination that was routed at a bridge's port counts as come in by the
    /// interface that it leaves by (net/ipv6/ip6_input.c ip6_rcv_core).
    private static List<Effect> redirect(Skb skb, Kernel kernel) {
        String in = HardwareAddress.in(skb);
        Route route = skb.route();
        boolean routedAtAPort =
                skb.packet().source().v6() && skb.prerouted() && BridgeNetfilter.destinationChanged(skb);
        if (!in.equals(skb.out()) && !routedAtAPort
                || route == null
                || !kernel.netns().sysctl().sendRedirects(skb.packet().family(), in)) {
            return List.of();
        }
        Ip source = skb.packet().source();
        // over IPv6 six may follow each other at once (inet_peer_xrlim_allow)
        boolean limited = !source.v6();
        if (limited && !kernel.world().redirects().mayTell(kernel.netns().id(), source, kernel.micros())) {
            return List.of();
        }
        // IPv6 asks whether the sender is a neighbour on any link (ndisc_send_redirect)
        boolean onLink = kernel.netns()
                .fib()
                .lookup(Fib.Query.to(source))
                .filter(back -> back.via() == null && (source.v6() || in.equals(back.dev())))
                .isPresent();
        Ip gateway = kernel.netns().nextHop(route, skb.packet().destination());
        // over IPv6 a router is known by its link-local address, and no other may be named
        boolean nameable = gateway.equals(skb.packet().destination()) || gateway.isLinkLocal() || !gateway.v6();
        Mac link = gateway.v6() ? Neighbour.known(kernel, in, gateway) : null;
        return onLink && nameable
                ? IcmpErrors.redirect(skb, kernel.netns().iface(in), new Payload.IcmpError.Hop(gateway, link))
                : List.of();
    }

    /// On to POSTROUTING.
    static Outcome onward(Skb skb, Kernel kernel) {
        return Outcome.Turn.to(Way.OUTPUT, skb);
    }
}
