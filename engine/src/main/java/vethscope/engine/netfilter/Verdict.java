package vethscope.engine.netfilter;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vethscope.engine.packet.Packet;
import vethscope.model.address.Ip;

/// What one table at one hook decided.
///
/// @param mark the packet mark afterwards; `connMark` the connection's
/// @param packet as targets left it
/// @param remembered what the walk writes into `recent` lists
/// @param counted what the counters of rules are afterwards, by rule and what it counts
/// @param checks every rule looked at, in order; the rules after the deciding one are not among them
/// @param hit where the decision fell; null if the walk met no rule that decided and the policy accepted
/// @param recalled a rule matched because a `recent` list held the source
/// @param chosen what chance preferred on the way to the decision; null where it had no choice
public record Verdict(
        Decision decision,
        int mark,
        int connMark,
        Packet packet,
        boolean noTrack,
        List<Remembered> remembered,
        Map<String, Long> counted,
        List<RuleCheck> checks,
        @Nullable Hit hit,
        @Nullable Chosen chosen,
        boolean recalled) {

    public Verdict {
        remembered = List.copyOf(remembered);
        counted = counted.isEmpty() ? Map.of() : Collections.unmodifiableMap(counted);
        checks = checks instanceof Checks ? checks : List.copyOf(checks);
    }

    /// The last rule that sent the walk away for good without an end of its own (`-g`): what settled the matter
    /// where no rule decided; null if there was none.
    public @Nullable Hit settled() {
        return hit == null && checks instanceof Checks noted ? noted.lastGoto() : null;
    }

    /// An address that a `recent` list now holds once more, or no longer.
    public record Remembered(String list, Ip address, boolean forgotten) {}

    /// The end of the walk.
    public sealed interface Decision {
        Decision ACCEPT = new Accept();

        record Accept() implements Decision {}

        record Drop() implements Decision {}

        record Reject(Target.Reject.With with) implements Decision {}

        /// Only the nat table: the address translation that the first packet sets up.
        record Translate(Target target) implements Decision {}
    }

    /// Alternative `which` of `of`, from 1.
    public record Chosen(int which, int of) {}

    /// Where a decision fell.
    ///
    /// @param number of the deciding rule, from 1; 0: the chain's policy
    public record Hit(Table table, Ruleset.Chain in, int number) {

        public String chain() {
            return in.name();
        }

        /// Null: the chain's policy decided.
        public @Nullable Rule rule() {
            return number == 0 ? null : in.rules().get(number - 1);
        }

        /// The rule in the words of the tool that shows it, or the policy.
        public String text(boolean v6) {
            return number == 0
                    ? in.name() + " policy " + in.policy()
                    : in.notation().entry(table, in, number - 1, v6);
        }
    }
}
