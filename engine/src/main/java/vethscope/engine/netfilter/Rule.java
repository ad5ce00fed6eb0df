package vethscope.engine.netfilter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One rule: all matches must hold for the target to be taken.
///
/// @param target null: the rule only counts
/// @param origin who wrote it, in a person's words (`Service default/web`, `CNI`, `vm1's own rules`); null if unknown
public record Rule(List<Match> matches, @Nullable Target target, @Nullable String origin) {
    public Rule {
        matches = List.copyOf(matches);
    }
}
