package vethscope.engine.netfilter;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Ruleset.Chain;

/// The tables of one family, and what packets ask of them at every hook: found out when the first packet asks. Two
/// threads may both find it out, to the same effect.
final class Tables extends AbstractMap<Table, Map<String, Chain>> {

    private static final int KNOWN = 1 << 31;

    private final Map<Table, Map<String, Chain>> chains;

    /// The same, by ordinal.
    private final @Nullable Chains[] quick = new Chains[Table.values().length];

    /// Bits of [Ruleset#uses]; 0: not known.
    private int uses;

    private Tables(Map<Table, Map<String, Chain>> chains) {
        this.chains = chains;
        chains.forEach((table, byName) -> quick[table.ordinal()] = (Chains) byName);
    }

    static Tables of(Map<Table, Map<String, Chain>> chains) {
        if (chains instanceof Tables ready) {
            return ready;
        }
        var copy = new EnumMap<Table, Map<String, Chain>>(Table.class);
        chains.forEach((table, byName) -> copy.put(table, Chains.of(byName)));
        return new Tables(Collections.unmodifiableMap(copy));
    }

    Tables sharing(UnaryOperator<Chain> twin) {
        if (chains.isEmpty()) {
            return this;
        }
        var copy = new EnumMap<Table, Map<String, Chain>>(Table.class);
        chains.forEach((table, byName) -> copy.put(table, ((Chains) byName).sharing(twin)));
        return new Tables(Collections.unmodifiableMap(copy));
    }

    @Nullable
    Chains chains(Table table) {
        return quick[table.ordinal()];
    }

    int uses() {
        int known = uses;
        if (known == 0) {
            boolean nat = containsKey(Table.NAT);
            boolean tracks = nat || values().stream().anyMatch(Tables::asksConntrack);
            boolean judges = chains.entrySet().stream()
                    .anyMatch(e -> e.getKey() != Table.NAT && Answered.isJudged(((Chains) e.getValue()).own()));
            known = KNOWN
                    | busy()
                    | (tracks ? Ruleset.TRACKS : 0)
                    | (nat ? Ruleset.TRANSLATES : 0)
                    | (judges ? Ruleset.JUDGES_ANSWERED : 0);
            uses = known;
        }
        return known;
    }

    private int busy() {
        int bits = 0;
        for (Entry<Table, Map<String, Chain>> table : entrySet()) {
            for (Hook hook : Hook.values()) {
                Chain chain = ((Chains) table.getValue()).base(hook);
                if (chain != null && (!chain.rules().isEmpty() || chain.policy() == Ruleset.Policy.DROP)) {
                    bits |= Ruleset.bit(table.getKey(), hook);
                }
            }
        }
        return bits;
    }

    private static boolean asksConntrack(Map<String, Chain> table) {
        return table.values().stream().flatMap(c -> c.rules().stream()).anyMatch(Tables::asksConntrack);
    }

    private static boolean asksConntrack(Rule rule) {
        return rule.target() instanceof Target.ConnMarkSet
                || rule.matches().stream().anyMatch(Tables::asksConntrack);
    }

    private static boolean asksConntrack(Match match) {
        return match instanceof Match.CtState
                || match instanceof Match.ConnAddress
                || match instanceof Match.ConnPort
                || match instanceof Match.ConnDirection
                || match instanceof Match.ConnMark
                || match instanceof ConnStatus
                || match instanceof ConnProtocol
                || match instanceof ConnLimit;
    }

    @Override
    public @Nullable Map<String, Chain> get(@Nullable Object table) {
        return chains.get(table);
    }

    @Override
    public boolean containsKey(@Nullable Object table) {
        return chains.containsKey(table);
    }

    @Override
    public Set<Entry<Table, Map<String, Chain>>> entrySet() {
        return chains.entrySet();
    }
}
