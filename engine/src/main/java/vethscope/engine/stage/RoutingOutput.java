package vethscope.engine.stage;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Fib;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Route;
import vethscope.engine.packet.Family;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.trace.Event;
import vethscope.engine.trace.Fate;
import vethscope.engine.trace.Reason;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;

/// Routes the machine's own packets and chooses their source; netfilter's OUTPUT comes after, so a service
/// address needs a route too (net/ipv4/route.c ip_route_output_key, net/ipv4/netfilter.c ip_route_me_harder;
/// net/ipv6/route.c ip6_route_output, net/ipv6/netfilter.c ip6_route_me_harder).
public final class RoutingOutput {

    private RoutingOutput() {}

    /// The source address that a machine gives to a packet of its own for a destination; empty where it has no route.
    public static Optional<Ip> source(Netns netns, Ip destination) {
        return source(netns, Fib.Query.to(destination));
    }

    /// The same for a packet whose source is not chosen yet.
    public static Optional<Ip> source(Netns netns, Packet packet) {
        return source(netns, new Fib.Query(packet.destination(), null, null, null, 0, packet));
    }

    private static Optional<Ip> source(Netns netns, Fib.Query query) {
        Ip destination = query.destination();
        return netns.fib().lookup(query).flatMap(route -> switch (route.type()) {
            case LOCAL -> Optional.of(route.src() == null ? destination : route.src());
            case UNICAST ->
                route.src() != null
                        ? Optional.of(route.src())
                        : Sources.of(netns, dev(route), netns.nextHop(route, destination), destination);
            case BROADCAST, BLACKHOLE, UNREACHABLE, PROHIBIT, THROW -> Optional.empty();
        });
    }

    private static String dev(Route route) {
        return route.dev() == null ? "" : route.dev();
    }

    static Outcome apply(Skb skb, Kernel kernel) {
        if (skb.out() != null) {
            // neighbour discovery names its device
            return Outcome.UNTOUCHED;
        }
        Packet packet = skb.packet();
        Ip to = packet.destination();
        // a socket that is bound to no interface (net/ipv6/datagram.c, tcp_ipv6.c; __ipv6_addr_needs_scope_id)
        if (to.v6() && to.isOfOneLink() && isConnectable(packet) && Sockets.isOwnRequest(skb, kernel)) {
            return lost(skb, kernel, Reason.NO_LINK_NAMED, Fate.INVALID_ADDRESS, null);
        }
        Ip source = packet.source().isAny() ? source(kernel.netns(), packet).orElse(null) : packet.source();
        Ip asked = keepsFirstRoute(skb, kernel) ? null : source;
        Optional<Route> found = lookup(new Fib.Query(to, asked, null, null, skb.mark(), packet), kernel);
        if (found.isEmpty()) {
            return lost(skb, kernel, Reason.NO_ROUTE, Fate.NET_UNREACHABLE, null);
        }
        Route route = found.get();
        if (to.equals(Ip.BROADCAST)) {
            return lost(skb, kernel, Reason.PROHIBIT_ROUTE, toMany(packet), route);
        }
        if (to.isMulticast() && packet.protocol() == Protocol.TCP) {
            return lost(skb, kernel, Reason.NO_ROUTE, Fate.NET_UNREACHABLE, route);
        }
        return switch (route.type()) {
            case LOCAL -> out(skb, kernel, route, source == null ? to : source, "lo");
            case UNICAST -> out(skb, kernel, route, source, dev(route));
            case BROADCAST -> lost(skb, kernel, Reason.PROHIBIT_ROUTE, toMany(packet), route);
            case BLACKHOLE -> lost(skb, kernel, Reason.BLACKHOLE, Fate.INVALID_ADDRESS, route);
            case UNREACHABLE -> lost(skb, kernel, Reason.UNREACHABLE_ROUTE, Fate.HOST_UNREACHABLE, route);
            case PROHIBIT -> lost(skb, kernel, Reason.PROHIBIT_ROUTE, Fate.DENIED_LOCALLY, route);
            case THROW -> lost(skb, kernel, Reason.NO_ROUTE, Fate.NET_UNREACHABLE, route);
        };
    }

    /// A socket of IPv6 keeps the route that chose its source, one of IPv4 asks once more with that source
    /// (net/ipv6/ip6_output.c ip6_dst_lookup_tail, include/net/route.h ip_route_connect).
    private static boolean keepsFirstRoute(Skb skb, Kernel kernel) {
        ClientSocket client = kernel.client();
        return client != null
                && !client.named()
                && skb.packet().family().v6()
                && client.netns().equals(kernel.netns().id())
                && Sockets.isRequestOf(client, skb);
    }

    /// The route, or the shorter way that a router told of.
    private static Optional<Route> lookup(Fib.Query query, Kernel kernel) {
        return kernel.netns()
                .fib()
                .lookup(query)
                .map(route ->
                        kernel.world().redirects().instead(route, kernel.netns().id(), query.destination()));
    }

    private static boolean isConnectable(Packet packet) {
        return packet.protocol() != Protocol.TCP || !packet.destination().isMulticast();
    }

    /// TCP connects to one machine only (tcp_v4_connect); a datagram socket must ask before it may send to all.
    private static Fate toMany(Packet packet) {
        return packet.protocol() == Protocol.TCP ? Fate.NET_UNREACHABLE : Fate.DENIED_LOCALLY;
    }

