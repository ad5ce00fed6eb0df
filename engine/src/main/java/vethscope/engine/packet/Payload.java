package vethscope.engine.packet;

import org.jspecify.annotations.Nullable;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// What an IP packet carries.
public sealed interface Payload {

    Protocol protocol();

    int sourcePort();

    int destinationPort();

    Payload withPorts(int source, int destination);

    /// What has no ports: both read as 0, and NAT leaves it as it is.
    sealed interface Portless extends Payload {

        @Override
        default int sourcePort() {
            return 0;
        }

        @Override
        default int destinationPort() {
            return 0;
        }

        @Override
        default Payload withPorts(int source, int destination) {
            return this;
        }
    }

    /// RFC 792 and RFC 4443.
    sealed interface Icmp extends Portless {

        @Override
        default Protocol protocol() {
            return Protocol.ICMP;
        }
    }

    /// A TCP segment: of the handshake, a reset, or the first with data.
    record Tcp(int sourcePort, int destinationPort, Flags flags) implements Payload {
        @Override
        public Protocol protocol() {
            return Protocol.TCP;
        }

        @Override
        public Tcp withPorts(int source, int destination) {
            return new Tcp(source, destination, flags);
        }

        public enum Flags {
            SYN,
            SYN_ACK,
            ACK,
            /// the client's data, PSH,ACK
            DATA,
            /// the server's data, PSH,ACK
            ANSWER,
            RST;

            /// Whether it belongs to a connection that its sender has for open.
            public boolean isAcknowledging() {
                return this == ACK || this == DATA || this == ANSWER;
            }
        }
    }

    /// A UDP datagram; `answer` tells a server's from a client's.
    ///
    /// @param content null: the application's own
    record Udp(
            int sourcePort,
            int destinationPort,
            boolean answer,
            @Nullable Content content) implements Payload {

        /// The frame that the datagram carries, if it is one of VXLAN's.
        public @Nullable Vxlan vxlan() {
            return content instanceof Vxlan vxlan ? vxlan : null;
        }

        @Override
        public Protocol protocol() {
            return Protocol.UDP;
        }

        @Override
        public Udp withPorts(int source, int destination) {
            return new Udp(source, destination, answer, content);
        }
    }

    /// What a UDP datagram carries that the engine looks into.
    sealed interface Content {}

    /// RFC 7348: a frame of virtual network `vni`.
    record Vxlan(int vni, Frame inner) implements Content {}

    /// RFC 1035: a question of a resolver, or its answer, about a name.
    ///
    /// @param type of the records that are asked for: `A`, `AAAA`
    record Dns(String name, String type) implements Content {}

    /// An SCTP chunk, by its first type.
    record Sctp(int sourcePort, int destinationPort, Chunk chunk) implements Payload {
        @Override
        public Protocol protocol() {
            return Protocol.SCTP;
        }

        @Override
        public Sctp withPorts(int source, int destination) {
            return new Sctp(source, destination, chunk);
        }

        public enum Chunk {
            INIT,
            INIT_ACK,
            ABORT
        }
    }

    /// RFC 2003: a whole packet inside another.
    record Ipip(Packet inner) implements Portless {
        @Override
        public Protocol protocol() {
            return Protocol.IPIP;
        }
    }

    /// An ICMP echo request or reply; its `id` takes the place of a port in NAT.
    record Echo(boolean reply, int id) implements Icmp {

        /// As on the wire (RFC 792, RFC 4443).
        public int type(Family family) {
            return family.v6() ? reply ? 129 : 128 : reply ? 0 : 8;
        }

        public Echo withId(int id) {
            return new Echo(reply, id);
        }
    }

    /// Neighbour discovery (RFC 4861): a solicitation asks for the hardware address of `target`, an advertisement tells
    /// it.
    ///
    /// @param link the sender's hardware address; an advertisement's is the target's
    record Neighbour(boolean solicitation, Ip target, Mac link) implements Icmp {

        /// Routers never forward it: what arrives with less than this came from elsewhere.
        public static final int HOP_LIMIT = 255;

        /// IP header, message and one option.
        public static final int LENGTH = 72;

        /// As on the wire.
        public int type() {
            return solicitation ? 135 : 136;
        }
    }

    /// An ICMP error and the packet it quotes.
    ///
    /// @param mtu what the next hop takes if the packet is too big for it; 0 otherwise
    /// @param gateway the better next hop that a redirect names; null otherwise
    record IcmpError(Problem problem, int mtu, @Nullable Hop gateway, Packet quoted) implements Icmp {

        /// @param link its hardware address, which only IPv6 tells, and only if the router knows it
        public record Hop(Ip ip, @Nullable Mac link) {}

        /// As on the wire.
        public int type() {
            return problem.type(quoted.family());
        }

        /// As on the wire.
        public int code() {
            return problem.code(quoted.family());
        }

        /// What the sentences about it add to their keys: `.3.4` for type 3 code 4 over IPv4, `.v6.2.0` for type 2
        /// code 0 over IPv6; empty for a redirect, which has no name of its own.
        public String named() {
            String family = quoted.family().v6() ? ".v6." : ".";
            return problem == Problem.REDIRECT ? "" : family + type() + "." + code();
        }

        public IcmpError withQuoted(Packet quoted) {
            return new IcmpError(problem, mtu, gateway, quoted);
        }
    }
}
