package vethscope.engine.stage;

import java.util.List;
import java.util.Optional;
import vethscope.engine.network.Fib;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Neighbours;
import vethscope.engine.network.Route;
import vethscope.engine.packet.Family;
import vethscope.engine.packet.Packet;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Sentence;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// Lets a bridged packet walk PREROUTING at its port, and redirects it if its destination was rewritten
/// (net/bridge/br_netfilter_hooks.c br_nf_pre_routing, br_nf_pre_routing_finish;
/// br_netfilter_ipv6.c).
final class BridgeNetfilter {

    private BridgeNetfilter() {}

    /// Whether bridged packets of this namespace meet iptables.
    static boolean calls(Skb skb, Kernel kernel) {
        return !skb.isArp() && kernel.netns().sysctl().bridgeNfCall(skb.packet().family());
    }

    /// The bridge becomes the input device, the port the physical one; a bridge without netfilter goes straight to
    /// switching.
    static Outcome enter(Skb skb, Kernel kernel) {
        String dev = HardwareAddress.in(skb);
        Interface.BridgePort port = kernel.netns().iface(dev).port();
        if (port == null) {
            throw new IllegalStateException(dev + " is no bridge port");
        }
        Skb at = skb.withPhysIn(dev).withIn(port.bridge());
        return calls(skb, kernel) ? Outcome.Pass.of(at.withPrerouted(true)) : Outcome.Turn.to(Way.BRIDGE, at);
    }

    static Outcome finish(Skb skb, Kernel kernel) {
        Packet packet = skb.packet();
        String bridge = HardwareAddress.in(skb);
        if (!destinationChanged(skb)) {
            return Outcome.UNTOUCHED;
        }
        Ip to = packet.destination();
        Optional<Route> route =
                kernel.netns().fib().lookup(new Fib.Query(to, packet.source(), bridge, null, skb.mark(), packet));
        String out = route.map(Route::dev).orElse("lo");
        if (SourceValidation.check(packet.source(), to, bridge, out, skb.mark(), packet, kernel)
                != SourceValidation.Verdict.OK) {
            return new Outcome.Drop(
                    Reason.MARTIAN, Reason.MARTIAN.sentence(packet.source(), bridge), List.of(), List.of());
        }
        if (to.isLoopback() && !kernel.netns().sysctl().routeLocalnet(bridge)) {
            return new Outcome.Drop(Reason.MARTIAN, Reason.MARTIAN.sentence(to, bridge), List.of(), List.of());
        }
        if (to.v6() && leadsNowhere(route)) {
            return new Outcome.Drop(
                    Reason.NO_ROUTE, Reason.NO_ROUTE.sentence(kernel.netns().name(), to), List.of(), List.of());
        }
        boolean behind = route.filter(r -> r.type() == Route.Type.UNICAST && bridge.equals(r.dev()))
                .isPresent();
        Family family = packet.family();
        if (!behind || !kernel.netns().sysctl().forwards(family, bridge) && family.silentUnlessForwarding()) {
            Mac own = kernel.netns().iface(bridge).mac();
            return Outcome.Pass.of(skb.withMacs(skb.frame().source(), own));
        }
        Ip hop = kernel.netns().nextHop(route.get(), to);
        var known = kernel.world().neighbours().get(kernel.netns().id(), bridge, hop);
        Skb routed = skb.routed(route.get(), hop, bridge).withBridgedDnat(true);
        if (known != null && known.state() == Neighbours.State.REACHABLE) {
            Skb switched = routed.withMacs(skb.frame().source(), known.mac()).withBridgedDnat(false);
            return Outcome.Pass.of(
                    switched,
                    Draft.of("bridge", switched, Sentence.of("bridge.dnat", to, bridge, known.mac()))
                            .at(bridge)
                            .by(new Entries.OfAnswers(new Neighbours.Learned(
                                    kernel.netns().id(), bridge, hop, known.mac(), known.state()))));
        }
        return new Outcome.Turn(
                Way.NEXT_HOP,
                routed,
                List.of(Draft.of("bridge", routed, Sentence.of("bridge.dnat.ask", to, bridge))
                        .at(bridge)
                        .by(new Entries.OfRoutes(route.get()))));
    }

    /// Over IPv6 the port asks for a way at once, and without one the packet ends in silence
    /// (net/bridge/br_netfilter_ipv6.c br_nf_pre_routing_finish_ipv6); over IPv4 the bridge itself gets it.
    private static boolean leadsNowhere(Optional<Route> route) {
        return route.map(r -> switch (r.type()) {
                    case UNICAST, LOCAL, BROADCAST -> false;
                    case BLACKHOLE, UNREACHABLE, PROHIBIT, THROW -> true;
                })
                .orElse(true);
    }

    /// What nat did to the destination in this pass: the connection's own translation, or for a reply the way back.
    static boolean destinationChanged(Skb skb) {
        Tracked tracked = skb.tracked();
        if (tracked == null) {
            return false;
        }
        return switch (tracked.info()) {
            case NEW, ESTABLISHED ->
                tracked.reply()
                        ? !tracked.connection()
                                .reply()
                                .destination()
                                .equals(skb.packet().destination())
                        : !tracked.connection()
                                .original()
                                .destination()
                                .equals(skb.packet().destination());
            case RELATED ->
                !tracked.connection()
                                        .original()
                                        .source()
                                        .equals(tracked.connection().reply().destination())
                                && tracked.reply()
                        || tracked.connection().dnat()
                                && !tracked.connection()
                                        .original()
                                        .destination()
                                        .equals(tracked.connection().reply().source())
                                && !tracked.reply();
        };
    }
}
