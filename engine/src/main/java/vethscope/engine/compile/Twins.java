package vethscope.engine.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.network.Sysctls;
import vethscope.engine.origin.Origin;

/// Nodes are much alike: their equal parts are one object, so that what a packet finds out about it on one machine, and
/// brings into the processor's caches, serves it on the next.
final class Twins {

    private record Settings(List<Map.Entry<String, String>> values, Map<String, Origin> authors) {}

    private final Map<Ruleset.Chain, Ruleset.Chain> chains = new HashMap<>();
    private final Map<Settings, Sysctls> sysctls = new HashMap<>();

    /// The rules with the chains of an earlier machine where those are the same.
    Ruleset of(Ruleset rules) {
        return rules.sharing(chain -> chains.computeIfAbsent(chain, same -> same));
    }

    /// @param values in order; they must not change any more
    Sysctls of(SequencedMap<String, String> values, Map<String, Origin> authors) {
        return sysctls.computeIfAbsent(
                new Settings(new ArrayList<>(values.entrySet()), authors), _ -> new Sysctls(values, authors));
    }
}
