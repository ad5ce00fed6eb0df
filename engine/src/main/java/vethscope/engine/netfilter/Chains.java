package vethscope.engine.netfilter;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Ruleset.Chain;
import vethscope.engine.netfilter.Ruleset.Generated;
import vethscope.engine.netfilter.Ruleset.Policy;

/// The chains of one table: those that stand here, then those that are made when first looked at.
final class Chains extends AbstractMap<String, Chain> {

    private static final Generated NONE = new Generated() {
        @Override
        public Iterable<String> names() {
            return List.of();
        }

        @Override
        public @Nullable Chain chain(String name) {
            return null;
        }
    };

    /// Bits of a hash that choose among the destinations of jumps.
    private static final int PLACES = 5;

    static final Chains NO_CHAINS = new Chains(Map.of(), NONE);

    private final Map<String, Chain> own;
    private final Generated generated;

    /// The destinations of jumps that packets took lately, by the hash of their name. Two threads may both enter one,
    /// to the same effect.
    private @Nullable Chain @Nullable [] jumps;

    /// By the hook where packets meet them.
    private final @Nullable Chain[] bases = new Chain[Hook.values().length];

    private Chains(Map<String, Chain> own, Generated generated) {
        this.own = own;
        this.generated = generated;
        for (Chain chain : own.values()) {
            if (chain.hook() != null) {
                bases[chain.hook().ordinal()] = chain;
            }
        }
    }

    static Chains of(Map<String, Chain> chains) {
        return chains instanceof Chains ready ? ready : new Chains(new LinkedHashMap<>(chains), NONE);
    }

    /// A table as it is before the first rule.
    static Chains builtIn(Table table) {
        var own = new LinkedHashMap<String, Chain>();
        for (Hook hook : Hook.values()) {
            if (table.standsAt(hook)) {
                own.put(hook.name(), new Chain(hook.name(), Policy.ACCEPT, List.of()));
            }
        }
        return new Chains(own, NONE);
    }

    /// The chain that packets meet at a hook.
    @Nullable
    Chain base(Hook hook) {
        return bases[hook.ordinal()];
    }

    /// The chains that are not generated.
    Map<String, Chain> own() {
        return own;
    }

    Chains sharing(UnaryOperator<Chain> twin) {
        var next = new LinkedHashMap<>(own);
        next.replaceAll((_, chain) -> twin.apply(chain));
        return new Chains(next, generated);
    }

    Chains with(Chain chain) {
        var next = new LinkedHashMap<>(own);
        next.put(chain.name(), chain);
        return new Chains(next, generated);
    }

    Chains with(Generated more) {
        return new Chains(own, generated == NONE ? more : joined(generated, more));
    }

    private static Generated joined(Generated first, Generated second) {
        return new Generated() {
            @Override
            public Iterable<String> names() {
                var names = new LinkedHashSet<String>();
                first.names().forEach(names::add);
                second.names().forEach(names::add);
                return names;
            }

            @Override
            public @Nullable Chain chain(String name) {
                Chain chain = first.chain(name);
                return chain == null ? second.chain(name) : chain;
            }
        };
    }

    /// Without a chain that is not generated.
    Chains without(String name) {
        var next = new LinkedHashMap<>(own);
        next.remove(name);
        return new Chains(next, generated);
    }

    /// Every chain, without its rules.
    Chains flushed() {
        var next = new LinkedHashMap<String, Chain>();
        own.forEach((name, chain) -> next.put(name, chain.withRules(List.of())));
        Generated all = generated;
        return new Chains(
                next,
                all == NONE
                        ? NONE
                        : new Generated() {
                            @Override
                            public Iterable<String> names() {
                                return all.names();
                            }

                            @Override
                            public @Nullable Chain chain(String name) {
                                Chain chain = all.chain(name);
                                return chain == null ? null : chain.withRules(List.of());
                            }
                        });
    }

    /// Where a rule leads. Machines share rules, so the answer is kept with the machine.
    @Nullable
    Chain jump(String name) {
        int place = name.hashCode() * 0x9e3779b9 >>> 32 - PLACES;
        Chain[] known = jumps;
        if (known == null) {
            known = new Chain[1 << PLACES];
            jumps = known;
        }
        Chain there = known[place];
        if (there == null || !there.name().equals(name)) {
            there = get(name);
            known[place] = there;
        }
        return there;
    }

    @Override
    public @Nullable Chain get(@Nullable Object key) {
        if (!(key instanceof String name)) {
            return null;
        }
        Chain chain = own.get(name);
        return chain != null ? chain : generated.chain(name);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    @Override
    public Set<Entry<String, Chain>> entrySet() {
        var names = new ArrayList<>(own.keySet());
        for (String name : generated.names()) {
            if (!own.containsKey(name)) {
                names.add(name);
            }
        }
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, Chain>> iterator() {
                return names.stream().map(Chains.this::entry).iterator();
            }

            @Override
            public int size() {
                return names.size();
            }
        };
    }

    private Entry<String, Chain> entry(String name) {
        Chain chain = get(name);
        if (chain == null) {
            throw new IllegalStateException("chain " + name + " is listed but cannot be made");
        }
        return Map.entry(name, chain);
    }
}
