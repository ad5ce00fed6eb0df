package vethscope.engine.netfilter;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.engine.packet.Packet;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// All that a rule can ask about a packet at a hook.
///
/// @param in receiving device, null for the machine's own packets; `out` sending device, null before routing
/// @param physIn and physOut: the bridge ports of a bridged packet
/// @param states what `--ctstate` may name: one of NEW ESTABLISHED RELATED INVALID UNTRACKED, and SNAT or DNAT where
/// they apply
public record Facts(
        Packet packet,
        @Nullable String in,
        @Nullable String out,
        @Nullable String physIn,
        @Nullable String physOut,
        int mark,
        int connMark,
        Set<Match.CtState.State> states,
        Surroundings around) {

    /// One direction of a connection. For ICMP the echo id stands in both ports.
    public record Direction(Ip source, int sourcePort, Ip destination, int destinationPort) {}

    /// The packet's connection.
    ///
    /// @param reply the packet travels in the direction of the answer
    /// @param protocol of the connection, which an ICMP error may be about
    /// @param id tells connections apart
    public record Connection(
            Direction original, Direction answer, boolean reply, Protocol protocol, long id, Set<Status> statuses) {}

    /// What has become of a connection, in the order in which iptables prints it.
    public enum Status {
        NONE,
        EXPECTED,
        SEEN_REPLY,
        ASSURED,
        CONFIRMED
    }

    /// Who on this machine would get a packet.
    public enum Receiver {
        NONE,
        LISTENER_ON_ALL,
        OTHER
    }

    /// To how many a frame is addressed.
    public enum Cast {
        UNICAST,
        BROADCAST,
        MULTICAST
    }

    /// With the packet as a target left it.
    Facts with(Packet changed) {
        return changed == packet ? this : new Facts(changed, in, out, physIn, physOut, mark, connMark, states, around);
    }

    /// What the machine knows beyond the packet.
    public interface Surroundings {

        /// The kind of address that this machine's routing tables hold it for.
        Match.AddrType.Type typeOf(Ip ip);

        /// The same as far as one device is concerned: what another device has is none of its own.
        ///
        /// @param device null: any
        default Match.AddrType.Type typeOf(Ip ip, @Nullable String device) {
            return typeOf(ip);
        }

        /// Whether a socket of this machine sent the packet; what is forwarded, and what the kernel answers by itself,
        /// has none.
        default boolean ofSocket() {
            return false;
        }

        /// The hardware address that the packet came from; null if it came by no Ethernet device.
        default @Nullable Mac sender() {
            return null;
        }

        /// To how many the frame was addressed that brought the packet.
        default Cast cast() {
            return Cast.UNICAST;
        }

        /// Whether a packet to the sender would leave by the device that this one came in by.
        ///
        /// @param loose by any device
        /// @param acceptLocal an address of this machine may be the sender's
        /// @param mark with which the way is looked up
        default boolean leadsBack(boolean loose, boolean acceptLocal, int mark) {
            return true;
        }

        /// The socket of this machine that would get the packet.
        default Receiver receiver() {
            return Receiver.NONE;
        }

        /// Simulated time in microseconds.
        default long micros() {
            return 0;
        }

        /// Whether a connection other than the packet's is in the table and not closed.
        default boolean isOpen(long connection) {
            return false;
        }

        /// How often the `recent` list saw the address within so many seconds (0: ever).
        int recent(String list, Ip address, int seconds);

        /// Packets that a rule's own counter has met; 0 for a new rule.
        default long counted(String rule) {
            return 0;
        }

        /// What conntrack knows of the packet; null if nothing.
        default @Nullable Connection connection() {
            return null;
        }

        /// The set of that name (`ipset`); null if there is none.
        default @Nullable IpSet set(String name) {
            return null;
        }

        /// The connection of IPVS that a packet belongs to which IPVS sent; null if it did not send it.
        default @Nullable VirtualServer virtualServer(Packet packet) {
            return null;
        }

        /// One random decision: an index below `weights.length`, chosen in proportion to the weights.
        int choose(double[] weights);

        /// What a hash decides: the same for every packet of a flow.
        default int choose(Object flow, double[] weights) {
            return choose(weights);
        }
    }
}
