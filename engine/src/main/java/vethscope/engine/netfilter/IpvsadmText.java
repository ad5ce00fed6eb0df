package vethscope.engine.netfilter;

import java.util.Collection;
import vethscope.engine.netfilter.VirtualServer.RealServer;
import vethscope.engine.packet.Packet;
import vethscope.model.Protocol;

/// IPVS and its sets as text that `ipvsadm -R` and `ipset restore` read.
public final class IpvsadmText {

    /// What ipset makes a hash with unless told otherwise (lib/ipset_hash_*.c).
    private static final String HASH = " hashsize 1024 maxelem 65536";

    private IpvsadmText() {}

    /// As `ipvsadm -S -n` prints the table.
    public static String print(VirtualServers servers) {
        var text = new StringBuilder();
        for (VirtualServer server : servers.all()) {
            String door = flag(server.protocol()) + " " + Packet.at(server.address(), server.port());
            text.append("-A ")
                    .append(door)
                    .append(" -s ")
                    .append(server.scheduler().lower());
            if (server.persistence() > 0) {
                text.append(" -p ").append(server.persistence());
            }
            if (server.scheduler() == VirtualServer.Scheduler.MH) {
                text.append(" -b mh-port");
            }
            text.append('\n');
            for (RealServer real : server.servers()) {
                text.append("-a ")
                        .append(door)
                        .append(" -r ")
                        .append(real)
                        .append(" -m -w ")
                        .append(real.weight())
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static String flag(Protocol protocol) {
        return switch (protocol) {
            case TCP -> "-t";
            case UDP -> "-u";
            case SCTP -> "--sctp-service";
            case ICMP, IPIP -> throw new IllegalArgumentException("IPVS balances no " + protocol);
        };
    }

    /// As `ipset save` prints the sets.
    public static String print(Collection<IpSet> sets) {
        var text = new StringBuilder();
        for (IpSet set : sets) {
            text.append("create ")
                    .append(set.name())
                    .append(' ')
                    .append(set.type().text())
                    .append(
                            set.type() == IpSet.Type.BITMAP_PORT
                                    ? " range 0-65535"
                                    : " family " + (set.v6() ? "inet6" : "inet") + HASH)
                    .append('\n');
            for (IpSet.Entry entry : set.entries()) {
                text.append("add ").append(set.name()).append(' ').append(entry).append('\n');
            }
        }
        return text.toString();
    }
}
