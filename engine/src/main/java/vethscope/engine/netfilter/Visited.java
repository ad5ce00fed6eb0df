package vethscope.engine.netfilter;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a walk through the rules came by, without putting its checks into words.
///
/// @param chains in the order in which they were entered
/// @param memory a rule counted, limited or remembered
/// @param passedOver a rule had parts that are not simulated
public record Visited(Set<String> chains, boolean memory, boolean passedOver) {

    public static Visited of(List<RuleCheck> checks) {
        if (checks instanceof Checks noted) {
            return noted.visited();
        }
        var chains = new LinkedHashSet<String>();
        checks.forEach(check -> chains.add(check.chain()));
        return new Visited(chains, false, false);
    }
}
