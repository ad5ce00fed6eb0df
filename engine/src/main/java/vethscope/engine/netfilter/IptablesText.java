package vethscope.engine.netfilter;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Ruleset.Chain;
import vethscope.engine.origin.Origin;

/// iptables as text: command lines are applied to a ruleset, and rulesets are read from and printed as
/// `iptables-save` does.
public final class IptablesText {

    private IptablesText() {}

    /// One command line, as typed after `iptables` (the word itself may stand first): `-t nat -A CHAIN …`, `-I`,
    /// `-D`, `-R`, `-N`, `-X`, `-F`, `-P`. The table is filter unless `-t` says another. The line is about the IPv6
    /// rules if it begins with `ip6tables`, or begins with neither command and names an IPv6 address. A line that
    /// begins with `ipset` makes a set or adds an entry, which rules ask with `-m set`.
    ///
    /// @param origin kept in the rules that the line adds, see [Rule#origin]
    public static Applied apply(Ruleset ruleset, String line, @Nullable Origin origin) {
        try {
            Optional<SetCommand> set = SetCommand.of(line);
            return new Applied.Done(
                    set.isPresent()
                            ? set.get().run(ruleset)
                            : Command.read(line).run(ruleset, origin));
        } catch (Refusal refusal) {
            return refusal.of(line);
        }
    }

    /// Reads the output of `iptables-save`.
    public static Applied parse(String save) {
        return SaveReader.read(save, false);
    }

    /// Reads the output of `ip6tables-save` into the IPv6 rules.
    public static Applied parse6(String save) {
        return SaveReader.read(save, true);
    }

    /// As `iptables-save` prints the IPv4 rules, without dates and counters.
    public static String print(Ruleset ruleset) {
        return print(ruleset, false);
    }

    /// As `ip6tables-save` prints the IPv6 rules.
    public static String print6(Ruleset ruleset) {
        return print(ruleset, true);
    }

    private static String print(Ruleset ruleset, boolean v6) {
        var text = new StringBuilder();
        ruleset.family(v6).forEach((table, chains) -> print(text, table, chains, v6));
        return text.toString();
    }

    private static void print(StringBuilder text, Table table, Map<String, Chain> chains, boolean v6) {
        text.append('*').append(table.lower()).append('\n');
        for (Chain chain : chains.values()) {
            String policy = chain.policy() == null ? "-" : chain.policy().name();
            text.append(':').append(chain.name()).append(' ').append(policy).append(" [0:0]\n");
        }
        for (Chain chain : chains.values()) {
            for (Rule rule : chain.rules()) {
                String words = RuleWriter.text(rule, v6);
                text.append("-A ")
                        .append(chain.name())
                        .append(words.isEmpty() ? "" : " ")
                        .append(words)
                        .append('\n');
            }
        }
        text.append("COMMIT\n");
    }

    /// The rule as `iptables-save` prints it after `-A CHAIN `.
    public static String ruleText(Rule rule) {
        return RuleWriter.text(rule, false);
    }

    /// The rule as `ip6tables-save` prints it after `-A CHAIN `.
    public static String ruleText6(Rule rule) {
        return RuleWriter.text(rule, true);
    }
}
