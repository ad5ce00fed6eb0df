package vethscope.engine.compile.site;

import java.util.List;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.engine.netfilter.Applied;
import vethscope.engine.netfilter.IptablesText;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.netfilter.Unsimulated;
import vethscope.engine.origin.Origin;
import vethscope.engine.trace.Sentence;
import vethscope.model.Id;

/// Lines of `iptables`, run one after the other.
public final class RuleScript {

    private static final Sentence.Bundle REFUSALS = new Sentence.Bundle(Applied.MESSAGES);

    private RuleScript() {}

    /// @param space whose rules they are; a line that iptables would refuse is a finding there and is left out
    public static Ruleset run(Ruleset rules, Id space, List<String> lines, Origin origin, Notes notes) {
        Ruleset now = rules;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            switch (IptablesText.apply(now, line, origin.line(i + 1))) {
                case Applied.Done(Ruleset next) -> {
                    now = next;
                    Unsimulated.in(line, now.sets().keySet())
                            .ifPresent(
                                    what -> notes.add(Flaw.RULE_NOT_SIMULATED, space, "iptables", line, space, what));
                }
                case Applied.Malformed(String bad, String key, List<String> arguments) -> {
                    var why = Sentence.of(REFUSALS, key, arguments.toArray());
                    notes.add(Flaw.MALFORMED_IPTABLES, space, "iptables", bad, space, why);
                }
            }
        }
        return now;
    }
}
