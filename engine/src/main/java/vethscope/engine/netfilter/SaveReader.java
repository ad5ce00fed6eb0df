package vethscope.engine.netfilter;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Ruleset.Chain;
import vethscope.engine.netfilter.Ruleset.Policy;

/// Reads iptables-save text, table by table.
final class SaveReader {

    private final boolean v6;
    private final Map<Table, Map<String, Draft>> tables = new EnumMap<>(Table.class);
    private @Nullable Table table;

    private SaveReader(boolean v6) {
        this.v6 = v6;
    }

    private record Draft(@Nullable Policy policy, List<Rule> rules) {}

    static Applied read(String save, boolean v6) {
        var reader = new SaveReader(v6);
        for (String line : save.lines().map(String::strip).toList()) {
            try {
                reader.line(line);
            } catch (Refusal refusal) {
                return refusal.of(line);
            }
        }
        return new Applied.Done(reader.ruleset());
    }

    private void line(String line) throws Refusal {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        if (line.startsWith("*")) {
            Table opened = Command.table(line.substring(1));
            table = opened;
            tables.put(opened, new LinkedHashMap<>());
        } else if (table == null) {
            throw new Refusal("save.outside");
        } else if (line.equals("COMMIT")) {
            table = null;
        } else if (line.startsWith(":")) {
            chain(table, Words.of(line.substring(1)));
        } else {
            rule(table, line);
        }
    }

    private Map<String, Draft> chains(Table table) {
        return tables.computeIfAbsent(table, k -> new LinkedHashMap<>());
    }

    private void chain(Table table, Words words) throws Refusal {
        String name = words.value(":");
        String policy = words.value(":" + name);
        boolean builtIn = Command.isBuiltIn(table, name);
        if (builtIn == policy.equals("-")) {
            throw new Refusal(builtIn ? "save.policy" : "save.built-in", name, table.lower());
        }
        chains(table).put(name, new Draft(builtIn ? Command.policy(policy) : null, new ArrayList<>()));
    }

    private void rule(Table table, String line) throws Refusal {
        Words words = Words.of(line);
        if (words.peek().startsWith("[")) {
            words.next();
        }
        String option = words.next();
        if (!option.equals("-A") && !option.equals("--append")) {
            throw new Refusal("save.rule");
        }
        String name = words.value(option);
        Draft chain = chains(table).get(name);
        if (chain == null) {
            throw new Refusal("chain.none", name, table.lower());
        }
        var reader = new RuleReader(
                table, v6, target -> chains(table).containsKey(target) && !Command.isBuiltIn(table, target));
        while (words.hasNext()) {
            reader.option(words);
        }
        Command.check(reader, table, name);
        chain.rules.addAll(reader.rules(null));
    }

    private Ruleset ruleset() {
        var all = new EnumMap<Table, Map<String, Chain>>(Table.class);
        tables.forEach((table, drafts) -> {
            var chains = new LinkedHashMap<String, Chain>();
            drafts.forEach((name, draft) -> chains.put(name, new Chain(name, draft.policy, draft.rules)));
            all.put(table, chains);
        });
        return v6 ? new Ruleset(Map.of(), all) : new Ruleset(all);
    }
}
