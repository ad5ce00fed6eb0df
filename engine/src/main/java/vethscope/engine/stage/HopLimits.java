package vethscope.engine.stage;

import vethscope.engine.network.Fib;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Route;
import vethscope.engine.network.Sysctls;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.model.address.Ip;

/// The TTL of what a machine sends of its own accord: `ip_default_ttl` (net/ipv4/route.c, ip4_dst_hoplimit), over IPv6
/// the `hop_limit` of the device that it leaves by (net/ipv6/output_core.c ip6_dst_hoplimit). A client's socket has its
/// own.
public final class HopLimits {

    private HopLimits() {}

    /// What a packet to an address starts with.
    public static int of(Netns netns, Ip to) {
        if (!to.v6()) {
            return netns.sysctl().defaultTtl();
        }
        return netns.sysctl().limitsHops()
                ? netns.fib()
                        .lookup(Fib.Query.to(to))
                        .map(route -> netns.sysctl().hopLimit(device(route)))
                        .orElse(Sysctls.HOPS)
                : Sysctls.HOPS;
    }

    private static String device(Route route) {
        return route.type() == Route.Type.LOCAL || route.dev() == null ? "lo" : route.dev();
    }

    /// The packet with the machine's own TTL; messages of neighbour discovery have theirs by their specification.
    static Packet on(Packet own, Netns netns) {
        return own.ttl() == Payload.Neighbour.HOP_LIMIT ? own : own.withTtl(of(netns, own.destination()));
    }
}
