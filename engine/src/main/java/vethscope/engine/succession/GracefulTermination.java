package vethscope.engine.succession;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.VirtualServer;
import vethscope.engine.network.Conntrack.Tuple;
import vethscope.engine.network.IpvsTable;
import vethscope.engine.network.Netns;
import vethscope.engine.network.World;
import vethscope.engine.packet.Packet;
import vethscope.engine.succession.Lasting.Both;
import vethscope.model.Protocol;

/// How kube-proxy takes real servers away from IPVS (pkg/proxy/ipvs/graceful_termination.go): the weight of one that
/// has TCP connections becomes 0, and it is deleted once they have ended, which is looked at every minute; without
/// connections, and for UDP and SCTP, it is deleted at once. It clears no connection itself: the kernel does when the
/// next packet of one comes, by `expire_nodest_conn` and `expire_quiescent_template`.
final class GracefulTermination {

    private final Lasting lasting;
    private final Reactions reactions = new Reactions(Reaction.Program.KUBE_PROXY);

    private GracefulTermination(Lasting lasting) {
        this.lasting = lasting;
    }

    static List<Reaction> react(Lasting lasting, World world) {
        var termination = new GracefulTermination(lasting);
        world.entries().stream()
                .filter(e ->
                        e instanceof IpvsTable.Connected c && c.connection().until() >= world.micros())
                .map(IpvsTable.Connected.class::cast)
                .forEach(termination::react);
        return termination.reactions.all();
    }

    private void react(IpvsTable.Connected entry) {
        Optional<Both> both = lasting.of(entry.netns());
        Tuple asked = entry.connection().asked();
        VirtualServer was = both.map(b -> find(b.was(), asked)).orElse(null);
        if (both.isEmpty() || was == null || !serves(was, entry)) {
            return;
        }
        VirtualServer is = find(both.get().is(), asked);
        String server = Packet.at(
                entry.connection().served().destination(),
                entry.connection().served().destinationPort());
        if (is == null) {
            reactions.keeps(entry, entry.netns(), Causes.of("virtual", was, server));
        } else if (!serves(is, entry)) {
            String how = asked.protocol() == Protocol.TCP ? "weight" : "real";
            reactions.keeps(entry, entry.netns(), Causes.of(how, server, was));
        }
    }

    private static boolean serves(VirtualServer virtual, IpvsTable.Connected entry) {
        return virtual.servers().stream().anyMatch(entry.connection()::leadsTo);
    }

    private static @Nullable VirtualServer find(Netns netns, Tuple asked) {
        return netns.ipvs().find(asked.protocol(), asked.destination(), asked.destinationPort());
    }
}
