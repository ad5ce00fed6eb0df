package vethscope.engine.netfilter;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Ruleset.Chain;

/// Where rules lead.
final class Jumps {

    private Jumps() {}

    /// The chain that the rule jumps or goes to; null if it does neither.
    static @Nullable String destination(Rule rule) {
        if (rule.target() instanceof Target.Jump(String to)) {
            return to;
        }
        return rule.target() instanceof Target.Goto(String to) ? to : null;
    }

    /// `mark_source_chains` (net/ipv4/netfilter/ip_tables.c) refuses rules that would go round.
    ///
    /// @param chains those among which a round is possible
    /// @param from the chain that gets the rules
    static void check(Map<String, Chain> chains, String from, List<Rule> rules) throws Refusal {
        for (Rule rule : rules) {
            String to = destination(rule);
            if (to != null && leads(chains, to, from)) {
                throw new Refusal("jump.back", from, to);
            }
        }
    }

    private static boolean leads(Map<String, Chain> chains, String start, String end) {
        var seen = new HashSet<String>();
        var open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            String at = open.remove();
            if (at.equals(end)) {
                return true;
            }
            Chain chain = chains.get(at);
            if (seen.add(at) && chain != null) {
                for (Rule rule : chain.rules()) {
                    String to = destination(rule);
                    if (to != null) {
                        open.add(to);
                    }
                }
            }
        }
        return false;
    }
}
