package vethscope.engine.netfilter;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.origin.Origin;
import vethscope.engine.packet.Packet;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;

/// A virtual server of IPVS: what is sent to it is handed to one of its real servers (`ipvsadm -Ln`).
///
/// @param persistence seconds for which a client keeps its real server; 0: it does not
/// @param servers in the order of the kernel's list
/// @param origin whose it is, as in [Rule#origin]; null: unknown
public record VirtualServer(
        Protocol protocol,
        Ip address,
        int port,
        Scheduler scheduler,
        int persistence,
        List<RealServer> servers,
        @Nullable Origin origin) {

    public VirtualServer {
        servers = List.copyOf(servers);
    }

    /// Reached by NAT (`-m`), the only way that kube-proxy uses.
    ///
    /// @param weight 0: gets no new connections
    public record RealServer(Ip ip, int port, int weight) {
        @Override
        public String toString() {
            return Packet.at(ip, port);
        }
    }

    /// How the real server of a new connection is chosen (net/netfilter/ipvs/ip_vs_*.c).
    public enum Scheduler {
        /// each in turn
        RR,
        /// each in turn, as often as its weight says
        WRR,
        /// who has the fewest connections
        LC,
        /// who has the fewest for its weight
        WLC,
        /// the shortest expected delay
        SED,
        /// somebody idle, else as sed
        NQ,
        /// a hash of the client's address
        SH,
        /// a hash of the virtual address
        DH,
        /// Maglev: a hash of the client's address and port that changes little with the servers (`mh-port`, as
        /// kube-proxy sets it)
        MH;

        public String lower() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// `TCP 10.96.0.10:80 rr`, as `ipvsadm -Ln` shows it.
    @Override
    public String toString() {
        return protocol + " " + Packet.at(address, port) + " " + scheduler.lower()
                + (persistence == 0 ? "" : " persistent " + persistence);
    }
}
