package vethscope.engine.compile.ingress;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.policy.LabelSelector;
import vethscope.engine.compile.policy.SpecNode;
import vethscope.engine.compile.policy.SpecRefusal;
import vethscope.engine.network.HttpCondition;
import vethscope.engine.network.HttpCondition.How;
import vethscope.engine.network.HttpMatch;
import vethscope.engine.network.HttpMatch.Hosts;
import vethscope.engine.network.HttpMatch.Paths;
import vethscope.engine.network.Proxy.Group;
import vethscope.engine.network.Proxy.Rule;
import vethscope.engine.network.Tls;
import vethscope.model.element.Gateway;
import vethscope.model.element.HttpRoute;

/// The HTTPRoutes of a gateway as the rules of a proxy, in the order of precedence of
/// gateway.networking.k8s.io/v1 (httproute_types.go).
public final class RouteRules {

    private static final int ERROR = 500;

    private static final int FOUND = 302;

    private final Gateway gateway;
    private final Backends backends;
    private final List<Candidate> candidates = new ArrayList<>();

    /// A match with what decides its place.
    private record Candidate(HttpMatch match, HttpRoute route, List<Group> groups) {

        int count(Class<? extends HttpCondition> kind) {
            return (int) match.also().stream().filter(kind::isInstance).count();
        }
    }

    private static final Comparator<Candidate> PRECEDENCE = Comparator.comparingInt((Candidate c) ->
                    c.match.hosts() == Hosts.EXACT ? -c.match.host().length() : 0)
            .thenComparingInt(c -> -c.match.host().length())
            .thenComparing(c -> c.match.kind() != Paths.EXACT)
            .thenComparing(c -> c.match.kind() == Paths.REGEX)
            .thenComparingInt(c ->
                    c.match.paths().isEmpty() ? 0 : -c.match.paths().getFirst().length())
            .thenComparingInt(c -> -c.count(HttpCondition.Method.class))
            .thenComparingInt(c -> -c.count(HttpCondition.Header.class))
            .thenComparingInt(c -> -c.count(HttpCondition.Query.class))
            .thenComparing(c -> created(c.route))
            .thenComparing(c -> c.route.namespace() + "/" + c.route.name());

    /// What is not said, or is no time, counts as younger than all.
    private static Instant created(HttpRoute route) {
        try {
            return route.creationTimestamp() == null ? Instant.MAX : Instant.parse(route.creationTimestamp());
        } catch (DateTimeParseException _) {
            return Instant.MAX;
        }
    }

    private RouteRules(Gateway gateway, Backends backends) {
        this.gateway = gateway;
        this.backends = backends;
    }

    /// @param port of the listener; empty rules where the gateway has none there
    public static List<Rule> of(Gateway gateway, int port, Backends backends, Stream<HttpRoute> routes) {
        var rules = new RouteRules(gateway, backends);
        List<Listener> serving = at(gateway, port);
        routes.forEach(route -> serving.forEach(listener -> rules.attach(route, listener)));
        return rules.candidates.stream()
                .sorted(PRECEDENCE)
                .map(c -> new Rule(c.route.id(), c.match, c.groups))
                .distinct()
                .toList();
    }

    /// The ports on which a gateway listens.
    public static List<Integer> ports(Gateway gateway) {
        return listeners(gateway).stream().map(Listener::port).distinct().toList();
    }

    /// @param namespaces whose routes may attach: `from` and, with `Selector`, the `selector`
    /// @param kinds empty: those of the listener's protocol
    private record Listener(
            @Nullable String name,
            int port,
            String protocol,
            @Nullable String hostname,
            List<String> secrets,
            Map<?, ?> namespaces,
            List<String> kinds) {

        /// HTTP and HTTPS; what TLS carries is not read where another kind of route sends it on.
        boolean speaksHttp() {
            return protocol.equals("HTTP") || protocol.equals("HTTPS");
        }
    }

    /// The certificates of a gateway's HTTPS listeners on a port, each for the host name of its listener; a name that
    /// is none of theirs is refused. Null: there are none.
    public static @Nullable Tls tls(Gateway gateway, int port) {
        List<Tls.Certificate> certificates = at(gateway, port).stream()
                .filter(listener -> listener.protocol.equals("HTTPS"))
                .map(listener -> new Tls.Certificate(
                        listener.secrets.isEmpty() ? gateway.name() : String.join(", ", listener.secrets),
                        listener.hostname == null || listener.hostname.isEmpty()
                                ? List.of()
                                : List.of(listener.hostname)))
                .toList();
        return certificates.isEmpty() ? null : new Tls(certificates, true);
    }

    /// The listeners of a port; where the gateway has none there, all.
    private static List<Listener> at(Gateway gateway, int port) {
        List<Listener> here =
                listeners(gateway).stream().filter(l -> l.port == port).toList();
        return here.isEmpty() ? listeners(gateway) : here;
    }

    /// A gateway without listeners has one that takes everything on port 80.
    private static List<Listener> listeners(Gateway gateway) {
        List<Listener> drawn = Backends.list(gateway.spec().fields().get("listeners")).stream()
                .map(Backends::map)
                .map(l -> new Listener(
                        Backends.text(l.get("name")),
                        number(l.get("port"), 80),
                        l.get("protocol") == null ? "HTTP" : String.valueOf(l.get("protocol")),
                        Backends.text(l.get("hostname")),
                        Backends.list(Backends.map(l.get("tls")).get("certificateRefs")).stream()
                                .map(ref -> String.valueOf(Backends.map(ref).get("name")))
                                .toList(),
                        Backends.map(Backends.map(l.get("allowedRoutes")).get("namespaces")),
                        Backends.list(Backends.map(l.get("allowedRoutes")).get("kinds")).stream()
                                .map(kind -> String.valueOf(Backends.map(kind).get("kind")))
                                .toList()))
                .toList();
        return drawn.isEmpty() ? List.of(new Listener(null, 80, "HTTP", null, List.of(), Map.of(), List.of())) : drawn;
    }

