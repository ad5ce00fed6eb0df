package vethscope.engine.netfilter;

import org.jspecify.annotations.Nullable;
import vethscope.engine.packet.Family;
import vethscope.model.address.Ip;

/// A target as iptables-save prints it, `-j` included.
final class TargetWriter {

    private TargetWriter() {}

    static String text(Target target, boolean v6) {
        return switch (target) {
            case Target.Accept _ -> "-j ACCEPT";
            case Target.Drop _ -> "-j DROP";
            case Target.Return _ -> "-j RETURN";
            case Target.Jump jump -> "-j " + jump.chain();
            case Target.Goto away -> "-g " + away.chain();
            case Target.Reject reject ->
                "-j REJECT --reject-with " + reject.with().option(Family.of(v6));
            case Target.Dnat dnat ->
                "-j DNAT --to-destination " + range(dnat.first(), dnat.last(), dnat.firstPort(), dnat.lastPort())
                        + flag(dnat.random(), "--random") + flag(dnat.persistent(), "--persistent");
            case Target.Snat snat ->
                "-j SNAT --to-source " + range(snat.first(), snat.last(), snat.firstPort(), snat.lastPort())
                        + flag(snat.random(), "--random") + flag(snat.randomFully(), "--random-fully")
                        + flag(snat.persistent(), "--persistent");
            case Target.Masquerade m ->
                "-j MASQUERADE" + toPorts(m.firstPort(), m.lastPort()) + flag(m.random(), "--random")
                        + flag(m.randomFully(), "--random-fully");
            case Target.Netmap netmap -> "-j NETMAP --to " + netmap.to();
            case Target.Redirect r ->
                "-j REDIRECT" + toPorts(r.firstPort(), r.lastPort()) + flag(r.random(), "--random");
            case Target.MarkSet set ->
                "-j MARK --set-xmark " + RuleWriter.hex(set.xor()) + "/" + RuleWriter.hex(set.clear());
            case Target.ConnMarkSet set -> "-j CONNMARK " + connMark(set);
            case Target.HashMark mark -> "-j " + mark.text();
            case Target.TtlSet set -> "-j " + (v6 ? "HL " : "TTL ") + set.mode().option(v6) + " " + set.value();
            case Target.NoTrack _ -> "-j CT --notrack";
            case Target.Log log -> log.text().isEmpty() ? "-j LOG" : "-j LOG " + log.text();
            case Target.ServiceSet set ->
                set.dscp()
                        ? "-j DSCP --set-dscp " + Service.hex(set.value() >> 2)
                        : "-j TOS --set-tos " + Service.hex(set.value()) + "/" + Service.hex(set.mask());
            case Target.Aside raw -> "-j " + raw.text();
            case Target.NotSimulated raw -> "-j " + raw.text();
        };
    }

    private static String flag(boolean set, String name) {
        return set ? " " + name : "";
    }

    private static String connMark(Target.ConnMarkSet set) {
        String mask = RuleWriter.hex(set.mask());
        return switch (set.mode()) {
            case SET -> "--set-xmark " + RuleWriter.hex(set.value()) + "/" + mask;
            case SAVE -> "--save-mark --nfmask " + RuleWriter.hex(set.value()) + " --ctmask " + mask;
            case RESTORE -> "--restore-mark --nfmask " + RuleWriter.hex(set.value()) + " --ctmask " + mask;
        };
    }

    private static String toPorts(int first, int last) {
        return first == 0 ? "" : " --to-ports " + ports(first, last);
    }

    private static String ports(int first, int last) {
        return first == last ? "" + first : first + "-" + last;
    }

    /// `10.0.0.1-10.0.0.9:80-90`; an IPv6 address before a port stands in brackets.
    private static String range(@Nullable Ip first, @Nullable Ip last, int firstPort, int lastPort) {
        String addresses =
                first == null ? "" : first.equals(last) || last == null ? first.toString() : first + "-" + last;
        if (firstPort == 0) {
            return addresses;
        }
        return (first != null && first.v6() ? "[" + addresses + "]" : addresses) + ":" + ports(firstPort, lastPort);
    }
}
