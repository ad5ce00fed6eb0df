package vethscope.engine.compile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.HttpMatch;
import vethscope.engine.network.HttpMatch.Hosts;
import vethscope.engine.network.HttpMatch.Paths;
import vethscope.engine.network.Proxy.Group;
import vethscope.engine.network.Proxy.Rule;
import vethscope.model.element.Gateway;
import vethscope.model.element.HttpRoute;

/// The HTTPRoutes of a gateway as the rules of a proxy, in the order of precedence of
/// gateway.networking.k8s.io/v1 (httproute_types.go). A request of this product is a GET without headers of its
/// own, so a match that wants a header or another method never fits.
final class RouteRules {

    private static final int ERROR = 500;

    private static final int FOUND = 302;

    private final Gateway gateway;
    private final Backends backends;
    private final List<Candidate> candidates = new ArrayList<>();

    /// A match with what decides its place.
    private record Candidate(HttpMatch match, boolean method, HttpRoute route, List<Group> groups) {}

    private static final Comparator<Candidate> PRECEDENCE = Comparator.comparingInt((Candidate c) ->
                    c.match.hosts() == Hosts.EXACT ? -c.match.host().length() : 0)
            .thenComparingInt(c -> -c.match.host().length())
            .thenComparing(c -> c.match.kind() != Paths.EXACT)
            .thenComparing(c -> c.match.kind() == Paths.REGEX)
            .thenComparingInt(c ->
                    c.match.paths().isEmpty() ? 0 : -c.match.paths().getFirst().length())
            .thenComparing(c -> !c.method)
            .thenComparingInt(c -> -c.match.query().size())
            .thenComparing(c -> c.route.namespace() + "/" + c.route.name());

    private RouteRules(Gateway gateway, Backends backends) {
        this.gateway = gateway;
        this.backends = backends;
    }

    /// @param port of the listener; empty rules where the gateway has none there
    static List<Rule> of(Gateway gateway, int port, Backends backends, Stream<HttpRoute> routes) {
        var rules = new RouteRules(gateway, backends);
        List<Listener> here =
                listeners(gateway).stream().filter(l -> l.port == port).toList();
        List<Listener> serving = here.isEmpty() ? listeners(gateway) : here;
        routes.forEach(route -> serving.forEach(listener -> rules.attach(route, listener)));
        return rules.candidates.stream()
                .sorted(PRECEDENCE)
                .map(c -> new Rule(c.route.id(), c.match, c.groups))
                .distinct()
                .toList();
    }

    /// The ports on which a gateway listens.
    static List<Integer> ports(Gateway gateway) {
        return listeners(gateway).stream().map(Listener::port).distinct().toList();
    }

    /// @param from the namespaces whose routes may attach: `Same`, `All` or anything else
    private record Listener(
            @Nullable String name, int port, @Nullable String hostname, String from) {}

    /// A gateway without listeners has one that takes everything on port 80.
    private static List<Listener> listeners(Gateway gateway) {
        List<Listener> drawn = Backends.list(gateway.spec().fields().get("listeners")).stream()
                .map(Backends::map)
                .map(l -> new Listener(
                        Backends.text(l.get("name")),
                        number(l.get("port"), 80),
                        Backends.text(l.get("hostname")),
                        from(l)))
                .toList();
        return drawn.isEmpty() ? List.of(new Listener(null, 80, null, "Same")) : drawn;
    }

    private static String from(Map<?, ?> listener) {
        Object from = Backends.map(Backends.map(listener.get("allowedRoutes")).get("namespaces"))
                .get("from");
        return from == null ? "Same" : from.toString();
    }

    private static int number(@Nullable Object scalar, int otherwise) {
        return scalar instanceof Number n ? n.intValue() : otherwise;
    }

    private void attach(HttpRoute route, Listener listener) {
        boolean allowed = listener.from.equals("All") || route.namespace().equals(gateway.namespace());
        if (!allowed || parents(route).noneMatch(ref -> names(ref, route, listener))) {
            return;
        }
        for (String host : hosts(route, listener)) {
            for (Object rule : Backends.list(route.spec().fields().get("rules"))) {
                add(route, host, Backends.map(rule));
            }
        }
    }

    private static Stream<Map<?, ?>> parents(HttpRoute route) {
        return Backends.list(route.spec().fields().get("parentRefs")).stream().map(Backends::map);
    }

