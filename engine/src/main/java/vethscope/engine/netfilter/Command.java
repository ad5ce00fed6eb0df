package vethscope.engine.netfilter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Ruleset.Chain;
import vethscope.engine.netfilter.Ruleset.Policy;
import vethscope.engine.origin.Origin;
import vethscope.model.address.Cidr;

/// One line for the `iptables` or `ip6tables` command.
///
/// @param chain null: all chains (`-F`, `-X`) or none named
/// @param number 1-based position, or the rule to delete; 0: none given
/// @param spec the words of the rule
record Command(
        Action action,
        boolean v6,
        Table table,
        @Nullable String chain,
        int number,
        @Nullable Policy policy,
        List<String> spec) {

    private static final int LONGEST_NAME = 28;

    enum Action {
        APPEND("-A", "--append"),
        INSERT("-I", "--insert"),
        DELETE("-D", "--delete"),
        REPLACE("-R", "--replace"),
        CHECK("-C", "--check"),
        NEW("-N", "--new-chain"),
        REMOVE("-X", "--delete-chain"),
        FLUSH("-F", "--flush"),
        POLICY("-P", "--policy"),
        ZERO("-Z", "--zero"),
        LIST("-L", "--list"),
        SHOW("-S", "--list-rules");

        private final List<String> options;

        Action(String... options) {
            this.options = List.of(options);
        }

        static @Nullable Action of(String option) {
            return Arrays.stream(values())
                    .filter(a -> a.options.contains(option))
                    .findFirst()
                    .orElse(null);
        }

        private boolean takesRule() {
            return this == APPEND || this == INSERT || this == DELETE || this == REPLACE || this == CHECK;
        }

        private boolean takesNumber() {
            return this == INSERT || this == DELETE || this == REPLACE;
        }

        private boolean needsChain() {
            return takesRule() || this == NEW || this == POLICY;
        }
    }

    static Command read(String line) throws Refusal {
        Words words = Words.of(line);
        boolean v6 = family(words);
        var spec = new ArrayList<String>();
        Table table = Table.FILTER;
        Action action = null;
        String chain = null;
        int number = 0;
        Policy policy = null;
        while (words.hasNext()) {
            String option = words.next();
            Action asked = spec.isEmpty() || action == null ? Action.of(option) : null;
            if (asked != null && action == null) {
                action = asked;
                chain = words.hasValue() || asked.needsChain() ? words.value(option) : null;
                boolean numbered = asked.takesNumber() && words.hasNext() && isNumber(words.peek());
                number = numbered ? Names.number(words.next()) : 0;
                if (numbered && number == 0) {
                    throw new Refusal("number.from-one");
                }
                policy = asked == Action.POLICY ? policy(words.value(option)) : null;
            } else if (option.equals("-t") || option.equals("--table")) {
                table = table(words.value(option));
            } else if (option.equals("-w")
                    || option.equals("--wait")
                    || option.equals("-W")
                    || option.equals("--wait-interval")) {
                if (words.hasNext() && isNumber(words.peek())) {
                    words.next();
                }
            } else if (!option.equals("-v")
                    && !option.equals("--verbose")
                    && !option.equals("-n")
                    && !option.equals("--numeric")) {
                spec.add(option);
                takeValue(option, words, spec);
            }
        }
        if (action == null) {
            throw new Refusal("command.none");
        }
        return new Command(action, v6, table, chain, number, policy, spec);
    }

    /// So that the value of an option of the rule is not taken for an option of the command.
    private static void takeValue(String option, Words words, List<String> spec) {
        if (option.startsWith("-")
                && words.hasNext()
                && (option.equals("--comment") || option.equals("--log-prefix"))) {
            spec.add(words.next());
        }
    }

    /// Whether the line is for `ip6tables`: the command says so; without one, an IPv6 address does.
    private static boolean family(Words words) {
        boolean named = false;
        while (words.hasNext() && List.of("sudo", "iptables", "ip6tables").contains(words.peek())) {
            String command = words.next();
            if (command.equals("ip6tables")) {
                return true;
            }
            named |= command.equals("iptables");
        }
        return !named && words.rest().stream().anyMatch(Command::isIpv6);
    }

    /// `fd00::1`, `fd00::/8,fd01::/16`, `[fd00::1]:80`, `fd00::1-fd00::9`.
    private static boolean isIpv6(String word) {
        String first = word.startsWith("[") ? word.substring(1).split("]", 2)[0] : word.split("[,-]", 2)[0];
        return Cidr.tryParse(first).filter(Cidr::v6).isPresent();
    }

    private static boolean isNumber(String word) {
        return Names.number(word) < Integer.MAX_VALUE;
    }

    static Table table(String name) throws Refusal {
        for (Table table : Table.values()) {
            if (table.lower().equals(name)) {
                return table;
            }
        }
        throw new Refusal("table.none", name);
    }

    static Policy policy(String name) throws Refusal {
        for (Policy policy : Policy.values()) {
            if (policy.name().equals(name.toUpperCase(Locale.ROOT))) {
                return policy;
            }
        }
        throw new Refusal("policy.none", name);
    }

    static boolean isBuiltIn(Table table, String chain) {
        return Arrays.stream(Hook.values()).anyMatch(hook -> hook.name().equals(chain) && table.standsAt(hook));
    }

    static void check(RuleReader reader, Table table, String chain) throws Refusal {
        if (isBuiltIn(table, chain)) {
            reader.checkHook(Hook.valueOf(chain));
        }
    }

    Ruleset run(Ruleset ruleset, @Nullable Origin origin) throws Refusal {
        if (!spec.isEmpty() && !action.takesRule()) {
            throw new Refusal("word.out-of-place", spec.getFirst());
        }
        Chains chains = ruleset.chains(v6, table);
        Chains changed = switch (action) {
            case APPEND, INSERT, DELETE, REPLACE, CHECK -> chains.with(edited(chains, origin));
            case NEW -> created(chains);
            case REMOVE -> removed(chains);
            case FLUSH ->
                chain == null ? chains.flushed() : chains.with(existing(chains).withRules(List.of()));
            case POLICY -> chains.with(withPolicy(existing(chains)));
            case ZERO, LIST, SHOW -> {
                if (chain != null) {
                    existing(chains);
                }
                yield chains;
            }
        };
        return changed == chains ? ruleset : ruleset.with(v6, table, changed);
    }

    private Chain existing(Chains chains) throws Refusal {
        Chain found = chain == null ? null : chains.get(chain);
        if (found == null) {
            throw new Refusal("chain.none", String.valueOf(chain), table.lower());
        }
        return found;
    }

    private Chain edited(Chains chains, @Nullable Origin origin) throws Refusal {
        Chain target = existing(chains);
        var rules = new ArrayList<>(target.rules());
        if (action == Action.DELETE && number > 0) {
            place(rules.size());
            rules.remove(number - 1);
            return target.withRules(rules);
        }
        List<Rule> read = rules(chains, target.name(), origin);
        switch (action) {
            case APPEND -> rules.addAll(read);
            case INSERT -> {
                place(rules.size() + 1);
                rules.addAll(Math.max(number, 1) - 1, read);
            }
            case REPLACE -> {
                place(rules.size());
                rules.set(Math.max(number, 1) - 1, read.getFirst());
            }
            default -> {
                for (Rule rule : read) {
                    int at = find(rules, rule);
                    if (action == Action.DELETE) {
                        rules.remove(at);
                    }
                }
            }
        }
        return target.withRules(rules);
    }

    private void place(int last) throws Refusal {
        if (number > last || number == 0 && action == Action.REPLACE) {
            throw new Refusal("rule.number.none", number, String.valueOf(chain));
        }
    }

    private int find(List<Rule> rules, Rule wanted) throws Refusal {
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (rule.matches().equals(wanted.matches()) && Objects.equals(rule.target(), wanted.target())) {
                return i;
            }
        }
        throw new Refusal("rule.none", String.valueOf(chain));
    }

    private List<Rule> rules(Chains chains, String name, @Nullable Origin origin) throws Refusal {
        var reader = new RuleReader(table, v6, target -> !isBuiltIn(table, target) && chains.containsKey(target));
        Words words = Words.of(spec);
        while (words.hasNext()) {
            reader.option(words);
        }
        check(reader, table, name);
        List<Rule> rules = reader.rules(origin);
        if (rules.size() > 1 && action == Action.REPLACE) {
            throw new Refusal("replace.several");
        }
        if (action != Action.DELETE && action != Action.CHECK) {
            Jumps.check(chains.own(), name, rules);
        }
        return rules;
    }

    private Chains created(Chains chains) throws Refusal {
        String name = chain == null ? "" : chain;
        if (chains.containsKey(name)) {
            throw new Refusal("chain.exists", name);
        }
        if (name.length() > LONGEST_NAME
                || name.isEmpty()
                || name.startsWith("-")
                || name.startsWith("!")
                || TargetReader.isName(name)) {
            throw new Refusal("chain.name", name);
        }
        return chains.with(new Chain(name, null, List.of()));
    }

    private Chains removed(Chains chains) throws Refusal {
        Chains left = chains;
        for (String name : chain == null
                ? List.copyOf(chains.own().keySet())
                : List.of(existing(chains).name())) {
            if (chain == null && isBuiltIn(table, name)) {
                continue;
            }
            Chain found = chains.own().get(name);
            boolean used = chains.own().values().stream()
                    .flatMap(c -> c.rules().stream())
                    .anyMatch(r -> name.equals(Jumps.destination(r)));
            if (found == null || found.policy() != null || !found.rules().isEmpty() || used) {
                throw new Refusal("chain.in-use", name);
            }
            left = left.without(name);
        }
        return left;
    }

    private Chain withPolicy(Chain built) throws Refusal {
        if (built.policy() == null) {
            throw new Refusal("policy.built-in-only", built.name());
        }
        if (table == Table.NAT && policy == Policy.DROP) {
            throw new Refusal("policy.nat");
        }
        return built.withPolicy(Objects.requireNonNull(policy, "-P names one"));
    }
}
