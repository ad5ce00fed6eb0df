package vethscope.engine.netfilter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// All rules of a namespace: what `iptables-save` and `ip6tables-save` print, and what programs keep in nftables beside
/// them.
///
/// Base chains of one priority at one hook are asked in turn, the youngest first (nf_hook_entries_grow,
/// net/netfilter/core.c), until one drops or rejects: what one accepts, the next is still asked. kube-proxy's table
/// of nftables is there before the first line of iptables, whose chains are therefore asked first.
///
/// @param chains the IPv4 rules: per table, by name, built-in chains first
/// @param chains6 the IPv6 rules
/// @param sets what rules ask by name (`ipset save`)
/// @param nft the IPv4 chains of nftables, each under the table of iptables after which it is asked
/// @param nft6 those of IPv6
public record Ruleset(
        Map<Table, Map<String, Chain>> chains,
        Map<Table, Map<String, Chain>> chains6,
        Map<String, IpSet> sets,
        Map<Table, Map<String, Chain>> nft,
        Map<Table, Map<String, Chain>> nft6) {

    public static final Ruleset EMPTY = new Ruleset(Map.of());

    public Ruleset {
        chains = Tables.of(chains);
        chains6 = Tables.of(chains6);
        sets = Collections.unmodifiableMap(new LinkedHashMap<>(sets));
        nft = Tables.of(nft);
        nft6 = Tables.of(nft6);
    }

    public Ruleset(Map<Table, Map<String, Chain>> chains, Map<Table, Map<String, Chain>> chains6) {
        this(chains, chains6, Map.of(), Map.of(), Map.of());
    }

    public Ruleset(Map<Table, Map<String, Chain>> chains) {
        this(chains, Map.of());
    }

    /// The chains of iptables per table, by name.
    public Map<Table, Map<String, Chain>> family(boolean v6) {
        return v6 ? chains6 : chains;
    }

    /// The chains of nftables, by name, under the table of iptables after which they are asked.
    public Map<Table, Map<String, Chain>> nft(boolean v6) {
        return v6 ? nft6 : nft;
    }

    /// The chains of a table of iptables and those of nftables that are asked after them.
    public List<Chain> all(boolean v6, Table table) {
        var all = new ArrayList<>(family(v6).getOrDefault(table, Map.of()).values());
        all.addAll(nft(v6).getOrDefault(table, Map.of()).values());
        return all;
    }

    Tables tables(boolean v6) {
        return (Tables) family(v6);
    }

    Tables nftTables(boolean v6) {
        return (Tables) nft(v6);
    }

    public Optional<Chain> chain(Table table, String name) {
        return chain(false, table, name);
    }

    public Optional<Chain> chain(boolean v6, Table table, String name) {
        return Optional.ofNullable(family(v6).getOrDefault(table, Map.of()).get(name));
    }

    /// Whether no packet of the family would meet any rule at this hook, or a policy other than ACCEPT.
    public boolean isEmpty(boolean v6, Table table, Hook hook) {
        return (uses(v6) & bit(table, hook)) == 0;
    }

    /// Among the bits of [#uses]: conntrack watches the family.
    public static final int TRACKS = 1 << 24;

    /// Among the bits of [#uses]: NAT is switched on.
    public static final int TRANSLATES = 1 << 25;

    /// Among the bits of [#uses]: a rule of a built-in chain stops packets of a connection that has an answer, and lets
    /// its first pass.
    public static final int JUDGES_ANSWERED = 1 << 28;

    /// What packets of a family meet here: the [#bit] of each table and hook with a rule, or a policy other than
    /// ACCEPT, and [#TRACKS], [#TRANSLATES] and [#JUDGES_ANSWERED].
    public int uses(boolean v6) {
        return tables(v6).uses() | nftTables(v6).uses();
    }

    /// A bit for a table's turn at a hook, among the lowest 24.
    public static int bit(Table table, Hook hook) {
        return 1 << table.ordinal() * Hook.values().length + hook.ordinal();
    }

    /// Whether conntrack watches a family: a nat table, or a rule that asks for a connection, needs it
    /// (nf_ct_netns_get).
    public boolean tracks(boolean v6) {
        return (uses(v6) & TRACKS) != 0;
    }

    /// Whether a rule stops packets of connections that have an answer, though it lets the first one pass.
    public boolean judgesAnswered(boolean v6) {
        return (uses(v6) & JUDGES_ANSWERED) != 0;
    }

    /// Whether NAT is switched on: without a nat table no packet is translated, and none is dropped for it.
    public boolean translates(boolean v6) {
        return (uses(v6) & TRANSLATES) != 0;
    }

    /// With this chain added, or put in the place of the one of its name. A table that was not in use gets its built-in
    /// chains.
    public Ruleset with(boolean v6, Table table, Chain chain) {
        return with(v6, table, chains(v6, table).with(chain));
    }

    /// With chains that are made when they are first looked at; those that are here already win.
    public Ruleset with(boolean v6, Table table, Generated generated) {
        return with(v6, table, chains(v6, table).with(generated));
    }

    /// With these base chains of nftables, and what they lead to.
    ///
    /// @param table of iptables after which they are asked
    /// @param own those that are made when they are first looked at
    public Ruleset withNft(boolean v6, Table table, Generated own, Iterable<Chain> chains) {
        Tables known = nftTables(v6);
        Chains before = known.chains(table);
        Chains added = (before == null ? Chains.NO_CHAINS : before).with(own);
        for (Chain chain : chains) {
            added = added.with(chain);
        }
        Map<Table, Map<String, Chain>> next = put(known, table, added);
        return v6
                ? new Ruleset(this.chains, chains6, sets, nft, next)
                : new Ruleset(this.chains, chains6, sets, next, nft6);
    }

    Ruleset with(boolean v6, Table table, Chains changed) {
        Map<Table, Map<String, Chain>> next = put(family(v6), table, changed);
        return v6 ? new Ruleset(chains, next, sets, nft, nft6) : new Ruleset(next, chains6, sets, nft, nft6);
    }

    private static Map<Table, Map<String, Chain>> put(
            Map<Table, Map<String, Chain>> tables, Table table, Chains changed) {
        var next = new EnumMap<Table, Map<String, Chain>>(Table.class);
        next.putAll(tables);
        next.put(table, changed);
        return next;
    }

    /// With these sets, each in the place of the one of its name.
    public Ruleset with(Iterable<IpSet> more) {
        var next = new LinkedHashMap<>(sets);
        more.forEach(set -> next.put(set.name(), set));
        return new Ruleset(chains, chains6, next, nft, nft6);
    }

    /// The same rules, in which each chain that stands here is replaced by an equal one.
    public Ruleset sharing(UnaryOperator<Chain> twin) {
        return new Ruleset(
                tables(false).sharing(twin),
                tables(true).sharing(twin),
                sets,
                nftTables(false).sharing(twin),
                nftTables(true).sharing(twin));
    }

    Chains chains(boolean v6, Table table) {
        Chains own = tables(v6).chains(table);
        return own == null ? Chains.builtIn(table) : own;
    }

    public enum Policy {
        ACCEPT,
        DROP
    }

    /// @param policy of a built-in chain; null for a user's own
    /// @param notation in which words its rules are told
    /// @param hook where packets meet it, null for a user's own
    public record Chain(
            String name,
            @Nullable Policy policy,
            List<Rule> rules,
            Notation notation,
            @Nullable Hook hook) {
        public Chain {
            rules = RuleList.of(rules);
        }

        /// A chain of iptables: with a policy it is the built-in one of the hook whose name it bears.
        public Chain(String name, @Nullable Policy policy, List<Rule> rules) {
            this(name, policy, rules, Notation.IPTABLES, policy == null ? null : Hook.valueOf(name));
        }

        /// A base chain of nftables, which accepts what none of its rules stops.
        public static Chain base(String name, Hook hook, List<Rule> rules, Notation notation) {
            return new Chain(name, Policy.ACCEPT, rules, notation, hook);
        }

        public Chain withRules(List<Rule> rules) {
            return new Chain(name, policy, rules, notation, hook);
        }

        public Chain withPolicy(Policy policy) {
            return new Chain(name, policy, rules, notation, hook);
        }

        public Chain withNotation(Notation notation) {
            return new Chain(name, policy, rules, notation, hook);
        }
    }

    /// Chains too many to be made at once. Must give the same chain for a name every time.
    public interface Generated {

        /// All names, in print order.
        Iterable<String> names();

        @Nullable
        Chain chain(String name);
    }
}