    private static int number(@Nullable Object scalar, int otherwise) {
        return scalar instanceof Number n ? n.intValue() : otherwise;
    }

    private void attach(HttpRoute route, Listener listener) {
        boolean kind = listener.speaksHttp() && (listener.kinds.isEmpty() || listener.kinds.contains("HTTPRoute"));
        if (!kind
                || !allows(listener, route.namespace())
                || parents(route).noneMatch(ref -> names(ref, route, listener))) {
            return;
        }
        for (String host : hosts(route, listener)) {
            for (Object rule : Backends.list(route.spec().fields().get("rules"))) {
                add(route, host, Backends.map(rule));
            }
        }
    }

    private boolean allows(Listener listener, String namespace) {
        Object from = listener.namespaces.get("from");
        return switch (from == null ? "Same" : from.toString()) {
            case "All" -> true;
            case "Selector" -> selects(listener.namespaces.get("selector"), namespace);
            case "None" -> false;
            default -> namespace.equals(gateway.namespace());
        };
    }

    private boolean selects(@Nullable Object selector, String namespace) {
        try {
            return LabelSelector.read(new SpecNode("selector", selector)).matches(backends.labels(namespace));
        } catch (SpecRefusal _) {
            return false;
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
                        && narrow.toLowerCase(Locale.ROOT)
                                .endsWith(wide.substring(1).toLowerCase(Locale.ROOT));
    }

    private void add(HttpRoute route, String host, Map<?, ?> rule) {
        List<Group> groups = groups(route, rule);
        List<?> matches = Backends.list(rule.get("matches"));
        for (Object one : matches.isEmpty() ? List.of(Map.of()) : matches) {
            Map<?, ?> match = Backends.map(one);
            candidates.add(new Candidate(match(host, match), route, groups));
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
        return new HttpMatch(
                hosts,
                host.isEmpty() ? List.of() : List.of(host),
                kind,
                List.of(value == null ? "/" : value),
                conditions(match));
    }

    /// Of several with one name the first counts (HTTPRouteMatch, headers and queryParams).
    private static List<HttpCondition> conditions(Map<?, ?> match) {
        var also = new ArrayList<HttpCondition>();
        String method = Backends.text(match.get("method"));
        if (method != null) {
            also.add(new HttpCondition.Method(List.of(method)));
        }
        var names = new HashSet<String>();
        for (Object item : Backends.list(match.get("headers"))) {
            Map<?, ?> header = Backends.map(item);
            String name = String.valueOf(header.get("name"));
            if (names.add(name.toLowerCase(Locale.ROOT))) {
                also.add(new HttpCondition.Header(name, how(header), List.of(String.valueOf(header.get("value")))));
            }
        }
        var keys = new HashSet<String>();
        for (Object item : Backends.list(match.get("queryParams"))) {
            Map<?, ?> pair = Backends.map(item);
            String key = String.valueOf(pair.get("name"));
            if (keys.add(key)) {
                also.add(new HttpCondition.Query(
                        how(pair), List.of(new HttpCondition.Query.Pair(key, String.valueOf(pair.get("value"))))));
            }
        }
        return also;
    }

    private static How how(Map<?, ?> match) {
        return "RegularExpression".equals(Backends.text(match.get("type"))) ? How.REGEX : How.EXACT;
    }

    /// A share for each backend by its weight; one that is not valid answers 500 for its share.
    private List<Group> groups(HttpRoute route, Map<?, ?> rule) {
        Optional<Group> redirect = Backends.list(rule.get("filters")).stream()
                .map(Backends::map)
                .filter(f -> "RequestRedirect".equals(f.get("type")))
                .map(f -> redirect(Backends.map(f.get("requestRedirect"))))
                .findFirst();
        if (redirect.isPresent()) {
            return List.of(redirect.get());
        }
        List<Group> shares = Backends.list(rule.get("backendRefs")).stream()
                .map(Backends::map)
                .filter(ref -> number(ref.get("weight"), 1) > 0)
                .map(ref -> group(route, ref))
                .toList();
        return shares.isEmpty() ? List.of(Group.answering(null, 1, ERROR)) : shares;
    }

    /// What is not said stays as it was asked.
    private static Group redirect(Map<?, ?> filter) {
        Map<?, ?> path = Backends.map(filter.get("path"));
        Object full = path.get("replaceFullPath");
        Object prefix = path.get("replacePrefixMatch");
        Object scheme = filter.get("scheme");
        Object host = filter.get("hostname");
        Object port = filter.get("port");
        String location = (scheme == null ? "" : scheme + "://")
                + (host == null ? scheme == null && port == null ? "" : "#{host}" : host)
                + (port == null ? "" : ":" + port)
                + (full != null ? full : prefix != null ? prefix + "/…" : "/#{path}");
        return Group.redirecting(number(filter.get("statusCode"), FOUND), location);
    }

    private Group group(HttpRoute route, Map<?, ?> ref) {
        String service = String.valueOf(ref.get("name"));
        String namespace = Backends.text(ref.get("namespace"));
        String port = Backends.text(ref.get("port"));
        String kind = Backends.text(ref.get("kind"));
        int weight = number(ref.get("weight"), 1);
        String there = namespace == null ? route.namespace() : namespace;
        boolean valid =
                port != null && (kind == null || kind.equals("Service")) && backends.mayRefer(route, there, service);
        return (valid ? backends.find(there, service, port, weight) : Optional.<Group>empty())
                .orElseGet(() -> Group.answering(there + "/" + service, weight, ERROR));
    }
}
