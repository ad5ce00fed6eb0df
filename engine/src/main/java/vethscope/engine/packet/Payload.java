package vethscope.engine.packet;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.model.Protocol;

/// What an IP packet carries.
public sealed interface Payload {

    Protocol protocol();

    int sourcePort();

    int destinationPort();

    Payload withPorts(int source, int destination);

    /// A TCP segment; only the handshake and resets are simulated.
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
            RST
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
    record Dns(String name) implements Content {}

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
    record Ipip(Packet inner) implements Payload {
        @Override
        public Protocol protocol() {
            return Protocol.IPIP;
        }

        @Override
        public int sourcePort() {
            return 0;
        }

        @Override
        public int destinationPort() {
            return 0;
        }

        @Override
        public Ipip withPorts(int source, int destination) {
            return this;
        }
    }

    /// An ICMP echo request or reply; its `id` takes the place of a port in NAT.
    record Echo(boolean reply, int id) implements Payload {
        @Override
        public Protocol protocol() {
            return Protocol.ICMP;
        }

        @Override
        public int sourcePort() {
            return 0;
        }

        @Override
        public int destinationPort() {
            return 0;
        }

        @Override
        public Echo withPorts(int source, int destination) {
            return this;
        }

        public Echo withId(int id) {
            return new Echo(reply, id);
        }
    }

    /// An ICMP error and the packet it quotes.
    ///
    /// @param type and code as in RFC 792
    /// @param info next-hop MTU or redirect gateway bits; 0 otherwise
    record IcmpError(int type, int code, long info, Packet quoted) implements Payload {
        public static final int UNREACHABLE = 3;
        public static final int REDIRECT = 5;
        public static final int TIME_EXCEEDED = 11;

        private static final Set<Integer> NAMED_UNREACHABLE = Set.of(0, 1, 3, 4, 9, 10, 13);

        @Override
        public Protocol protocol() {
            return Protocol.ICMP;
        }

        @Override
        public int sourcePort() {
            return 0;
        }

        @Override
        public int destinationPort() {
            return 0;
        }

        @Override
        public IcmpError withPorts(int source, int destination) {
            return this;
        }

        /// What the sentences about it add to their keys: `.3.4` for type 3 code 4; empty where it has no name of its
        /// own.
        public String named() {
            boolean known = !quoted.source().v6()
                    && switch (type) {
                        case UNREACHABLE -> NAMED_UNREACHABLE.contains(code);
                        case TIME_EXCEEDED -> code <= 1;
                        default -> false;
                    };
            return known ? "." + type + "." + code : "";
        }

        public IcmpError withQuoted(Packet quoted) {
            return new IcmpError(type, code, info, quoted);
        }
    }
}
