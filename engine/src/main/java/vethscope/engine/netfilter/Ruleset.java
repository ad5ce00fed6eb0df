package vethscope.engine.netfilter;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All rules of a namespace: what `iptables-save` prints.
///
/// @param chains per table, by name, built-in chains first
public record Ruleset(Map<Table, Map<String, Chain>> chains) {

    public static final Ruleset EMPTY = new Ruleset(Map.of());

    public Ruleset {
        var copy = new EnumMap<Table, Map<String, Chain>>(Table.class);
        chains.forEach((table, byName) -> copy.put(table, Collections.unmodifiableMap(new LinkedHashMap<>(byName))));
        chains = Collections.unmodifiableMap(copy);
    }

    public Optional<Chain> chain(Table table, String name) {
        return Optional.ofNullable(chains.getOrDefault(table, Map.of()).get(name));
    }

    /// Whether a packet at this hook would meet any rule or a policy other than ACCEPT.
    public boolean isEmpty(Table table, Hook hook) {
        return chain(table, hook.name()).map(c -> c.rules().isEmpty() && c.policy() != Policy.DROP).orElse(true);
    }

    public enum Policy {
        ACCEPT,
        DROP
    }

    /// @param policy of a built-in chain; null for a user's own
    public record Chain(String name, @Nullable Policy policy, List<Rule> rules) {
        public Chain {
            rules = List.copyOf(rules);
        }
    }
}
