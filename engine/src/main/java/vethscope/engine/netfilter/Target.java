package vethscope.engine.netfilter;

import org.jspecify.annotations.Nullable;
import vethscope.engine.packet.Family;
import vethscope.engine.packet.Problem;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// What a matching rule does.
public sealed interface Target {

    record Accept() implements Target {}

    record Drop() implements Target {}

    record Return() implements Target {}

    record Jump(String chain) implements Target {}

    record Goto(String chain) implements Target {}

    /// `--reject-with`; icmp-port-unreachable unless given.
    record Reject(With with) implements Target {
        public enum With {
            PORT_UNREACHABLE("icmp-port-unreachable", "icmp6-port-unreachable", Problem.PORT_UNREACHABLE),
            NET_UNREACHABLE("icmp-net-unreachable", "icmp6-no-route", Problem.NO_ROUTE),
            HOST_UNREACHABLE("icmp-host-unreachable", "icmp6-addr-unreachable", Problem.HOST_UNREACHABLE),
            PROTO_UNREACHABLE("icmp-proto-unreachable", "icmp6-policy-fail", Problem.PROTOCOL_UNREACHABLE),
            NET_PROHIBITED("icmp-net-prohibited", "icmp6-reject-route", Problem.NET_PROHIBITED),
            HOST_PROHIBITED("icmp-host-prohibited", "icmp6-adm-prohibited", Problem.HOST_PROHIBITED),
            ADMIN_PROHIBITED("icmp-admin-prohibited", "icmp6-adm-prohibited", Problem.ADMIN_PROHIBITED),
            TCP_RESET("tcp-reset", "tcp-reset", null);

            private final String option4;
            private final String option6;
            private final @Nullable Problem problem;

            With(String option4, String option6, @Nullable Problem problem) {
                this.option4 = option4;
                this.option6 = option6;
                this.problem = problem;
            }

            /// What follows `--reject-with` (extensions/libipt_REJECT.c, libip6t_REJECT.c).
            public String option(Family family) {
                return family.v6() ? option6 : option4;
            }

            /// What the ICMP error says; null: a TCP reset instead.
            public @Nullable Problem problem() {
                return problem;
            }
        }
    }

    /// `--to-destination`; a null address keeps it, port 0 keeps the port.
    record Dnat(@Nullable Ip first, @Nullable Ip last, int firstPort, int lastPort, boolean random, boolean persistent)
            implements Target {}

    record Snat(Ip first, Ip last, int firstPort, int lastPort, boolean random, boolean randomFully, boolean persistent)
            implements Target {}

    record Masquerade(int firstPort, int lastPort, boolean random, boolean randomFully) implements Target {}

    /// `NETMAP --to`: the network part is replaced, host part and port stay (net/netfilter/xt_NETMAP.c).
    record Netmap(Cidr to) implements Target {

        public Ip map(Ip ip) {
            return to.at(ip);
        }
    }

    record Redirect(int firstPort, int lastPort, boolean random) implements Target {}

    /// mark = (mark & ~clear) ^ xor, as `--set-xmark xor/clear`.
    record MarkSet(int xor, int clear) implements Target {}

    /// `CONNMARK`: set, save the packet's mark, or restore it.
    ///
    /// @param value to set as MARK does; or the bits of the packet's mark that are copied or replaced (`--nfmask`)
    /// @param mask bits of the connection's mark (`--ctmask`)
    record ConnMarkSet(Mode mode, int value, int mask) implements Target {
        public enum Mode {
            SET,
            SAVE,
            RESTORE
        }
    }

    /// `HMARK`: the mark is `offset` and up, one of `modulus`, by a hash of the flow, so that all packets of a flow
    /// have
    /// the same without being remembered. Which one is chance to who does not know the hash.
    ///
    /// @param text with all options, as iptables-save prints it
    record HashMark(String text, int modulus, int offset) implements Target {}

    /// `TTL`, and `HL` over IPv6 (net/netfilter/xt_HL.c): the walk goes on.
    record TtlSet(Mode mode, int value) implements Target {
        public enum Mode {
            SET("set"),
            DECREASE("dec"),
            INCREASE("inc");

            private final String option;

            Mode(String option) {
                this.option = option;
            }

            /// `--ttl-set` or `--hl-set`.
            public String option(boolean v6) {
                return (v6 ? "--hl-" : "--ttl-") + option;
            }
        }

        /// What a packet has afterwards.
        public int after(int ttl) {
            return switch (mode) {
                case SET -> value;
                case DECREASE -> Math.max(0, ttl - value);
                case INCREASE -> Math.min(255, ttl + value);
            };
        }
    }

    record NoTrack() implements Target {}

    /// `TOS` and `DSCP`: tos = (tos & ~mask) ^ value (net/netfilter/xt_DSCP.c).
    ///
    /// @param dscp said by the target `DSCP`, which leaves the two bits of ECN alone
    record ServiceSet(int value, int mask, boolean dscp) implements Target {}

    /// A target that does something beside the packet's way, which goes on as it was: `NFLOG`, `TRACE`, `TCPMSS`.
    record Aside(String text) implements Target {}

    record Log(String text) implements Target {}

    /// A target that is kept and printed but not simulated: the walk goes on.
    record NotSimulated(String text) implements Target {}
}
