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
/// @param micros simulated time since the probe was sent
public record Step(int n, Leg leg, Place place, Event event, long micros) {

    public static final String RECEIVE = "receive";
    public static final String TRANSMIT = "transmit";

    /// The element it happened at.
    public Id where() {
        return place.id();
    }

    /// The element that owns the namespace.
    public Id netns() {
        return place.id();
    }

    /// See [Event#iface].
    public @Nullable String iface() {
        return event.iface();
    }

    /// See [Event#stage].
    public String stage() {
        return event.stage();
    }

    public Sentence text() {
        return event.text();
    }

    /// See [Event#frame].
    public @Nullable Frame frame() {
        return event.frame();
    }

    /// What decided. See [#rule] and [#origin].
    public @Nullable Entry entry() {
        return event.entry();
    }

    public @Nullable Rewrite rewrite() {
        return event.rewrite();
    }

    public List<Change> changes() {
        return event.changes();
    }

    /// See [Event#checks].
    public List<RuleCheck> checks() {
        return event.checks();
    }

    /// See [Event#flood].
    public boolean flood() {
        return event.flood();
    }

    /// See [Event#dropped].
    public @Nullable String dropped() {
        return event.dropped();
    }

    /// The entry that decided, as iptables, ip route or the table would print it; null if none.
    public @Nullable String rule() {
        Entry entry = entry();
        return entry == null ? null : entry.toString();
    }

    /// Where that entry comes from: the Service, the policy, the author of the route; null if nothing decided.
    public @Nullable Sentence origin() {
        Entry entry = entry();
        return entry == null ? null : entry.origin();
    }

    /// What was at work, which says how sure the step is.
    public Behaviour behaviour() {
        return place.behaviour(this);
    }

    /// How sure the step is.
    public Basis basis() {
        return behaviour().basis();
    }

    /// The same as another step of a trace.
    public Step numbered(int number) {
        return new Step(number, leg, place, event, micros);
    }

    public boolean isWire() {
        return stage().equals(RECEIVE) || stage().equals(TRANSMIT);
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