    private static Outcome out(Skb skb, Kernel kernel, Route route, @Nullable Ip source, String dev) {
        Packet packet = source == null ? skb.packet() : skb.packet().withSource(source);
        Ip to = packet.destination();
        Skb routed = skb.with(packet).routed(route, kernel.netns().nextHop(route, to), dev);
        int mtu = mtu(kernel, routed, to, kernel.netns().mtu(dev, 65536));
        if (packet.df() && packet.length() > mtu) {
            boolean own = kernel.client() != null && Sockets.isRequestOf(kernel.client(), routed);
            List<Effect> effects = own ? List.of(new Effect.Heard(Fate.MESSAGE_TOO_LONG, null)) : List.of();
            return new Outcome.Drop(
                    Reason.TOO_BIG,
                    Reason.TOO_BIG.sentence(packet.length(), mtu, dev),
                    effects,
                    List.of(Routed.out(routed, route)),
                    Settings.mtu(kernel, routed, dev));
        }
        return leaving(routed, route, true, kernel);
    }

    /// A loopback source may leave by no other device than lo, unless route_localnet allows it
    /// (__mkroute_output). Over IPv6 it is for the receiver to mind.
    ///
    /// @param told whether the sender hears of it: whose packet got another way later is told only by UDP
    private static Outcome leaving(Skb skb, Route route, boolean told, Kernel kernel) {
        Packet packet = skb.packet();
        String out = String.valueOf(skb.out());
        if (packet.source().isLoopback()
                && !packet.family().v6()
                && !out.equals("lo")
                && !kernel.netns().sysctl().routeLocalnet(out)) {
            return new Outcome.Drop(
                    Reason.MARTIAN,
                    Reason.MARTIAN.sentence(packet.source(), out),
                    told && Sockets.isOwnRequest(skb, kernel)
                            ? List.of(new Effect.Heard(Fate.INVALID_ADDRESS, null))
                            : List.of(),
                    List.of(Routed.out(skb, route)));
        }
        return Outcome.Pass.of(skb, Routed.out(skb, route));
    }

    /// The route's or the device's MTU, or less if the path is known to take less.
    static int mtu(Kernel kernel, Skb skb, Ip to, int device) {
        int given = Forwarding.mtu(skb, device);
        Integer learned = kernel.world().pathMtu().to(kernel.netns().id(), to);
        return learned == null
                ? given
                : Math.min(given, Math.max(learned, Family.of(to).smallestMtu()));
    }

    private static Outcome lost(Skb skb, Kernel kernel, Reason reason, Fate fate, @Nullable Route route) {
        boolean own = kernel.client() != null && Sockets.isRequestOf(kernel.client(), skb);
        List<Effect> effects = own ? List.of(new Effect.Heard(fate, null)) : List.of();
        List<Event> steps = route == null ? List.of() : List.of(Routed.out(skb, route));
        return new Outcome.Drop(
                reason, reason.sentence(kernel.netns().name(), skb.packet().destination()), effects, steps);
    }

    /// After OUTPUT's nat: a new destination is routed anew; the source stays.
    static Outcome again(Skb skb, Kernel kernel) {
        Packet packet = skb.packet();
        boolean unchanged = skb.mark() == 0 && keepsFirstRoute(skb, kernel);
        if (unchanged || packet.payload() instanceof Payload.Neighbour) {
            return Outcome.UNTOUCHED;
        }
        Optional<Route> found =
                lookup(new Fib.Query(packet.destination(), packet.source(), null, null, skb.mark(), packet), kernel);
        if (found.isEmpty()) {
            return lostAgain(skb, kernel, Fate.NET_UNREACHABLE);
        }
        switch (found.get().type()) {
            case UNICAST, LOCAL -> {}
            case THROW -> {
                return lostAgain(skb, kernel, Fate.NET_UNREACHABLE);
            }
            case UNREACHABLE -> {
                return lostAgain(skb, kernel, Fate.HOST_UNREACHABLE);
            }
            case BLACKHOLE -> {
                return lostAgain(skb, kernel, Fate.INVALID_ADDRESS);
            }
            case PROHIBIT, BROADCAST -> {
                return lostAgain(skb, kernel, Fate.DENIED_LOCALLY);
            }
        }
        Route route = found.get();
        if (route.equals(skb.route())) {
            return Outcome.Pass.of(skb.routed(route, kernel.netns().nextHop(route, packet.destination()), skb.out()));
        }
        Skb routed = skb.routed(
                route,
                kernel.netns().nextHop(route, packet.destination()),
                route.type() == Route.Type.LOCAL ? "lo" : dev(route));
        return leaving(routed, route, packet.protocol() != Protocol.TCP, kernel);
    }

    /// Only a datagram's sender is told that there is no way to the new destination.
    private static Outcome lostAgain(Skb skb, Kernel kernel, Fate fate) {
        boolean told = skb.packet().protocol() != Protocol.TCP && Sockets.isOwnRequest(skb, kernel);
        return new Outcome.Drop(
                Reason.NO_ROUTE,
                Reason.NO_ROUTE.sentence(kernel.netns().name(), skb.packet().destination()),
                told ? List.of(new Effect.Heard(fate, null)) : List.of(),
                List.of());
    }
}
