package vethscope.engine.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.engine.origin.Origin;
import vethscope.engine.packet.Family;
import vethscope.engine.packet.Packet;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// Routing tables and the rules that choose among them (`ip route`, `ip rule`). Look-up is longest prefix first, then
/// smallest metric, then first added.
public final class Fib {

    /// The kernel's own three rules.
    public static final List<RouteRule> STANDARD_RULES = List.of(
            new RouteRule(0, null, null, null, null, 0, 0, Route.LOCAL),
            new RouteRule(32766, null, null, null, null, 0, 0, Route.MAIN),
            new RouteRule(
                    32767, null, null, null, null, 0, 0, Route.DEFAULT, false, Route.Type.UNICAST, -1, Family.V4));

    public static final Fib EMPTY = new Fib(Map.of(), STANDARD_RULES);

    private final Map<Integer, List<Route>> tables;
    private final List<RouteRule> rules;
    private @Nullable Lookups lookups;

    /// What look-ups need beside the rules.
    private static final class Lookups {
        private final Prefixes prefixes;

        /// The place of each rule's table among those of the prefixes, and of the local table; -1: there is none.
        private final int[] byRule;

        private final int local;

        /// Whether a rule asks for a mark.
        private final boolean marked;

        Lookups(Map<Integer, List<Route>> tables, List<RouteRule> rules) {
            var order = new ArrayList<>(tables.keySet());
            prefixes = new Prefixes(new ArrayList<>(tables.values()));
            byRule =
                    rules.stream().mapToInt(rule -> order.indexOf(rule.table())).toArray();
            local = order.indexOf(Route.LOCAL);
            marked = rules.stream().anyMatch(rule -> rule.mask() != 0);
        }
    }

    /// @param tables routes by table number, in the order they were added; the lists must not change any more
    /// @param rules all rules, the kernel's own included
    public Fib(Map<Integer, List<Route>> tables, List<RouteRule> rules) {
        var copy = new LinkedHashMap<Integer, List<Route>>();
        tables.forEach((table, routes) -> copy.put(table, Collections.unmodifiableList(routes)));
        this.tables = Collections.unmodifiableMap(copy);
        this.rules = rules.equals(STANDARD_RULES)
                ? STANDARD_RULES
                : rules.stream()
                        .sorted(Comparator.comparingInt(RouteRule::priority))
                        .toList();
    }

    /// Made when the first packet asks: most machines of a large drawing never see one. Two threads may both make it,
    /// to the same effect.
    private Lookups lookups() {
        Lookups ready = lookups;
        if (ready == null) {
            ready = new Lookups(tables, rules);
            lookups = ready;
        }
        return ready;
    }

    public Map<Integer, List<Route>> tables() {
        return tables;
    }

    public List<RouteRule> rules() {
        return rules;
    }

    /// Whether a packet's mark may choose its way.
    public boolean asksForMarks() {
        return lookups().marked;
    }

    /// What the look-up is about; null or 0 where nothing is known yet.
    ///
    /// @param packet for which the way is looked up, or to whose sender
    public record Query(
            Ip destination,
            @Nullable Ip source,
            @Nullable String iif,
            @Nullable String oif,
            int mark,
            @Nullable Packet packet) {

        /// About no packet in particular.
        public Query(Ip destination, @Nullable Ip source, @Nullable String iif, @Nullable String oif, int mark) {
            this(destination, source, iif, oif, mark, null);
        }

        public static Query to(Ip destination) {
            return new Query(destination, null, null, null, 0);
        }
    }

