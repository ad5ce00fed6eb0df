package vethscope.engine.network;

import java.util.Locale;
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
/// @param flow what else it asks of a packet; null: nothing
/// @param target of `goto`: the priority of the rule to go on with; or [#NOWHERE], or [#NOP]
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
        @Nullable Family family,
        @Nullable FlowSelector flow,
        int target) {

    /// Beside the priority of the rule to go on with: a rule that looks in its table, and one that does nothing.
    public static final int NOWHERE = -1;

    public static final int NOP = -2;

    /// A rule that asks for nothing but addresses, devices and marks.
    public RouteRule(
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
        this(priority, from, to, iif, oif, mark, mask, table, not, action, suppress, family, null, NOWHERE);
    }

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

    /// As `ip rule` prints it: `1536: from 10.0.1.111 lookup 2`.
    @Override
    public String toString() {
        var text = new StringBuilder(priority + (not ? ": not" : ":"));
        text.append(" from ").append(from == null ? "all" : plain(from));
        text.append(to == null ? "" : " to " + plain(to));
        text.append(iif == null ? "" : " iif " + iif).append(oif == null ? "" : " oif " + oif);
        if (mask != 0) {
            text.append(" fwmark 0x").append(Integer.toHexString(mark));
            text.append(mask == -1 ? "" : "/0x" + Integer.toHexString(mask));
        }
        text.append(flow == null ? "" : flow);
        if (target != NOWHERE) {
            return text.append(target == NOP ? " nop" : " goto " + target).toString();
        }
        if (action != Route.Type.UNICAST) {
            return text.append(' ')
                    .append(action.name().toLowerCase(Locale.ROOT))
                    .toString();
        }
        text.append(" lookup ").append(table == Route.MAIN ? "main" : table);
        return suppress < 0
                ? text.toString()
                : text.append(" suppress_prefixlength ").append(suppress).toString();
    }

    private static String plain(Cidr cidr) {
        return cidr.prefix() == cidr.ip().bits() ? cidr.ip().toString() : cidr.toString();
    }
}
