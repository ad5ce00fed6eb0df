package vethscope.engine.netfilter;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Match.CtState.State;
import vethscope.engine.netfilter.Ruleset.Chain;

/// Whether the rules of a table may treat what follows a TCP handshake otherwise than its SYN. Chains of kube-proxy do
/// not: they accept what belongs to a connection.
final class Answered {

    private static final String KUBE_PROXY = "KUBE-";

    private Answered() {}

    static boolean isJudged(Map<String, Chain> chains) {
        return chains.values().stream().anyMatch(chain -> !isOfKubeProxy(chain) && isJudged(chain));
    }

    private static boolean isOfKubeProxy(Chain chain) {
        return chain.notation() != Notation.IPTABLES || chain.name().startsWith(KUBE_PROXY);
    }

    private static boolean isJudged(Chain chain) {
        for (Rule rule : chain.rules()) {
            if (takesAllAnswered(rule)) {
                return false;
            }
            if (rule.matches().stream().anyMatch(match -> isJudged(match, rule.target()))) {
                return true;
            }
        }
        return false;
    }

    /// What stands behind such a rule never sees an answered connection.
    private static boolean takesAllAnswered(Rule rule) {
        return rule.target() instanceof Target.Accept
                && rule.matches().stream()
                        .allMatch(m -> m instanceof Match.Comment
                                || m instanceof Match.CtState state && holds(state, State.ESTABLISHED));
    }

    private static boolean isJudged(Match match, @Nullable Target target) {
        boolean ends = target instanceof Target.Drop || target instanceof Target.Reject;
        boolean accepts = target instanceof Target.Accept;
        return switch (match) {
            case Match.TcpFlags _, Match.Length _, Match.RecentList _, Match.Nth _, Match.Metered _, ConnStatus _ ->
                acts(target);
            case Match.Mark _, Match.ConnMark _ -> ends || accepts;
            case Match.CtState state -> {
                boolean first = holds(state, State.NEW);
                boolean later = holds(state, State.ESTABLISHED);
                yield first != later && acts(target) && !(later ? accepts : ends || isJumpToKubeProxy(target));
            }
            case Match.Source _,
                    Match.Destination _,
                    Match.In _,
                    Match.Out _,
                    Match.Proto _,
                    Match.LaterFragment _,
                    Match.SourcePorts _,
                    Match.DestinationPorts _,
                    Match.AnyPorts _,
                    Match.AddressRange _,
                    Match.Ttl _,
                    Match.ConnAddress _,
                    Match.ConnPort _,
                    Match.ConnDirection _,
                    Match.AddrType _,
                    Match.Owner _,
                    Match.Probability _,
                    Match.PhysDev _,
                    Match.IcmpType _,
                    Match.InSet _,
                    Match.OfVirtualServer _,
                    Match.Module _,
                    Match.Comment _,
                    Match.NotSimulated _ -> false;
        };
    }

    private static boolean holds(Match.CtState match, State state) {
        return match.not() != match.states().contains(state);
    }

    private static boolean acts(@Nullable Target target) {
        return target != null
                && !(target instanceof Target.Log)
                && !(target instanceof Target.NotSimulated)
                && !(target instanceof Target.NoTrack);
    }

    private static boolean isJumpToKubeProxy(@Nullable Target target) {
        return target instanceof Target.Jump jump && jump.chain().startsWith(KUBE_PROXY);
    }
}
