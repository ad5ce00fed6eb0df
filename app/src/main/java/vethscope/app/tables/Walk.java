package vethscope.app.tables;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Hook;
import vethscope.engine.netfilter.Rule;
import vethscope.engine.netfilter.RuleCheck;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.netfilter.Table;
import vethscope.engine.netfilter.Target;

/// One table of iptables as it is shown, with the chains of nftables that are asked after it: every rule, and what the
/// packet found there.
///
/// @param blocks chains in the order in which they were walked, then the others
public record Walk(Table table, List<Block> blocks) {

    /// More rules of a chain that nobody looked at are counted, not listed.
    private static final int MOST = 200;

    public enum State {
        MATCHED,
        FAILED,
        UNREACHED,
        PLAIN
    }

    /// @param number from 1; 0 is the chain's policy
    /// @param why the condition that failed, or the chance that fell; null if none
    public record Entry(
            int number, String text, State state, @Nullable String why) {}

    /// @param policy null for a chain of somebody's own
    /// @param from the rule that led here, as `PREROUTING 1`; null for a built-in chain or one not walked
    /// @param jumps chains that its rules lead to, in order
    /// @param hidden how many rules are not listed
    public record Block(
            String chain,
            @Nullable String policy,
            @Nullable String from,
            boolean walked,
            List<Entry> entries,
            List<String> jumps,
            int hidden) {
        public boolean matched() {
            return entries.stream().anyMatch(e -> e.state() == State.MATCHED);
        }
    }

    public Walk {
        blocks = List.copyOf(blocks);
    }

    /// @param checks what the step looked at, of any table
    /// @param onlyWalked leaves out chains that the packet did not enter; without a walk all are shown
    public static Walk of(Ruleset ruleset, Table table, List<RuleCheck> checks, boolean onlyWalked) {
        var chains = new LinkedHashMap<String, Ruleset.Chain>();
        ruleset.all(false, table).forEach(chain -> chains.putIfAbsent(chain.name(), chain));
        var byChain = new LinkedHashMap<String, Map<Integer, RuleCheck>>();
        for (RuleCheck check : checks) {
            if (check.table().equalsIgnoreCase(table.name())) {
                byChain.computeIfAbsent(check.chain(), _ -> new HashMap<>()).put(check.number(), check);
            }
        }
        Map<String, String> from = leads(chains, byChain);
        var blocks = new ArrayList<Block>();
        for (String name : order(chains, byChain.keySet(), onlyWalked && !byChain.isEmpty())) {
            Optional.ofNullable(chains.get(name))
                    .ifPresent(chain -> blocks.add(block(chain, byChain.get(name), from.get(name))));
        }
        return new Walk(table, blocks);
    }

    private static Set<String> order(Map<String, Ruleset.Chain> chains, Set<String> walked, boolean only) {
        var order = new LinkedHashSet<>(walked);
        if (!only) {
            for (Hook hook : Hook.values()) {
                chains.values().stream().filter(c -> c.hook() == hook).forEach(c -> order.add(c.name()));
            }
            order.addAll(chains.keySet());
        }
        return order;
    }

    private static Map<String, String> leads(
            Map<String, Ruleset.Chain> chains, Map<String, Map<Integer, RuleCheck>> walked) {
        var from = new HashMap<String, String>();
        walked.forEach((name, checks) -> checks.values().stream()
                .filter(RuleCheck::matched)
                .forEach(check -> {
                    Ruleset.Chain chain = chains.get(name);
                    if (chain != null
                            && check.number() > 0
                            && check.number() <= chain.rules().size()) {
                        jump(chain.rules().get(check.number() - 1))
                                .ifPresent(to -> from.putIfAbsent(to, name + " " + check.number()));
                    }
                }));
        return from;
    }

    private static Block block(Ruleset.Chain chain, @Nullable Map<Integer, RuleCheck> checks, @Nullable String from) {
        var entries = new ArrayList<Entry>();
        var jumps = new LinkedHashSet<String>();
        int hidden = 0;
        for (int i = 0; i < chain.rules().size(); i++) {
            Rule rule = chain.rules().get(i);
            jump(rule).ifPresent(jumps::add);
            RuleCheck check = checks == null ? null : checks.get(i + 1);
            if (check == null && entries.size() >= MOST) {
                hidden++;
            } else {
                entries.add(entry(i + 1, chain.notation().rule(chain, i, false), check, checks != null));
            }
        }
        RuleCheck policy = checks == null ? null : checks.get(0);
        if (policy != null) {
            entries.add(new Entry(0, policy.rule(), State.MATCHED, policy.why()));
        }
        String name = chain.policy() == null ? null : chain.policy().name();
        return new Block(chain.name(), name, from, checks != null, entries, List.copyOf(jumps), hidden);
    }

    private static Entry entry(int number, String text, @Nullable RuleCheck check, boolean walked) {
        if (check == null) {
            return new Entry(number, text, walked ? State.UNREACHED : State.PLAIN, null);
        }
        return new Entry(number, text, check.matched() ? State.MATCHED : State.FAILED, check.why());
    }

    private static Optional<String> jump(Rule rule) {
        return switch (rule.target()) {
            case Target.Jump(var chain) -> Optional.of(chain);
            case Target.Goto(var chain) -> Optional.of(chain);
            case null, default -> Optional.empty();
        };
    }

    /// A rule without its comment, which only repeats what the names of the chains say.
    public static String brief(String rule) {
        return rule.replaceAll("-m comment --comment (\"[^\"]*\"|\\S+) ?", "").strip();
    }

    /// The table that a stage is about, such as `nat PREROUTING`; empty for another stage.
    public static Optional<Table> tableOf(String stage) {
        int space = stage.indexOf(' ');
        String word = space < 0 ? stage : stage.substring(0, space);
        for (Table table : Table.values()) {
            if (table.name().equals(word.toUpperCase(Locale.ROOT))) {
                return Optional.of(table);
            }
        }
        return Optional.empty();
    }

    /// The hook that a stage is about.
    public static Optional<Hook> hookOf(String stage) {
        for (Hook hook : Hook.values()) {
            if (stage.endsWith(" " + hook.name())) {
                return Optional.of(hook);
            }
        }
        return Optional.empty();
    }
}
