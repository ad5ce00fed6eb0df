package vethscope.engine.trace;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.RuleCheck;
import vethscope.engine.network.Change;
import vethscope.engine.packet.Frame;
import vethscope.model.Id;

/// One thing that happened to a packet and why.
///
/// @param n number in the trace, from 1
/// @param where the element it happened at; `netns` the element that owns the namespace
/// @param iface the device of a wire event, or the one the stage ran for; null where there is none
/// @param stage `receive` and `transmit` are the wire events; others such as `nat PREROUTING`, `route`, `bridge`,
///     `deliver`, `drop`
/// @param frame the packet as it was then; null where there is none
/// @param entry what decided: a rule, a route, a line of a table; null if nothing did. See [#rule] and [#origin]
/// @param checks every rule looked at in this step, in order; an unmodifiable list that words its entries when asked
/// @param flood a copy of a unicast frame sent to a port whose NIC ignores it
/// @param dropped set where the frame ends here for a reason of the NIC: `not-for-this-mac`
/// @param work what was at work. See [#behaviour]
/// @param micros simulated time since the probe was sent
public record Step(
        int n,
        Leg leg,
        Id where,
        Id netns,
        @Nullable String iface,
        String stage,
        Sentence text,
        @Nullable Frame frame,
        @Nullable Entry entry,
        @Nullable Rewrite rewrite,
        List<Change> changes,
        List<RuleCheck> checks,
        boolean flood,
        @Nullable String dropped,
        Later<Behaviour> work,
        long micros) {

    public static final String RECEIVE = "receive";
    public static final String TRANSMIT = "transmit";

    public Step {
        changes = List.copyOf(changes);
    }

    /// The entry that decided, as iptables, ip route or the table would print it; null if none.
    public @Nullable String rule() {
        return entry == null ? null : entry.toString();
    }

    /// Where that entry comes from: the Service, the policy, the author of the route; null if nothing decided.
    public @Nullable Sentence origin() {
        return entry == null ? null : entry.origin();
    }

    /// What was at work, which says how sure the step is.
    public Behaviour behaviour() {
        return work.get();
    }

    /// How sure the step is.
    public Basis basis() {
        return behaviour().basis();
    }

    /// The same as another step of a trace.
    public Step numbered(int number) {
        return new Step(
                number, leg, where, netns, iface, stage, text, frame, entry, rewrite, changes, checks, flood, dropped,
                work, micros);
    }

    public boolean isWire() {
        return stage.equals(RECEIVE) || stage.equals(TRANSMIT);
    }

    /// An address or header field before and after, put into text when somebody reads it.
    public static final class Rewrite {
        private final String field;
        private final Object before;
        private final Object after;

        /// @param field `src`, `dst`, `ttl`, `smac` or `dmac`
        /// @param before and after: values that never change
        public Rewrite(String field, Object before, Object after) {
            this.field = field;
            this.before = before;
            this.after = after;
        }

        public String field() {
            return field;
        }

        public String from() {
            return before.toString();
        }

        public String to() {
            return after.toString();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Rewrite r
                    && field.equals(r.field)
                    && from().equals(r.from())
                    && to().equals(r.to());
        }

        @Override
        public int hashCode() {
            return Objects.hash(field, from(), to());
        }

        @Override
        public String toString() {
            return field + ": " + from() + " → " + to();
        }
    }

    /// How sure we are: a recording covers it, it is modelled after documentation, or it is assumed.
    public enum Basis {
        KERNEL,
        MODELLED,
        ASSUMED
    }
}
