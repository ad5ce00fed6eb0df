package vethscope.engine.stage;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Conntrack.Tuple;
import vethscope.engine.network.Fib;
import vethscope.engine.network.Interface;
import vethscope.engine.network.IpvsTable.Connection;
import vethscope.engine.network.Route;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Problem;
import vethscope.engine.trace.Entry;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Sentence;
import vethscope.engine.trace.Step;
import vethscope.model.address.Ip;

/// The way to the real server (net/netfilter/ipvs/ip_vs_xmit.c, ip_vs_nfct.c).
final class IpvsTransmit {

    private static final String CONNTRACK = "net.ipv4.vs.conntrack";

    private IpvsTransmit() {}

    /// `ip_vs_nat_xmit`: the destination is rewritten; a real server elsewhere is reached by this machine's own routes
    /// and through OUTPUT, one here goes on as before.
    static Outcome send(Skb skb, Connection c, Draft step, Kernel kernel) {
        Packet packet = Tuples.withDestination(skb.packet(), c.served());
        Skb after = tracked(handled(skb, packet, kernel), c);
        Draft told = step.rewriting(Nat.rewrite(skb.packet(), packet, false)).showing(after);
        return leave(skb, after, told, kernel);
    }

    /// What IPVS has rewritten; without `vs.conntrack` conntrack lets it be from here on (`ip_vs_notrack`), so that
    /// nothing masquerades it.
    static Skb handled(Skb skb, Packet packet, Kernel kernel) {
        Skb after = skb.with(packet).withIpvs(true);
        return tracks(kernel) || skb.tracked() == null
                ? after
                : after.with((Tracked) null).asUntracked();
    }

    /// Whether conntrack sees what IPVS does.
    static boolean tracks(Kernel kernel) {
        return kernel.netns().sysctl().of(CONNTRACK) != 0;
    }

    /// Conntrack expects the answer from the real server (`ip_vs_update_conntrack`), so that a masquerade can follow.
    private static Skb tracked(Skb skb, Connection c) {
        Tracked tracked = skb.tracked();
        if (tracked == null || tracked.confirmed() || tracked.reply()) {
            return skb;
        }
        Tuple reply = tracked.connection().reply();
        Tuple answer = new Tuple(
                reply.protocol(),
                c.served().destination(),
                c.served().destinationPort(),
                reply.destination(),
                reply.destinationPort());
        return skb.with(tracked.with(tracked.connection().byIpvs(answer)));
    }

    /// @param before what errors quote: the route is looked up before the packet is rewritten
    static Outcome leave(Skb before, Skb skb, Draft step, Kernel kernel) {
        Packet packet = skb.packet();
        Optional<Route> found = kernel.netns().fib().lookup(Fib.Query.to(packet.destination()));
        Route route = found.filter(r -> r.type() == Route.Type.UNICAST || r.type() == Route.Type.LOCAL)
                .orElse(null);
        if (route == null) {
            return lost(
                    Reason.NO_ROUTE,
                    Reason.NO_ROUTE.sentence(kernel.netns().name(), packet.destination()),
                    IcmpErrors.of(before, Problem.HOST_UNREACHABLE),
                    step,
                    null);
        }
        if (route.type() == Route.Type.LOCAL) {
            return Outcome.Pass.of(skb, step);
        }
        String out = String.valueOf(route.dev());
        if (packet.source().isLoopback()) {
            return lost(Reason.MARTIAN, Reason.MARTIAN.sentence(packet.source(), out), List.of(), step, null);
        }
        if (packet.ttl() <= 1) {
            return lost(
                    Reason.TTL_EXPIRED,
                    Reason.TTL_EXPIRED.sentence(kernel.netns().name()),
                    IcmpErrors.of(before, Problem.TTL_EXPIRED),
                    step,
                    null);
        }
        int mtu = kernel.netns().find(out).map(Interface::mtu).orElse(0);
        boolean whole = packet.df() || !packet.family().routersFragment();
        if (whole && packet.length() > mtu) {
            return lost(
                    Reason.TOO_BIG,
                    Reason.TOO_BIG.sentence(packet.length(), mtu, out),
                    IcmpErrors.tooBig(before, mtu),
                    step,
                    new Settings.OfDevices(out, mtu));
        }
        Ip hop = route.via() == null ? packet.destination() : route.via();
        Skb routed = skb.with(packet.withTtl(packet.ttl() - 1)).routed(route, hop, out);
        return new Outcome.Turn(Way.IPVS, routed, List.of(step, way(skb, route), ttl(routed, packet.ttl())));
    }

    private static Outcome lost(Reason reason, Sentence text, List<Effect> effects, Draft step, @Nullable Entry by) {
        return new Outcome.Drop(reason, text, effects, List.of(step), by);
    }

    private static Draft way(Skb skb, Route route) {
        return Draft.of("route", skb, Sentence.of("route.out", skb.packet().destination(), route))
                .by(new Entries.OfRoutes(route));
    }

    /// One less, also for the machine's own packets.
    private static Draft ttl(Skb routed, int before) {
        return Draft.of("ttl", routed, Sentence.of("forward.ttl", before, before - 1))
                .rewriting(new Step.Rewrite("ttl", before, before - 1));
    }
}
