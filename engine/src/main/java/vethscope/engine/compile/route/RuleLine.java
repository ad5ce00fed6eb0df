package vethscope.engine.compile.route;

import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.site.Line;
import vethscope.engine.network.Route;
import vethscope.engine.network.RouteRule;
import vethscope.engine.packet.Family;
import vethscope.model.address.Cidr;

/// A line for `ip rule add` (ip-rule(8)). It is about IPv4 unless it begins with `-6` or names an IPv6 prefix.
final class RuleLine {

    private @Nullable Cidr from;
    private @Nullable Cidr to;
    private @Nullable String iif;
    private @Nullable String oif;
    private int mark;
    private int mask;
    private @Nullable Integer priority;
    private @Nullable Integer table;
    private boolean not;
    private Route.Type action = Route.Type.UNICAST;
    private int suppress = -1;
    private Family family = Family.V4;

    private RuleLine() {}

    /// @param free the priority of a rule that names none
    static RouteRule read(String text, int free) throws Line.Unreadable {
        Line line = Line.of(text, "ip", "-4", "-6", "rule", "add");
        var rule = new RuleLine();
        rule.family = Family.of(RouteLine.isFor6(text));
        while (line.hasNext()) {
            rule.option(line);
        }
        Cidr from = rule.from;
        Cidr to = rule.to;
        if (from != null && to != null && from.v6() != to.v6()) {
            throw new Line.Unreadable(to.toString());
        }
        int at = rule.priority == null ? free : rule.priority;
        // iproute2: a rule that names no table means main
        int nameless = rule.action == Route.Type.UNICAST ? Route.MAIN : 0;
        int table = rule.table == null ? nameless : rule.table;
        return new RouteRule(
                at,
                rule.from,
                rule.to,
                rule.iif,
                rule.oif,
                rule.mark,
                rule.mask,
                table,
                rule.not,
                rule.action,
                rule.suppress,
                rule.family);
    }

    private void option(Line line) throws Line.Unreadable {
        String word = line.next();
        switch (word) {
            case "from" -> from = prefix(line);
            case "to" -> to = prefix(line);
            case "iif", "dev" -> iif = line.next();
            case "oif" -> oif = line.next();
            case "fwmark" -> mark(line.next());
            case "pref", "priority", "order", "preference" -> priority = (int) line.number(Integer.MAX_VALUE);
            case "table", "lookup" -> table = RouteLine.table(line);
            case "not" -> not = true;
            case "unicast" -> action = Route.Type.UNICAST;
            case "blackhole" -> action = Route.Type.BLACKHOLE;
            case "unreachable" -> action = Route.Type.UNREACHABLE;
            case "prohibit" -> action = Route.Type.PROHIBIT;
            case "type" -> {
                if (!line.peek().equals("unicast")) {
                    option(line);
                } else {
                    line.next();
                }
            }
            case "suppress_prefixlength", "sup_pl" -> suppress = (int) line.number(128);
            case "proto", "protocol", "realms" -> line.next();
            default -> throw new Line.Unreadable(word);
        }
    }

    /// `all` matches everything, which is what no selector does.
    private @Nullable Cidr prefix(Line line) throws Line.Unreadable {
        String word = line.next();
        return switch (word) {
            case "all", "any", "default" -> null;
            default -> {
                Cidr prefix = Cidr.tryParse(word).map(Cidr::network).orElseThrow(() -> new Line.Unreadable(word));
                family = Family.of(prefix.v6());
                yield prefix;
            }
        };
    }

    private void mark(String word) throws Line.Unreadable {
        String[] parts = word.split("/", 2);
        mark = (int) Line.of(parts[0]).number(0xffff_ffffL);
        mask = parts.length == 1 ? 0xffff_ffff : (int) Line.of(parts[1]).number(0xffff_ffffL);
    }

    /// What the kernel gives a rule without a priority: one less than the second rule's
    /// (net/core/fib_rules.c, fib_default_rule_pref).
    static int freePriority(java.util.List<RouteRule> rules) {
        int second = rules.stream()
                .mapToInt(RouteRule::priority)
                .sorted()
                .skip(1)
                .findFirst()
                .orElse(0);
        return Math.max(0, second - 1);
    }
}
