package vethscope.engine.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import vethscope.engine.origin.Origin;
import vethscope.engine.packet.Family;
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
    private final Map<Integer, Index> indices = new ConcurrentHashMap<>();

    /// @param tables routes by table number, in the order they were added; the lists must not change any more
    /// @param rules all rules, the kernel's own included
    public Fib(Map<Integer, List<Route>> tables, List<RouteRule> rules) {
        var copy = new LinkedHashMap<Integer, List<Route>>();
        tables.forEach((table, routes) -> copy.put(table, Collections.unmodifiableList(routes)));
        this.tables = Collections.unmodifiableMap(copy);
        this.rules = rules.stream()
                .sorted(Comparator.comparingInt(RouteRule::priority))
                .toList();
    }

    /// The hash of a table, made when it is first looked up: most machines of a large drawing never see a packet.
    private @Nullable Index index(int table) {
        List<Route> routes = tables.get(table);
        if (routes == null) {
            return null;
        }
        Index ready = indices.get(table);
        return ready != null ? ready : indices.computeIfAbsent(table, _ -> new Index(routes));
    }

    public Map<Integer, List<Route>> tables() {
        return tables;
    }

    public List<RouteRule> rules() {
        return rules;
    }

    /// What the look-up is about; null or 0 where nothing is known yet.
    public record Query(
            Ip destination,
            @Nullable Ip source,
            @Nullable String iif,
            @Nullable String oif,
            int mark) {
        public static Query to(Ip destination) {
            return new Query(destination, null, null, null, 0);
        }
    }

    /// The route that the kernel would take; empty: no route at all.
    public Optional<Route> lookup(Query query) {
        for (RouteRule rule : rules) {
            Route found = lookup(rule, query);
            if (found != null) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    /// The rule by which a look-up found its route; empty where it is one of the kernel's own, or there is no
    /// route.
    public Optional<RouteRule> policy(Query query) {
        return rules.size() == STANDARD_RULES.size()
                ? Optional.empty()
                : rules.stream()
                        .filter(rule -> lookup(rule, query) != null)
                        .findFirst()
                        .filter(rule -> !STANDARD_RULES.contains(rule));
    }

    /// What one rule finds; null: it does not match, or its table has nothing.
    private @Nullable Route lookup(RouteRule rule, Query query) {
        boolean decides = rule.action() != Route.Type.UNICAST;
        Index index = decides ? null : index(rule.table());
        boolean concerned = rule.family() == null || rule.family() == Family.of(query.destination());
        if (!concerned || !decides && index == null || matches(rule, query) == rule.not()) {
            return null;
        }
        Route found = index == null ? answer(rule, query) : index.lookup(query.destination(), query.oif());
        return found != null
                        && found.type() != Route.Type.THROW
                        && found.destination().prefix() > rule.suppress()
                ? found
                : null;
    }

    /// Whether the local table holds the address as this machine's own.
    public boolean isLocal(Ip ip) {
        Index local = index(Route.LOCAL);
        Route found = local == null ? null : local.lookup(ip, null);
        return found != null && found.type() == Route.Type.LOCAL;
    }

    /// A rule that answers itself: `ip rule add … prohibit`.
    private static Route answer(RouteRule rule, Query query) {
        Ip any = query.destination().v6() ? Ip.ANY6 : Ip.ANY;
        return new Route(rule.action(), new Cidr(any, 0), null, null, null, 0, false, Origin.IP_RULE);
    }

    /// What the machine itself sends counts as received on `lo` (net/ipv4/route.c ip_route_output_key_hash).
    private static boolean matches(RouteRule rule, Query query) {
        return (rule.from() == null || query.source() != null && rule.from().contains(query.source()))
                && (rule.to() == null || rule.to().contains(query.destination()))
                && (rule.iif() == null || rule.iif().equals(query.iif() == null ? "lo" : query.iif()))
                && (rule.oif() == null || rule.oif().equals(query.oif()))
                && (query.mark() & rule.mask()) == rule.mark();
    }

    /// One table: routes hashed by prefix, prefix lengths tried from the longest.
    private static final class Index {
        private final Map<Cidr, List<Route>> byPrefix = new HashMap<>();
        private final int[] lengths4;
        private final int[] lengths6;

        Index(List<Route> routes) {
            for (Route route : routes) {
                byPrefix.computeIfAbsent(route.destination().network(), k -> new ArrayList<>())
                        .add(route);
            }
            byPrefix.values().forEach(list -> list.sort(Comparator.comparingInt(Route::metric)));
            lengths4 = lengths(routes, false);
            lengths6 = lengths(routes, true);
        }

        private static int[] lengths(List<Route> routes, boolean v6) {
            return routes.stream()
                    .filter(r -> r.destination().v6() == v6)
                    .mapToInt(r -> -r.destination().prefix())
                    .distinct()
                    .sorted()
                    .map(n -> -n)
                    .toArray();
        }

        @Nullable
        Route lookup(Ip ip, @Nullable String oif) {
            for (int length : ip.v6() ? lengths6 : lengths4) {
                List<Route> routes = byPrefix.get(new Cidr(ip, length).network());
                if (routes == null) {
                    continue;
                }
                for (Route route : routes) {
                    if (oif == null || oif.equals(route.dev())) {
                        return route;
                    }
                }
            }
            return null;
        }
    }
}
