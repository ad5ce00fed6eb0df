package vethscope.engine.netfilter;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/// The rules of a chain and, for a long one, the dispatch that spares looking at each.
final class RuleList extends AbstractList<Rule> implements RandomAccess {

    /// Shorter chains are walked rule by rule.
    private static final int LONG = 64;

    private final Rule[] rules;
    private @Nullable Dispatch dispatch;

    private RuleList(Rule[] rules) {
        this.rules = rules;
    }

    static RuleList of(List<Rule> rules) {
        return rules instanceof RuleList ready
                ? ready
                : new RuleList(List.copyOf(rules).toArray(Rule[]::new));
    }

    @Override
    public Rule get(int index) {
        return rules[index];
    }

    @Override
    public int size() {
        return rules.length;
    }

    /// Null for a short chain. Made on first use; two threads may both make it, to the same effect.
    @Nullable
    Dispatch dispatch() {
        if (rules.length <= LONG) {
            return null;
        }
        Dispatch ready = dispatch;
        if (ready == null) {
            ready = Dispatch.of(this);
            dispatch = ready;
        }
        return ready;
    }
}
