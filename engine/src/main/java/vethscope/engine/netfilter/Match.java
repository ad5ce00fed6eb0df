package vethscope.engine.netfilter;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// A condition of a rule. `not` inverts it (`!`).
public sealed interface Match {

    boolean not();

    record Source(boolean not, Cidr cidr) implements Match {}

    record Destination(boolean not, Cidr cidr) implements Match {}

    /// A trailing `+` matches every interface whose name starts so.
    record In(boolean not, String iface) implements Match {}

    record Out(boolean not, String iface) implements Match {}

    record Proto(boolean not, Protocol protocol) implements Match {}

    /// `-f`: fragments of a datagram other than the first.
    record LaterFragment(boolean not) implements Match {}

    record SourcePorts(boolean not, List<PortRange> ports) implements Match {
        public SourcePorts {
            ports = List.copyOf(ports);
        }
    }

    record DestinationPorts(boolean not, List<PortRange> ports) implements Match {
        public DestinationPorts {
            ports = List.copyOf(ports);
        }
    }

    /// `-m multiport --ports`: the source or the destination port.
    record AnyPorts(boolean not, List<PortRange> ports) implements Match {
        public AnyPorts {
            ports = List.copyOf(ports);
        }
    }

    /// `-m iprange`, inclusive.
    record AddressRange(boolean not, boolean source, Ip first, Ip last) implements Match {}

    /// `-m length`: IP total length in bytes, inclusive.
    record Length(boolean not, int first, int last) implements Match {}

    /// `-m ttl`, and `-m hl` over IPv6 (net/netfilter/xt_hl.c).
    record Ttl(boolean not, Compare compare, int value) implements Match {
        public enum Compare {
            EQUAL("eq"),
            LESS("lt"),
            GREATER("gt");

            private final String option;

            Compare(String option) {
                this.option = option;
            }

            /// `--ttl-eq` or `--hl-eq`.
            public String option(boolean v6) {
                return (v6 ? "--hl-" : "--ttl-") + option;
            }
        }
    }

    /// Inclusive.
    record PortRange(int first, int last) {}

    /// `-m conntrack --ctstate`.
    record CtState(boolean not, Set<State> states) implements Match {
        public enum State {
            NEW,
            ESTABLISHED,
            RELATED,
            INVALID,
            UNTRACKED,
            SNAT,
            DNAT
        }
    }

    /// `-m conntrack --ctorigsrc` and its kin: an address of the connection's original or reply direction.
    record ConnAddress(boolean not, boolean original, boolean source, Cidr cidr) implements Match {}

    /// `-m conntrack --ctorigdstport` and its kin.
    record ConnPort(boolean not, boolean original, boolean source, PortRange ports) implements Match {}

    /// `-m conntrack --ctdir`.
    record ConnDirection(boolean not, boolean reply) implements Match {}

    /// `-m mark --mark value/mask`.
    record Mark(boolean not, int value, int mask) implements Match {}

    /// `-m connmark --mark value/mask`.
    record ConnMark(boolean not, int value, int mask) implements Match {}

    /// `-m addrtype`; sides without types are not asked.
    record AddrType(boolean not, Set<Type> source, Set<Type> destination, Limit limit) implements Match {
        public AddrType {
            source = Set.copyOf(source);
            destination = Set.copyOf(destination);
        }

        /// At most one type of each side; null: not asked.
        public AddrType(boolean not, @Nullable Type source, @Nullable Type destination, Limit limit) {
            this(
                    not,
                    source == null ? Set.of() : Set.of(source),
                    destination == null ? Set.of() : Set.of(destination),
                    limit);
        }

        /// Only what the look-up finds on the device by which the packet came, or by which it leaves, counts.
        public enum Limit {
            NONE(""),
            IN("--limit-iface-in"),
            OUT("--limit-iface-out");

            private final String option;

            Limit(String option) {
                this.option = option;
            }

            public String option() {
                return option;
            }
        }

        public enum Type {
            UNSPEC,
            UNICAST,
            LOCAL,
            BROADCAST,
            ANYCAST,
            MULTICAST,
            BLACKHOLE,
            UNREACHABLE,
            PROHIBIT,
            THROW,
            NAT,
            XRESOLVE
        }
    }

