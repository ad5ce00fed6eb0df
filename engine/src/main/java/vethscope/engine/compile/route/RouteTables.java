package vethscope.engine.compile.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.site.Devices;
import vethscope.engine.compile.site.Line;
import vethscope.engine.compile.site.Views;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.engine.network.Fib;
import vethscope.engine.network.Route;
import vethscope.engine.network.RouteRule;
import vethscope.engine.origin.Origin;
import vethscope.engine.packet.Family;
import vethscope.model.Id;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// The routing tables of one namespace while they are being filled, with the checks that the kernel makes when a route
/// is added (net/ipv4/fib_semantics.c).
public final class RouteTables {

    private record Key(int table, Cidr destination, int metric) {}

    private final Id space;
    private final Devices devices;
    private final Map<Integer, List<Route>> tables = new LinkedHashMap<>();
    private final List<RouteRule> rules = new ArrayList<>(Fib.STANDARD_RULES);
    private final Set<Key> taken = new HashSet<>();
    private List<Route> shared = List.of();
    private List<Route> sharedLocal = List.of();
    private final List<Set<Cidr>> sharedDestinations = new ArrayList<>();
    /// Routes to what is on a link or on this machine, by prefix: where a gateway may be.
    private final Map<Cidr, List<Route>> onLink = new HashMap<>();

    public RouteTables(Id space, Devices devices) {
        this.space = space;
        this.devices = devices;
        tables.put(Route.LOCAL, new ArrayList<>());
        tables.put(Route.MAIN, new ArrayList<>());
    }

    /// The tables as they stand.
    public Fib fib() {
        tables.computeIfPresent(Route.MAIN, (k, own) -> Views.joined(own, shared));
        tables.computeIfPresent(Route.LOCAL, (k, own) -> Views.joined(own, sharedLocal));
        return new Fib(tables, rules);
    }

    /// Adds routes to the main table that other machines have as well.
    ///
    /// @param destinations of the routes, and perhaps a few more
    public void share(List<Route> routes, Set<Cidr> destinations) {
        shared = Views.joined(shared, routes);
        sharedDestinations.add(destinations);
    }

    /// Adds routes to the local table that other machines have as well.
    public void shareLocal(List<Route> routes) {
        sharedLocal = routes;
    }

    /// Adds a route that its author knows to be right.
    public void add(int table, Route added) {
        Route route = settled(table, added);
        taken.add(new Key(table, route.destination(), route.metric()));
        tables.computeIfAbsent(table, k -> new ArrayList<>()).add(route);
        boolean near = route.via() == null && leadsSomewhere(route.type());
        if (near && (table == Route.MAIN || table == Route.LOCAL)) {
            onLink.computeIfAbsent(route.destination(), k -> new ArrayList<>()).add(route);
        }
    }

    /// A route without a metric gets its family's.
    private static Route settled(int table, Route route) {
        int metric = Family.of(route.destination().v6()).metric();
        return table == Route.LOCAL || route.metric() != 0 ? route : route.withMetric(metric);
    }

    /// Whether the main table has no route to exactly this prefix yet.
    public boolean isFree(Cidr destination) {
        int metric = Family.of(destination.v6()).metric();
        return !taken.contains(new Key(Route.MAIN, destination, metric));
    }

