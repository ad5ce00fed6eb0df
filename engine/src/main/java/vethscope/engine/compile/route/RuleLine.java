package vethscope.engine.compile.route;

import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.site.Line;
import vethscope.engine.network.FlowSelector;
import vethscope.engine.network.Route;
import vethscope.engine.network.RouteRule;
import vethscope.engine.packet.Family;
import vethscope.model.address.Cidr;

/// A line for `ip rule add` (ip-rule(8)). It is about IPv4 unless it begins with `-6` or names an IPv6 prefix.
final class RuleLine {

    private static final long LARGEST_PORT = 65_535;
    private static final int LEGACY_TOS = 0x1c;

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
    private int tos;
    private int protocol;
    private FlowSelector.@Nullable Range sources;
    private FlowSelector.@Nullable Range destinations;
    private FlowSelector.@Nullable Range users;
    private int target = RouteRule.NOWHERE;
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
        // net/core/fib_rules.c: there is no going back
        if (rule.target >= 0 && rule.target <= at) {
            throw new Line.Unreadable("goto");
        }
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
                rule.family,
                rule.flow(),
                rule.target);
    }

    private @Nullable FlowSelector flow() {
        boolean any = tos == 0 && protocol == 0 && sources == null && destinations == null && users == null;
        return any ? null : new FlowSelector(tos, protocol, sources, destinations, users);
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
            case "tos", "dsfield" -> tos = tos(line);
            case "ipproto" -> protocol = protocol(line.next());
            case "sport" -> sources = range(line.next(), LARGEST_PORT, true);
            case "dport" -> destinations = range(line.next(), LARGEST_PORT, true);
            case "uidrange" -> users = range(line.next(), 0xffff_fffeL, false);
            case "goto" -> target = (int) line.number(Integer.MAX_VALUE);
            case "nop" -> target = RouteRule.NOP;
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

    /// fib4_rule_configure takes the three bits that look-ups compare.
    private static int tos(Line line) throws Line.Unreadable {
        String word = line.peek();
        int tos = (int) Line.of(word).number(255);
        if ((tos & ~LEGACY_TOS) != 0) {
            throw new Line.Unreadable(word);
        }
        line.next();
        return tos;
    }

    private static int protocol(String word) throws Line.Unreadable {
        return switch (word) {
            case "icmp" -> 1;
            case "tcp" -> 6;
            case "udp" -> 17;
            case "ipv6-icmp" -> 58;
            case "sctp" -> 132;
            default -> (int) Line.of(word).number(255);
        };
    }

    /// @param single one number is a range too
    private static FlowSelector.Range range(String word, long most, boolean single) throws Line.Unreadable {
        String[] ends = word.split("-", 2);
        if (ends.length == 1 && !single) {
            throw new Line.Unreadable(word);
        }
        long first = Line.of(ends[0]).number(most);
        long last = ends.length == 1 ? first : Line.of(ends[1]).number(most);
        if (last < first || single && first == 0) {
            throw new Line.Unreadable(word);
        }
        return new FlowSelector.Range(first, last);
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
