package vethscope.engine.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Hook;
import vethscope.engine.netfilter.VirtualServer;
import vethscope.engine.network.Change;
import vethscope.engine.network.Conntrack;
import vethscope.engine.network.IpvsTable;
import vethscope.engine.network.IpvsTable.Connection;
import vethscope.engine.network.IpvsTable.Template;
import vethscope.engine.trace.Reason;
import vethscope.model.Id;
import vethscope.model.Protocol;

/// Connections whose real server was taken away, which the next packet of them finds out
/// (net/netfilter/ipvs/ip_vs_core.c ip_vs_in_hook, ip_vs_conn.c ip_vs_check_template).
final class IpvsExpiry {

    private static final String NO_DESTINATION = "net.ipv4.vs.expire_nodest_conn";

    private static final String QUIESCENT = "net.ipv4.vs.expire_quiescent_template";

    private IpvsExpiry() {}

    /// What became of the real server of a connection.
    enum Standing {
        SERVING,
        /// It has the weight 0: it keeps its connections and gets no new ones.
        QUIESCENT,
        DELETED
    }

    /// kube-proxy keeps a real server with the weight 0 as long as it has TCP connections, and has just seen that this
    /// one is there (pkg/proxy/ipvs/graceful_termination.go).
    static Standing standing(Connection c, Kernel kernel) {
        VirtualServer virtual = Ipvs.find(c.asked(), kernel);
        if (virtual == null) {
            return Standing.DELETED;
        }
        return virtual.servers().stream()
                .filter(c::leadsTo)
                .findFirst()
                .map(server -> server.weight() > 0 ? Standing.SERVING : Standing.QUIESCENT)
                .orElse(virtual.protocol() == Protocol.TCP ? Standing.QUIESCENT : Standing.DELETED);
    }

    /// Whether a packet ends a connection because of its real server: any packet where that is deleted, the first of a
    /// new connection where its weight is 0.
    static boolean ends(Standing standing, boolean begins, Kernel kernel) {
        return switch (standing) {
            case SERVING -> false;
            case QUIESCENT -> begins && isSet(NO_DESTINATION, kernel);
            case DELETED -> true;
        };
    }

    /// A persistent client goes elsewhere as soon as the weight of its real server is 0.
    static @Nullable Template valid(@Nullable Template template, VirtualServer virtual, Kernel kernel) {
        boolean serves = template != null
                && virtual.servers().stream()
                        .anyMatch(
                                s -> s.ip().equals(template.server()) && s.port() == template.port() && s.weight() > 0);
        boolean quiescent = virtual.protocol() == Protocol.TCP && !isSet(QUIESCENT, kernel);
        return serves || quiescent ? template : null;
    }

    /// What the packet meets after that: it is scheduled anew, unless conntrack still has it on the old way; then it is
    /// lost, and the next one is scheduled (`ip_vs_conn_uses_old_conntrack`). Without expire_nodest_conn all of
    /// them are lost.
    ///
    /// @param next what becomes of a packet of no known connection
    static Outcome expire(Hook hook, Skb skb, Connection c, Supplier<Outcome> next, Kernel kernel) {
        Id netns = kernel.netns().id();
        Draft step = Ipvs.step(hook, skb, "ipvs.expired", IpvsRequests.at(c)).by(new Entries.OfIpvs(c));
        List<Change> changes = new ArrayList<>();
        boolean expires = isSet(NO_DESTINATION, kernel);
        if (expires) {
            changes.add(new Change.Removed(new IpvsTable.Connected(netns, c, false)));
        }
        Tracked tracked = skb.tracked();
        boolean old = tracked != null && tracked.confirmed() && IpvsTransmit.tracks(kernel);
        if (!old && expires) {
            return IpvsAnswers.after(step.changing(changes), next.get(), skb);
        }
        if (tracked != null && old && expires) {
            changes.add(new Change.Removed(new Conntrack.Recorded(netns, tracked.connection(), false)));
        }
        return new Outcome.Drop(
                Reason.REAL_SERVER_GONE,
                Reason.REAL_SERVER_GONE.sentence(
                        IpvsRequests.at(c), kernel.netns().name()),
                Hooks.deniedLocally(hook, skb, kernel),
                List.of(step.changing(changes)));
    }

    private static boolean isSet(String key, Kernel kernel) {
        return kernel.netns().sysctl().of(key) != 0;
    }
}
