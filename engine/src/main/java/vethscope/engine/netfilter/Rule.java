package vethscope.engine.netfilter;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.origin.Origin;

/// One rule: all matches must hold for the target to be taken.
///
/// @param matches in the kernel's order: addresses, devices, protocol and fragment first, then the rest as written
/// @param target null: the rule only counts
/// @param origin who wrote it; null if unknown
public record Rule(
        List<Match> matches,
        @Nullable Target target,
        @Nullable Origin origin) {

    private static final int MODULES = 6;

    public Rule {
        matches = ordered(matches)
                ? List.copyOf(matches)
                : matches.stream().sorted(Comparator.comparingInt(Rule::rank)).toList();
    }

    private static boolean ordered(List<Match> matches) {
        for (int i = 1; i < matches.size(); i++) {
            if (rank(matches.get(i - 1)) > rank(matches.get(i))) {
                return false;
            }
        }
        return true;
    }

    /// `ip_packet_match` (net/ipv4/netfilter/ip_tables.c) looks at the header before any match module does.
    private static int rank(Match match) {
        return switch (match) {
            case Match.Source _ -> 0;
            case Match.Destination _ -> 1;
            case Match.In _ -> 2;
            case Match.Out _ -> 3;
            case Match.Proto _ -> 4;
            case Match.LaterFragment _ -> 5;
            case Match.NotSimulated raw ->
                raw.text().startsWith("-p ") || raw.text().startsWith("! -p ") ? 4 : MODULES;
            case Match.SourcePorts _,
                    Match.DestinationPorts _,
                    Match.AnyPorts _,
                    Match.AddressRange _,
                    Match.Length _,
                    Match.Ttl _,
                    Match.ConnAddress _,
                    Match.ConnPort _,
                    Match.ConnDirection _,
                    Match.Nth _,
                    Match.Module _,
                    Match.Metered _,
                    Match.CtState _,
                    Match.Mark _,
                    Match.ConnMark _,
                    Match.AddrType _,
                    Match.Owner _,
                    Match.Probability _,
                    Match.RecentList _,
                    Match.PhysDev _,
                    Match.IcmpType _,
                    Match.TcpFlags _,
                    Match.InSet _,
                    Match.OfVirtualServer _,
                    Match.Comment _ -> MODULES;
        };
    }
}
