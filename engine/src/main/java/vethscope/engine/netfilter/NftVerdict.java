package vethscope.engine.netfilter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Target.Reject.With;
import vethscope.model.address.Ip;

/// What a rule does, in the words of nft(8).
final class NftVerdict {

    private NftVerdict() {}

    /// Empty if nft has no words for it.
    static Optional<String> text(@Nullable Target target, boolean v6) {
        return switch (target) {
            case null -> Optional.of("counter");
            case Target.Accept _ -> Optional.of("accept");
            case Target.Drop _ -> Optional.of("drop");
            case Target.Return _ -> Optional.of("return");
            case Target.Jump jump -> Optional.of("jump " + jump.chain());
            case Target.Goto away -> Optional.of("goto " + away.chain());
            case Target.Reject reject -> Optional.of(reject(reject.with(), v6));
            case Target.Dnat t ->
                Optional.of("dnat to " + range(t.first(), t.last(), t.firstPort(), t.lastPort())
                        + flags(t.random(), false, t.persistent()));
            case Target.Snat t ->
                Optional.of("snat to " + range(t.first(), t.last(), t.firstPort(), t.lastPort())
                        + flags(t.random(), t.randomFully(), t.persistent()));
            case Target.Masquerade t ->
                Optional.of("masquerade" + toPorts(t.firstPort(), t.lastPort())
                        + flags(t.random(), t.randomFully(), false));
            case Target.Netmap _ -> Optional.empty();
            case Target.Redirect t ->
                Optional.of("redirect" + toPorts(t.firstPort(), t.lastPort()) + flags(t.random(), false, false));
            case Target.MarkSet t -> Optional.of(mark("meta mark", t.xor(), t.clear()));
            case Target.ConnMarkSet t -> connMark(t);
            case Target.HashMark _ -> Optional.empty();
            case Target.TtlSet t ->
                t.mode() == Target.TtlSet.Mode.SET
                        ? Optional.of((v6 ? "ip6 hoplimit set " : "ip ttl set ") + t.value())
                        : Optional.empty();
            case Target.NoTrack _ -> Optional.of("notrack");
            case Target.Log _ -> Optional.of("log");
            case Target.ServiceSet _, Target.Aside _, Target.NotSimulated _ -> Optional.empty();
        };
    }

    private static String reject(With with, boolean v6) {
        if (with == With.TCP_RESET) {
            return "reject with tcp reset";
        }
        return "reject with " + (v6 ? "icmpv6 " + name6(with) : "icmp " + name(with));
    }

    private static String name(With with) {
        return switch (with) {
            case PORT_UNREACHABLE -> "port-unreachable";
            case NET_UNREACHABLE -> "net-unreachable";
            case HOST_UNREACHABLE -> "host-unreachable";
            case PROTO_UNREACHABLE -> "prot-unreachable";
            case NET_PROHIBITED -> "net-prohibited";
            case HOST_PROHIBITED -> "host-prohibited";
            case ADMIN_PROHIBITED, TCP_RESET -> "admin-prohibited";
        };
    }

    private static String name6(With with) {
        return switch (with) {
            case PORT_UNREACHABLE -> "port-unreachable";
            case NET_UNREACHABLE -> "no-route";
            case HOST_UNREACHABLE -> "addr-unreachable";
            case PROTO_UNREACHABLE -> "policy-fail";
            case NET_PROHIBITED -> "reject-route";
            case HOST_PROHIBITED, ADMIN_PROHIBITED, TCP_RESET -> "admin-prohibited";
        };
    }

    private static String range(@Nullable Ip first, @Nullable Ip last, int firstPort, int lastPort) {
        String addresses =
                first == null ? "" : first.equals(last) || last == null ? first.toString() : first + "-" + last;
        if (firstPort == 0) {
            return addresses;
        }
        return (first != null && first.v6() ? "[" + addresses + "]" : addresses) + ":" + ports(firstPort, lastPort);
    }

    private static String toPorts(int first, int last) {
        return first == 0 ? "" : " to :" + ports(first, last);
    }

    private static String ports(int first, int last) {
        return first == last || last == 0 ? "" + first : first + "-" + last;
    }

    private static String flags(boolean random, boolean fully, boolean persistent) {
        List<String> flags = new ArrayList<>();
        if (fully) {
            flags.add("fully-random");
        } else if (random) {
            flags.add("random");
        }
        if (persistent) {
            flags.add("persistent");
        }
        return flags.isEmpty() ? "" : " " + String.join(",", flags);
    }

    /// (mark & ~clear) ^ xor.
    private static String mark(String which, int xor, int clear) {
        String value;
        if (clear == -1) {
            value = NftRule.hex(xor);
        } else if (clear == xor) {
            value = which + " | " + NftRule.hex(xor);
        } else {
            String kept = clear == 0 ? which : which + " & " + NftRule.hex(~clear);
            value = xor == 0 ? kept : kept + " ^ " + NftRule.hex(xor);
        }
        return which + " set " + value;
    }

    /// A mark can be copied as a whole only: nft joins no two marks.
    private static Optional<String> connMark(Target.ConnMarkSet t) {
        return switch (t.mode()) {
            case SET -> Optional.of(mark("ct mark", t.value(), t.mask()));
            case SAVE -> t.mask() == -1 ? Optional.of("ct mark set meta mark") : Optional.empty();
            case RESTORE -> t.mask() == -1 ? Optional.of("meta mark set ct mark") : Optional.empty();
        };
    }
}
