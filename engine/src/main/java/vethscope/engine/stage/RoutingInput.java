package vethscope.engine.stage;

import java.util.List;
import java.util.Optional;
import vethscope.engine.network.Fib;
import vethscope.engine.network.Route;
import vethscope.engine.packet.Packet;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Sentence;
import vethscope.model.address.Ip;

/// For this machine, through it, or nowhere (net/ipv4/route.c ip_route_input_slow, ip_error).
final class RoutingInput {

    private RoutingInput() {}

    static Outcome apply(Skb skb, Kernel kernel) {
        Packet packet = skb.packet();
        String dev = HardwareAddress.in(skb);
        Ip to = packet.destination();
        if (skb.route() != null && to.equals(skb.nextHop())) {
            return Outcome.Turn.to(Way.LOCAL, skb);
        }
        boolean loopback = kernel.netns().iface(dev).kind() == vethscope.engine.network.Interface.Kind.LOOPBACK;
        if (to.isLoopback() && !loopback && !kernel.netns().sysctl().routeLocalnet(dev)) {
            return martian(to, dev);
        }
        if (to.isMulticast() || to.equals(Ip.BROADCAST)) {
            return new Outcome.Done(List.of(), List.of());
        }
        Optional<Route> found = kernel.netns().fib().lookup(new Fib.Query(to, packet.source(), dev, null, skb.mark()));
        if (found.isEmpty()) {
            return lost(skb, kernel, Reason.NO_ROUTE, 0, null);
        }
        Route route = found.get();
        return switch (route.type()) {
            case LOCAL -> validated(skb, dev, kernel, route, Way.LOCAL);
            case BROADCAST -> new Outcome.Done(List.of(), List.of());
            case UNICAST ->
                kernel.netns().sysctl().ipForward()
                        ? validated(skb, dev, kernel, route, Way.FORWARD)
                        : new Outcome.Drop(
                                Reason.FORWARDING_OFF,
                                Reason.FORWARDING_OFF.sentence(kernel.netns().name(), to),
                                List.of(),
                                List.of(step(skb, route)));
            case BLACKHOLE -> lost(skb, kernel, Reason.BLACKHOLE, -1, route);
            case UNREACHABLE -> lost(skb, kernel, Reason.UNREACHABLE_ROUTE, 1, route);
            case PROHIBIT -> lost(skb, kernel, Reason.PROHIBIT_ROUTE, 13, route);
            case THROW -> lost(skb, kernel, Reason.NO_ROUTE, 0, route);
        };
    }

    private static Outcome validated(Skb skb, String dev, Kernel kernel, Route route, Way way) {
        boolean loopback = kernel.netns().iface(dev).kind() == vethscope.engine.network.Interface.Kind.LOOPBACK;
        var verdict = loopback
                ? SourceValidation.Verdict.OK
                : SourceValidation.check(skb.packet().source(), skb.packet().destination(), dev, skb.mark(), kernel);
        Ip hop = route.via() == null ? skb.packet().destination() : route.via();
        return switch (verdict) {
            case OK ->
                Outcome.Turn.to(way, skb.routed(route, hop, way == Way.LOCAL ? null : route.dev()), step(skb, route));
            case MARTIAN -> martian(skb.packet().source(), dev);
            case REVERSE_PATH ->
                new Outcome.Drop(
                        Reason.RP_FILTER,
                        Reason.RP_FILTER.sentence(
                                skb.packet().source(), dev, kernel.netns().name()),
                        List.of(),
                        List.of());
        };
    }

    private static Outcome martian(Ip ip, String dev) {
        return new Outcome.Drop(Reason.MARTIAN, Reason.MARTIAN.sentence(ip, dev), List.of(), List.of());
    }

    private static Draft step(Skb skb, Route route) {
        String key = route.type() == Route.Type.LOCAL ? "route.local" : "route.taken";
        return Draft.of("route", skb, Sentence.of(key, skb.packet().destination(), route))
                .by(route);
    }

    /// @param code of the ICMP "destination unreachable" that the sender gets; -1: silence. A machine that does not
    ///     forward is silent about all of them.
    private static Outcome lost(
            Skb skb, Kernel kernel, Reason reason, int code, @org.jspecify.annotations.Nullable Route route) {
        boolean says = code >= 0 && kernel.netns().sysctl().ipForward();
        return new Outcome.Drop(
                reason,
                reason.sentence(kernel.netns().name(), skb.packet().destination()),
                says ? IcmpErrors.unreachable(skb, kernel, code) : List.of(),
                route == null ? List.of() : List.of(step(skb, route)));
    }
}
