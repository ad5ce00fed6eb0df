package vethscope.engine.netfilter;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/// The rules of a chain with what speeds up their walk, made when a packet first needs it. Two threads may both
/// make the same thing, to the same effect.
final class RuleList extends AbstractList<Rule> implements RandomAccess {

    /// Shorter chains are walked rule by rule.
    private static final int LONG = 64;

    private final Rule[] rules;
    private final @Nullable Quick[] quick;
    private @Nullable Dispatch dispatch;

    private RuleList(Rule[] rules) {
        this.rules = rules;
        this.quick = new Quick[rules.length];
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

    Quick quick(int index) {
        Quick ready = quick[index];
        if (ready == null) {
            ready = new Quick(rules[index]);
            quick[index] = ready;
        }
        return ready;
    }

    /// Null for a short chain.
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
