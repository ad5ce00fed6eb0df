package vethscope.engine.network;

import org.jspecify.annotations.Nullable;
import vethscope.engine.packet.Family;
import vethscope.model.address.Cidr;

/// One line of `ip rule`: packets that match look in `table`. A null selector matches all; smaller priority first.
///
/// @param family whose packets it looks at; null: both families have this rule
/// @param iif the receiving device; `lo` is what the machine itself sends
/// @param mark value and mask of the packet mark; a zero mask matches all
/// @param not packets that do not match
/// @param action UNICAST: look in the table; otherwise the rule itself is the answer
/// @param suppress routes with prefixes up to this length do not count (`suppress_prefixlength`); -1: all count
public record RouteRule(
        int priority,
        @Nullable Cidr from,
        @Nullable Cidr to,
        @Nullable String iif,
        @Nullable String oif,
        int mark,
        int mask,
        int table,
        boolean not,
        Route.Type action,
        int suppress,
        @Nullable Family family) {

    /// A rule that sends what matches to a table: packets of both families, unless a prefix says which.
    public RouteRule(
            int priority,
            @Nullable Cidr from,
            @Nullable Cidr to,
            @Nullable String iif,
            @Nullable String oif,
            int mark,
            int mask,
            int table) {
        this(priority, from, to, iif, oif, mark, mask, table, false, Route.Type.UNICAST, -1, null);
    }
}