    /// `-m statistic --mode random --probability p`, 0 to 1, kept in the kernel's steps of 2^-31 (xt_statistic).
    record Probability(boolean not, double probability) implements Match {
        public Probability {
            probability = Math.round(probability * 0x1p31) * 0x1p-31;
        }
    }

    /// `-m statistic --mode nth`: one of every so many packets, counted by the rule itself.
    ///
    /// @param packet which of them, from 0
    record Nth(boolean not, int every, int packet) implements Match {}

    /// `-m recent`: the memory of session affinity.
    ///
    /// @param seconds 0: no limit
    /// @param hits seen at least so often in that time; 0: once
    /// @param destination the destination address is looked at rather than the source
    /// @param mask what of the address counts; null: all
    record RecentList(
            boolean not,
            String list,
            Mode mode,
            int seconds,
            boolean reap,
            int hits,
            boolean destination,
            @Nullable Ip mask)
            implements Match {

        /// By the whole source address, seen once.
        public RecentList(boolean not, String list, Mode mode, int seconds, boolean reap) {
            this(not, list, mode, seconds, reap, 0, false, null);
        }

        public enum Mode {
            SET,
            CHECK,
            UPDATE,
            REMOVE
        }
    }

    /// `-m owner`: who has the socket that a packet of this machine comes from. All processes are drawn as root's.
    ///
    /// @param what of the owner is asked; `SOCKET` only whether there is one
    /// @param first and last: inclusive ids
    record Owner(boolean not, What what, long first, long last) implements Match {
        public enum What {
            USER("--uid-owner"),
            GROUP("--gid-owner"),
            SOCKET("--socket-exists");

            private final String option;

            What(String option) {
                this.option = option;
            }

            public String option() {
                return option;
            }
        }
    }

    /// `-m physdev`: the bridge ports of a bridged packet.
    record PhysDev(
            boolean not, @Nullable String in, @Nullable String out, boolean isBridged, boolean isIn, boolean isOut)
            implements Match {}

    /// `--icmp-type`; code -1 is any.
    record IcmpType(boolean not, int type, int code) implements Match {}

    /// `--tcp-flags mask comp`, by name; `--syn` is SYN,RST,ACK,FIN SYN.
    record TcpFlags(boolean not, Set<String> mask, Set<String> set) implements Match {}

    /// `-m set --match-set NAME src,dst`.
    ///
    /// @param sides one for each part of the set's type
    record InSet(boolean not, String set, List<IpSet.Side> sides) implements Match {
        public InSet {
            sides = List.copyOf(sides);
        }
    }

    /// `-m ipvs --vaddr A --vproto P --vport N`: IPVS sent the packet, on behalf of that virtual server. Never holds
    /// for a
    /// packet that IPVS did not touch (net/netfilter/xt_ipvs.c).
    ///
    /// @param address, protocol and port: null and 0 where they are not asked
    record OfVirtualServer(
            boolean not, @Nullable Cidr address, @Nullable Protocol protocol, int port) implements Match {}

    /// A condition of a module that has all about it in one place.
    sealed interface Module extends Match
            permits Congestion,
                    ConnProtocol,
                    ConnStatus,
                    DeviceGroup,
                    IpsecPolicy,
                    LocalSocket,
                    MacSource,
                    PacketType,
                    ReversePath,
                    ServiceMatch {

        /// Whether the packet meets it.
        ///
        /// @param mark as the rules before left it
        boolean holds(Facts facts, int mark);

        /// As iptables-save prints it, from `-m` on.
        String text(boolean v6);

        /// Why it does not hold, in a few signs.
        String why(Facts facts, int mark);
    }

    /// A condition that counts the packets, or the connections, that it meets.
    sealed interface Metered extends Match permits ConnLimit, HashLimit, Quota, RateLimit {

        /// Whether the packet meets it; counts it.
        boolean holds(Facts facts, Meter meter);

        /// As iptables-save prints it, from `-m` on.
        String text(boolean v6);

        /// Why it does not hold, in a few signs.
        String why(Facts facts);
    }

    record Comment(String text) implements Match {
        @Override
        public boolean not() {
            return false;
        }
    }

    /// A match that is kept and printed but not simulated: it never holds.
    record NotSimulated(String text) implements Match {
        @Override
        public boolean not() {
            return false;
        }
    }
}