    /// Runs lines of `ip route add`; one that the kernel would refuse is a finding and is left out.
    public void run(List<String> lines, Origin author, Notes notes) {
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i);
            try {
                add(RouteLine.read(text), text, author.line(i + 1), notes);
            } catch (Line.Unreadable e) {
                notes.add(Flaw.MALFORMED_ROUTE, space, "routes", text, space, e.word);
            }
        }
    }

    /// Runs lines of `ip rule add`.
    public void runRules(List<String> lines, Notes notes) {
        for (String text : lines) {
            try {
                rules.add(RuleLine.read(text, RuleLine.freePriority(rules)));
            } catch (Line.Unreadable e) {
                notes.add(Flaw.MALFORMED_RULE, space, "rules", text, space, e.word);
            }
        }
    }

    /// Adds a rule that its author knows to be right.
    public void add(RouteRule rule) {
        rules.add(rule);
    }

    /// Moves the look-up of the machine's own addresses behind the rules with a smaller priority.
    public void lookUpLocalAt(int priority) {
        rules.removeIf(rule -> rule.table() == Route.LOCAL);
        rules.add(new RouteRule(priority, null, null, null, null, 0, 0, Route.LOCAL));
    }

    private Optional<Flaw> refusal(RouteLine line) {
        if (line.dev() != null && devices.find(space, line.dev()) == null) {
            return Optional.of(Flaw.ROUTE_DEVICE_UNKNOWN);
        }
        if (leadsSomewhere(line.type()) && line.dev() == null && (line.via() == null || line.onlink())) {
            return Optional.of(Flaw.ROUTE_DEVICE_UNKNOWN);
        }
        if (line.via() != null && !line.onlink() && gateway(line).isEmpty()) {
            return Optional.of(Flaw.INVALID_GATEWAY);
        }
        // IPv4 takes such a route and IPv6 refuses it (net/ipv6/route.c ip6_validate_gw)
        if (line.via() != null && line.via().v6() && isOwn(line.via())) {
            return Optional.of(Flaw.INVALID_GATEWAY);
        }
        if (line.src() != null && !isOwn(line.src())) {
            return Optional.of(Flaw.ROUTE_SOURCE_NOT_LOCAL);
        }
        int metric = line.metric() != 0 || line.table() == Route.LOCAL
                ? line.metric()
                : Family.of(line.destination().v6()).metric();
        boolean exists = taken.contains(new Key(line.table(), line.destination(), metric))
                || line.table() == Route.MAIN && line.metric() == 0 && isShared(line.destination());
        return exists ? Optional.of(Flaw.ROUTE_EXISTS) : Optional.empty();
    }

    private boolean isShared(Cidr destination) {
        return sharedDestinations.stream().anyMatch(some -> some.contains(destination))
                && shared.stream().anyMatch(r -> r.destination().equals(destination));
    }

    /// A gateway that the CNI sets, as `default via` would.
    public void addDefault(Ip via, Origin author, Notes notes) {
        Cidr all = new Cidr(Family.of(via).any(), 0);
        var line = new RouteLine(Route.Type.UNICAST, all, via, null, null, 0, Route.MAIN, false, 0);
        add(line, "default via " + via, author, notes);
    }

    private void add(RouteLine line, String text, Origin author, Notes notes) {
        Optional<Flaw> flaw = refusal(line);
        if (flaw.isPresent()) {
            notes.add(flaw.get(), space, "routes", text, space);
        } else {
            add(line.table(), resolved(line, author));
        }
    }

    private static boolean leadsSomewhere(Route.Type type) {
        return switch (type) {
            case UNICAST, LOCAL, BROADCAST -> true;
            case BLACKHOLE, UNREACHABLE, PROHIBIT, THROW -> false;
        };
    }

    private boolean isOwn(Ip ip) {
        return devices.of(space).stream().anyMatch(d -> d.addresses.stream().anyMatch(a -> a.ip().equals(ip)));
    }

    /// The longest route that reaches the gateway without a gateway of its own; through the named device if one is
    /// named.
    private Optional<Route> gateway(RouteLine line) {
        Ip via = java.util.Objects.requireNonNull(line.via());
        for (int length = via.bits(); length >= 0; length--) {
            for (Route route : onLink.getOrDefault(new Cidr(via, length).network(), List.of())) {
                if (line.dev() == null || line.dev().equals(route.dev())) {
                    return Optional.of(route).filter(r -> r.type() != Route.Type.BROADCAST);
                }
            }
        }
        return Optional.empty();
    }

    private Route resolved(RouteLine line, Origin author) {
        @Nullable String dev = line.dev();
        if (dev == null && line.via() != null) {
            dev = gateway(line).map(Route::dev).orElseThrow();
        }
        return new Route(
                line.type(),
                line.destination(),
                line.via(),
                dev,
                line.src(),
                line.metric(),
                line.onlink(),
                author,
                line.mtu());
    }
}
