package vethscope.engine.netfilter;

import org.jspecify.annotations.Nullable;
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
            PORT_UNREACHABLE("icmp-port-unreachable", 3),
            NET_UNREACHABLE("icmp-net-unreachable", 0),
            HOST_UNREACHABLE("icmp-host-unreachable", 1),
            PROTO_UNREACHABLE("icmp-proto-unreachable", 2),
            NET_PROHIBITED("icmp-net-prohibited", 9),
            HOST_PROHIBITED("icmp-host-prohibited", 10),
            ADMIN_PROHIBITED("icmp-admin-prohibited", 13),
            TCP_RESET("tcp-reset", -1);

            private final String option;
            private final int code;

            With(String option, int code) {
                this.option = option;
                this.code = code;
            }

            public String option() {
                return option;
            }

            /// ICMP code of type 3; -1 for a TCP reset.
            public int code() {
                return code;
            }
        }
    }

    /// `--to-destination`; a null address keeps it, port 0 keeps the port.
    record Dnat(@Nullable Ip first, @Nullable Ip last, int firstPort, int lastPort, boolean random, boolean persistent)
            implements Target {}

    record Snat(Ip first, Ip last, int firstPort, int lastPort, boolean random, boolean randomFully, boolean persistent)
            implements Target {}

    record Masquerade(int firstPort, int lastPort, boolean random, boolean randomFully) implements Target {}

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

    record NoTrack() implements Target {}

    record Log(String text) implements Target {}

    /// A target that is kept and printed but not simulated: the walk goes on.
    record NotSimulated(String text) implements Target {}
}