    private boolean names(Map<?, ?> ref, HttpRoute route, Listener listener) {
        String namespace = Backends.text(ref.get("namespace"));
        String section = Backends.text(ref.get("sectionName"));
        return gateway.name().equals(Backends.text(ref.get("name")))
                && gateway.namespace().equals(namespace == null ? route.namespace() : namespace)
                && (section == null || section.equals(listener.name))
                && number(ref.get("port"), listener.port) == listener.port;
    }

    /// The names that route and listener have in common, the narrower of each two; empty text: any.
    private static List<String> hosts(HttpRoute route, Listener listener) {
        String outer = listener.hostname == null ? "" : listener.hostname;
        List<?> own = Backends.list(route.spec().fields().get("hostnames"));
        return own.isEmpty()
                ? List.of(outer)
                : own.stream()
                        .map(Object::toString)
                        .flatMap(h -> common(outer, h).stream())
                        .toList();
    }

    private static Optional<String> common(String a, String b) {
        if (a.isEmpty() || covers(a, b)) {
            return Optional.of(b);
        }
        return covers(b, a) ? Optional.of(a) : Optional.empty();
    }

    /// Whether every host of the narrower name is one of the wider.
    private static boolean covers(String wide, String narrow) {
        return wide.equalsIgnoreCase(narrow)
                || wide.startsWith("*.")
                        && narrow.toLowerCase(java.util.Locale.ROOT)
                                .endsWith(wide.substring(1).toLowerCase(java.util.Locale.ROOT));
    }

    private void add(HttpRoute route, String host, Map<?, ?> rule) {
        List<Group> groups = groups(route, rule);
        List<?> matches = Backends.list(rule.get("matches"));
        for (Object one : matches.isEmpty() ? List.of(Map.of()) : matches) {
            Map<?, ?> match = Backends.map(one);
            String method = Backends.text(match.get("method"));
            if (Backends.list(match.get("headers")).isEmpty() && (method == null || method.equals("GET"))) {
                candidates.add(new Candidate(match(host, match), method != null, route, groups));
            }
        }
    }

    private static HttpMatch match(String host, Map<?, ?> match) {
        Hosts hosts = host.isEmpty() ? Hosts.ANY : host.startsWith("*.") ? Hosts.LABELS : Hosts.EXACT;
        Map<?, ?> path = Backends.map(match.get("path"));
        String value = Backends.text(path.get("value"));
        Paths kind = switch (String.valueOf(path.get("type"))) {
            case "Exact" -> Paths.EXACT;
            case "RegularExpression" -> Paths.REGEX;
            default -> Paths.PREFIX;
        };
        var query = new LinkedHashMap<String, String>();
        Backends.list(match.get("queryParams")).stream()
                .map(Backends::map)
                .forEach(p -> query.put(String.valueOf(p.get("name")), String.valueOf(p.get("value"))));
        return new HttpMatch(hosts, host, kind, List.of(value == null ? "/" : value), query);
    }

    /// A share for each backend by its weight; one that is not valid answers 500 for its share.
    private List<Group> groups(HttpRoute route, Map<?, ?> rule) {
        Optional<Integer> redirect = Backends.list(rule.get("filters")).stream()
                .map(Backends::map)
                .filter(f -> "RequestRedirect".equals(f.get("type")))
                .map(f -> number(Backends.map(f.get("requestRedirect")).get("statusCode"), FOUND))
                .findFirst();
        if (redirect.isPresent()) {
            return List.of(Group.answering(null, 1, redirect.get()));
        }
        List<Group> shares = Backends.list(rule.get("backendRefs")).stream()
                .map(Backends::map)
                .filter(ref -> number(ref.get("weight"), 1) > 0)
                .map(ref -> group(route, ref))
                .toList();
        return shares.isEmpty() ? List.of(Group.answering(null, 1, ERROR)) : shares;
    }

    private Group group(HttpRoute route, Map<?, ?> ref) {
        String service = String.valueOf(ref.get("name"));
        String namespace = Backends.text(ref.get("namespace"));
        String port = Backends.text(ref.get("port"));
        String kind = Backends.text(ref.get("kind"));
        int weight = number(ref.get("weight"), 1);
        // no ReferenceGrant can be drawn, so another namespace is out of reach
        boolean near = namespace == null || namespace.equals(route.namespace());
        boolean valid = near && port != null && (kind == null || kind.equals("Service"));
        return (valid ? backends.find(route.namespace(), service, port, weight) : Optional.<Group>empty())
                .orElseGet(() -> Group.answering(
                        (namespace == null ? route.namespace() : namespace) + "/" + service, weight, ERROR));
    }
}