    /// The route that the kernel would take; empty: no route at all.
    public Optional<Route> lookup(Query query) {
        Lookups ready = lookups();
        if (rules == STANDARD_RULES) {
            return Optional.ofNullable(plain(ready, query.destination(), query.oif()));
        }
        for (int i = 0; i < ready.byRule.length; i = next(i, query)) {
            Route found = lookup(ready, i, query);
            if (found != null) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    /// The kernel's own rules ask nothing of a packet but, the last, its family.
    private @Nullable Route plain(Lookups ready, Ip destination, @Nullable String oif) {
        int concerned = destination.v6() ? ready.byRule.length - 1 : ready.byRule.length;
        for (int i = 0; i < concerned; i++) {
            int table = ready.byRule[i];
            Route found = table < 0 ? null : ready.prefixes.lookup(table, destination, oif);
            if (found != null && found.type() != Route.Type.THROW) {
                return found;
            }
        }
        return null;
    }

    /// The rule after one that found nothing: further down after a `goto` that leads somewhere
    /// (net/core/fib_rules.c fib_rules_lookup).
    private int next(int i, Query query) {
        RouteRule rule = rules.get(i);
        if (rule.target() >= 0 && matches(rule, query) != rule.not()) {
            for (int j = i + 1; j < rules.size(); j++) {
                if (rules.get(j).priority() == rule.target()) {
                    return j;
                }
            }
        }
        return i + 1;
    }

    /// The rule by which a look-up found its route; empty where it is one of the kernel's own, or there is no
    /// route.
    public Optional<RouteRule> policy(Query query) {
        if (rules.size() == STANDARD_RULES.size()) {
            return Optional.empty();
        }
        Lookups ready = lookups();
        for (int i = 0; i < ready.byRule.length; i = next(i, query)) {
            if (lookup(ready, i, query) != null) {
                return STANDARD_RULES.contains(rules.get(i)) ? Optional.empty() : Optional.of(rules.get(i));
            }
        }
        return Optional.empty();
    }

    /// What one rule finds; null: it does not match, or its table has nothing.
    private @Nullable Route lookup(Lookups ready, int number, Query query) {
        RouteRule rule = rules.get(number);
        int table = ready.byRule[number];
        boolean decides = rule.action() != Route.Type.UNICAST;
        boolean concerned = rule.family() == null || rule.family() == Family.of(query.destination());
        boolean looks = rule.target() == RouteRule.NOWHERE;
        if (!concerned || !looks || !decides && table < 0 || matches(rule, query) == rule.not()) {
            return null;
        }
        Route found = decides ? answer(rule, query) : ready.prefixes.lookup(table, query.destination(), query.oif());
        return found != null
                        && found.type() != Route.Type.THROW
                        && found.destination().prefix() > rule.suppress()
                ? found
                : null;
    }

    /// Whether the local table holds the address as this machine's own.
    public boolean isLocal(Ip ip) {
        Lookups ready = lookups();
        Route found = ready.local < 0 ? null : ready.prefixes.lookup(ready.local, ip, null);
        return found != null && found.type() == Route.Type.LOCAL;
    }

    /// A rule that answers itself: `ip rule add … prohibit`.
    private static Route answer(RouteRule rule, Query query) {
        Ip any = query.destination().v6() ? Ip.ANY6 : Ip.ANY;
        return new Route(rule.action(), new Cidr(any, 0), null, null, null, 0, false, Origin.IP_RULE);
    }

    /// Whether the way of an answer is looked up.
    private static boolean isBack(Query query) {
        return query.packet() != null
                && !query.destination().equals(query.packet().destination());
    }

    /// What the machine itself sends counts as received on `lo` (net/ipv4/route.c ip_route_output_key_hash).
    private static boolean matches(RouteRule rule, Query query) {
        return (rule.from() == null || query.source() != null && rule.from().contains(query.source()))
                && (rule.to() == null || rule.to().contains(query.destination()))
                && (rule.iif() == null || rule.iif().equals(query.iif() == null ? "lo" : query.iif()))
                && (rule.oif() == null || rule.oif().equals(query.oif()))
                && (query.mark() & rule.mask()) == rule.mark()
                && (rule.flow() == null || rule.flow().matches(query.packet(), isBack(query)));
    }
}
