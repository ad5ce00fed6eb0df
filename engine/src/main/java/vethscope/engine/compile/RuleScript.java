package vethscope.engine.compile;

import java.util.List;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.engine.netfilter.Applied;
import vethscope.engine.netfilter.IptablesText;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.netfilter.Unsimulated;
import vethscope.model.Id;

/// Lines of `iptables`, run one after the other.
final class RuleScript {

    private RuleScript() {}

    /// @param space whose rules they are; a line that iptables would refuse is a finding there and is left out
    static Ruleset run(Ruleset rules, Id space, List<String> lines, String origin, Notes notes) {
        Ruleset now = rules;
        for (String line : lines) {
            switch (IptablesText.apply(now, line, origin)) {
                case Applied.Done(Ruleset next) -> {
                    now = next;
                    Unsimulated.in(line)
                            .ifPresent(
                                    what -> notes.add(Flaw.RULE_NOT_SIMULATED, space, "iptables", line, space, what));
                }
                case Applied.Malformed(String bad, String why) ->
                    notes.add(Flaw.MALFORMED_IPTABLES, space, "iptables", bad, space, why);
            }
        }
        return now;
    }
}
