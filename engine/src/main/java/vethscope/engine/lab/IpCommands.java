package vethscope.engine.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import vethscope.engine.lab.Text.Authored;
import vethscope.engine.network.Fib;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Route;
import vethscope.engine.network.RouteRule;
import vethscope.engine.origin.Origin;

/// What `ip route`, `ip rule`, `ip neigh` and `bridge fdb` are told on one machine, without the program's name: as in
/// the files of `ip -batch`.
final class IpCommands {

    private IpCommands() {}

    /// Routes in the order in which they can be added.
    static List<Authored> routes(Netns netns, boolean v6, Predicate<Route> wanted) {
        var lines = new ArrayList<Authored>();
        netns.fib()
                .tables()
                .forEach((table, routes) -> routes.stream()
                        .filter(r -> r.destination().v6() == v6 && !r.author().equals(Origin.KERNEL) && wanted.test(r))
                        .forEach(r -> lines.add(new Authored(r.author().toString(), "route add " + route(r, table)))));
        return lines;
    }

    /// The routes of the main table that the kernel makes itself.
    static List<String> kernelRoutes(Netns netns) {
        return netns.fib().tables().getOrDefault(Route.MAIN, List.of()).stream()
                .filter(r -> r.author().equals(Origin.KERNEL))
                .map(r -> route(r, Route.MAIN))
                .toList();
    }

    private static String route(Route route, int table) {
        // IPv6 knows no scope of a route; the rest reads as `ip route` prints it
        String text = route.destination().v6() ? route.toString().replace(" scope link", "") : route.toString();
        boolean toLocal = route.type() == Route.Type.LOCAL || route.type() == Route.Type.BROADCAST;
        return table == (toLocal ? Route.LOCAL : Route.MAIN) ? text : text + " table " + table(table);
    }

    /// Rules beside the kernel's own; those that say nothing of an address hold for both families.
    static List<String> rules(Netns netns, boolean v6) {
        List<RouteRule> rules = netns.fib().rules();
        var lines = new ArrayList<String>();
        rules.stream()
                .filter(r -> !Fib.STANDARD_RULES.contains(r) && isOf(r, v6))
                .forEach(r -> lines.add("rule add " + rule(r)));
        if (!lines.isEmpty() && !rules.contains(Fib.STANDARD_RULES.getFirst())) {
            lines.add("rule del pref " + Fib.STANDARD_RULES.getFirst().priority());
        }
        return lines;
    }

    private static boolean isOf(RouteRule rule, boolean v6) {
        return (rule.family() == null || rule.family().v6() == v6)
                && (rule.from() == null || rule.from().v6() == v6)
                && (rule.to() == null || rule.to().v6() == v6);
    }

    private static String rule(RouteRule rule) {
        var text = new StringBuilder("pref ").append(rule.priority()).append(rule.not() ? " not" : "");
        append(text, "from", rule.from() == null ? "all" : rule.from());
        append(text, "to", rule.to());
        append(text, "iif", rule.iif());
        append(text, "oif", rule.oif());
        if (rule.mask() != 0) {
            append(text, "fwmark", "0x" + Integer.toHexString(rule.mark()) + "/0x" + Integer.toHexString(rule.mask()));
        }
        text.append(rule.flow() == null ? "" : rule.flow());
        if (rule.target() != RouteRule.NOWHERE) {
            return text.append(rule.target() == RouteRule.NOP ? " nop" : " goto " + rule.target())
                    .toString();
        }
        if (rule.action() != Route.Type.UNICAST) {
            return text.append(' ')
                    .append(rule.action().name().toLowerCase(Locale.ROOT))
                    .toString();
        }
        append(text, "lookup", table(rule.table()));
        append(text, "suppress_prefixlength", rule.suppress() < 0 ? null : rule.suppress());
        return text.toString();
    }

    private static void append(StringBuilder text, String key, @org.jspecify.annotations.Nullable Object value) {
        if (value != null) {
            text.append(' ').append(key).append(' ').append(value);
        }
    }

    static String table(int table) {
        return switch (table) {
            case Route.LOCAL -> "local";
            case Route.MAIN -> "main";
            case Route.DEFAULT -> "default";
            default -> Integer.toString(table);
        };
    }

    static List<String> neighbours(Netns netns) {
        return netns.permanent().neighbours().stream()
                .map(n -> "neigh add " + n.ip() + " lladdr " + n.mac() + " dev " + n.dev() + " nud permanent")
                .toList();
    }

    /// For `bridge`, not for `ip`.
    static List<String> fdb(Netns netns) {
        return netns.permanent().fdb().stream()
                .map(f -> "fdb append " + f.mac() + " dev " + f.dev() + " dst " + f.remote() + " self permanent")
                .toList();
    }
}
