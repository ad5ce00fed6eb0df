package vethscope.engine.netfilter;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;

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

    /// `-m mark --mark value/mask`.
    record Mark(boolean not, int value, int mask) implements Match {}

    /// `-m connmark --mark value/mask`.
    record ConnMark(boolean not, int value, int mask) implements Match {}

    /// `-m addrtype`; null sides are not asked.
    record AddrType(
            boolean not, @Nullable Type source, @Nullable Type destination, boolean limitIfaceIn) implements Match {
        public enum Type {
            UNSPEC,
            UNICAST,
            LOCAL,
            BROADCAST,
            MULTICAST,
            BLACKHOLE,
            UNREACHABLE,
            PROHIBIT
        }
    }

    /// `-m statistic --mode random --probability p`, 0 to 1, kept in the kernel's steps of 2^-31 (xt_statistic).
    record Probability(boolean not, double probability) implements Match {
        public Probability {
            probability = Math.round(probability * 0x1p31) * 0x1p-31;
        }
    }

    /// `-m recent`: the memory of session affinity.
    ///
    /// @param seconds 0: no limit
    record RecentList(boolean not, String list, Mode mode, int seconds, boolean reap) implements Match {
        public enum Mode {
            SET,
            CHECK,
            UPDATE,
            REMOVE
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
