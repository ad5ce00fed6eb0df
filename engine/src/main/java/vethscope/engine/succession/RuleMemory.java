package vethscope.engine.succession;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Match;
import vethscope.engine.netfilter.Rule;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.netfilter.Table;
import vethscope.engine.netfilter.VirtualServer;
import vethscope.engine.network.IpvsTable;
import vethscope.engine.network.Netns;
import vethscope.engine.succession.Lasting.Both;
import vethscope.engine.trace.Sentence;

/// What rules and virtual servers remember for themselves, and forget when they are written anew. Each answers why, or
/// null where the memory stays.
final class RuleMemory {

    private RuleMemory() {}

    /// A list of addresses lives as long as a rule names it (net/netfilter/xt_recent.c recent_mt_destroy).
    static @Nullable Sentence list(Both both, String list) {
        Ruleset rules = both.is().ruleset();
        return isNamed(rules, list, false) || isNamed(rules, list, true) ? null : Causes.of("list", list);
    }

    /// kube-proxy's lists bear the name of the chain that asks them.
    private static boolean isNamed(Ruleset rules, String list, boolean v6) {
        return rules.chain(v6, Table.NAT, list).isPresent()
                || rules.family(v6).values().stream()
                        .flatMap(chains -> chains.values().stream())
                        .flatMap(chain -> chain.rules().stream())
                        .flatMap(rule -> rule.matches().stream())
                        .anyMatch(m -> m instanceof Match.RecentList recent
                                && recent.list().equals(list));
    }

    /// A rule that is written anew counts from the start (net/netfilter/xt_statistic.c statistic_mt_check).
    ///
    /// @param key table, chain and number, as [Counters.Key#rule] has them
    static @Nullable Sentence counter(Both both, String key) {
        boolean same = Objects.equals(rule(both.was(), key, false), rule(both.is(), key, false))
                && Objects.equals(rule(both.was(), key, true), rule(both.is(), key, true));
        return same ? null : Causes.of("counter", key);
    }

    private static @Nullable Rule rule(Netns netns, String key, boolean v6) {
        String[] words = key.split(" ", 3);
        int number = Integer.parseInt(words[2].replaceFirst("\\..*", ""));
        return Arrays.stream(Table.values())
                .filter(table -> table.lower().equals(words[0]))
                .findFirst()
                .flatMap(table -> netns.ruleset().chain(v6, table, words[1]))
                .filter(chain -> number <= chain.rules().size())
                .map(chain -> chain.rules().get(number - 1))
                .orElse(null);
    }

    /// Other real servers are another round, and where it stands is chance again.
    static @Nullable Sentence turn(Both both, IpvsTable.Door door) {
        VirtualServer was = server(both.was(), door);
        VirtualServer is = server(both.is(), door);
        boolean same =
                was != null && is != null && was.servers().equals(is.servers()) && was.scheduler() == is.scheduler();
        return same ? null : Causes.of("turn", door);
    }

    private static @Nullable VirtualServer server(Netns netns, IpvsTable.Door door) {
        return netns.ipvs().find(door.protocol(), door.address(), door.port());
    }
}
