package vethscope.engine.stage;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Fib;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Route;
import vethscope.engine.network.RouteRule;
import vethscope.engine.network.Sysctls;
import vethscope.engine.packet.Family;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.packet.Problem;
import vethscope.engine.trace.Reason;
import vethscope.model.address.Cidr;
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
        if (to.isLoopback()
                && !isLoopback(dev, kernel)
                && !kernel.netns().sysctl().routeLocalnet(dev)) {
            return martian(to, dev);
        }
        if (to.isMulticast() && listens(packet, dev, kernel)) {
            return Outcome.Turn.to(Way.LOCAL, skb);
        }
        if (to.isMulticast() || to.equals(Ip.BROADCAST)) {
            return new Outcome.Done(List.of(), List.of());
        }
        Optional<Route> found =
                kernel.netns().fib().lookup(new Fib.Query(to, packet.source(), dev, null, skb.mark(), packet));
        if (found.isEmpty()) {
            return lost(skb, kernel, Reason.NO_ROUTE, Problem.NO_ROUTE, null);
        }
        Route route = found.get();
        return switch (route.type()) {
            case LOCAL -> validated(skb, dev, kernel, route, Way.LOCAL);
            case BROADCAST -> new Outcome.Done(List.of(), List.of());
            case UNICAST ->
                kernel.netns().sysctl().forwards(packet.family(), dev)
                        ? validated(skb, dev, kernel, route, Way.FORWARD)
                        : forwardingOff(skb, dev, route, kernel);
            case BLACKHOLE -> lost(skb, kernel, Reason.BLACKHOLE, null, route);
            case UNREACHABLE -> lost(skb, kernel, Reason.UNREACHABLE_ROUTE, Problem.UNREACHABLE_ROUTE, route);
            case PROHIBIT -> lost(skb, kernel, Reason.PROHIBIT_ROUTE, Problem.PROHIBITED_ROUTE, route);
            case THROW -> lost(skb, kernel, Reason.NO_ROUTE, Problem.NO_ROUTE, route);
        };
    }

    private static Outcome forwardingOff(Skb skb, String dev, Route route, Kernel kernel) {
        Packet packet = skb.packet();
        Sysctls.Setting setting = kernel.netns().sysctl().forwarding(packet.family(), dev);
        return new Outcome.Drop(
                Reason.FORWARDING_OFF,
                Reason.FORWARDING_OFF.sentence(kernel.netns().name(), packet.destination(), setting.key()),
                List.of(),
                List.of(Routed.in(skb, route, null)),
                new Settings.OfSysctls(setting));
    }

    /// Whether the device is in the multicast group (net/ipv6/mcast.c ipv6_chk_mcast_addr): in those of its addresses,
    /// and of those that it answers for.
    private static boolean listens(Packet packet, String dev, Kernel kernel) {
        Ip group = packet.destination();
        if (packet.payload() instanceof Payload.Neighbour asked
                && NeighbourDiscovery.answersFor(asked.target(), dev, kernel).isPresent()) {
            return true;
        }
        Interface device = kernel.netns().iface(dev);
        return Stream.concat(device.addresses().stream().map(Cidr::ip), device.linkLocal().stream())
                .anyMatch(ip -> ip.v6() && ip.solicitedNode().equals(group));
    }

    private static Outcome validated(Skb skb, String dev, Kernel kernel, Route route, Way way) {
        var verdict = isLoopback(dev, kernel)
                ? SourceValidation.Verdict.OK
                : SourceValidation.check(
                        skb.packet().source(),
                        skb.packet().destination(),
                        dev,
                        way == Way.LOCAL ? "lo" : String.valueOf(route.dev()),
                        skb.mark(),
                        skb.packet(),
                        kernel);
        Ip hop = kernel.netns().nextHop(route, skb.packet().destination());
        return switch (verdict) {
            case OK ->
                Outcome.Turn.to(
                        way,
                        skb.routed(route, hop, way == Way.LOCAL ? null : route.dev()),
                        Routed.in(skb, route, policy(skb, dev, kernel)));
            case MARTIAN -> martian(skb.packet().source(), dev);
            case REVERSE_PATH ->
                new Outcome.Drop(
                        Reason.RP_FILTER,
                        Reason.RP_FILTER.sentence(
                                skb.packet().source(), dev, kernel.netns().name()),
                        List.of(),
                        List.of(),
                        new Settings.OfSysctls(kernel.netns().sysctl().setting(dev, "rp_filter")));
        };
    }

    private static boolean isLoopback(String dev, Kernel kernel) {
        return kernel.netns().iface(dev).kind() == Interface.Kind.LOOPBACK;
    }

    private static Outcome martian(Ip ip, String dev) {
        return new Outcome.Drop(Reason.MARTIAN, Reason.MARTIAN.sentence(ip, dev), List.of(), List.of());
    }

    /// The rule of `ip rule` that chose another table than usual.
    private static @Nullable RouteRule policy(Skb skb, String dev, Kernel kernel) {
        Packet packet = skb.packet();
        return kernel.netns()
                .fib()
                .policy(new Fib.Query(packet.destination(), packet.source(), dev, null, skb.mark(), packet))
                .orElse(null);
    }

    /// @param problem what the sender is told; null: silence. A machine that does not forward is silent about all of
    ///     them over IPv4.
    private static Outcome lost(
            Skb skb, Kernel kernel, Reason reason, @Nullable Problem problem, @Nullable Route route) {
        Family family = skb.packet().family();
        boolean speaks =
                kernel.netns().sysctl().forwards(family, HardwareAddress.in(skb)) || !family.silentUnlessForwarding();
        return new Outcome.Drop(
                reason,
                reason.sentence(kernel.netns().name(), skb.packet().destination()),
                problem != null && speaks ? IcmpErrors.of(skb, problem) : List.of(),
                route == null ? List.of() : List.of(Routed.in(skb, route, null)));
    }
}
