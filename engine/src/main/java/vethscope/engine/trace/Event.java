package vethscope.engine.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.RuleCheck;
import vethscope.engine.network.Change;
import vethscope.engine.packet.Frame;

/// What happened to a packet and why: a [Step] without its number, place and time. It never changes; what it says may
/// be put into words when somebody asks.
public interface Event {

    /// `receive` and `transmit` are seen on the wire; others such as `nat PREROUTING`, `route`, `bridge`, `deliver`,
    /// `drop`.
    String stage();

    /// The device of a wire event, or the one the stage ran for; null where there is none.
    @Nullable
    String iface();

    Sentence text();

    /// The packet as it was then; null where there is none.
    @Nullable
    Frame frame();

    /// What decided: a rule, a route, a line of a table; null if nothing did.
    default @Nullable Entry entry() {
        return null;
    }

    default Step.@Nullable Rewrite rewrite() {
        return null;
    }

    /// Of tables; an unmodifiable list.
    default List<Change> changes() {
        return List.of();
    }

    /// Every rule looked at, in order; an unmodifiable list that words its entries when asked.
    default List<RuleCheck> checks() {
        return List.of();
    }

    /// A copy of a unicast frame sent to a port whose NIC ignores it.
    default boolean flood() {
        return false;
    }

    /// Set where the frame ends here for a reason of the NIC: `not-for-this-mac`.
    default @Nullable String dropped() {
        return null;
    }
}
