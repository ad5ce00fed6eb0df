package vethscope.engine.compile.ingress;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.HttpCondition;
import vethscope.engine.network.HttpCondition.How;
import vethscope.engine.network.HttpMatch;
import vethscope.engine.network.HttpMatch.Hosts;
import vethscope.engine.network.HttpMatch.Paths;
import vethscope.engine.network.Proxy.Group;
import vethscope.engine.network.Proxy.Rule;
import vethscope.model.address.Cidr;
import vethscope.model.element.Ingress;

/// Ingresses as the listener rules of an ALB, numbered as the AWS Load Balancer Controller numbers them
/// (aws-load-balancer-controller, pkg/ingress/model_build_listener_rules.go, model_build_actions.go).
public final class AlbRules {

    private static final int NOT_FOUND = 404;
    private static final int MOVED = 301;

    private final int port;
    private final boolean tls;
    private final Function<Ingress, Backends> backends;
    private final List<Rule> rules = new ArrayList<>();

    /// @param port of the listener
    /// @param tls whether it speaks HTTPS
    /// @param backends with targets as each ingress wants them
    private AlbRules(int port, boolean tls, Function<Ingress, Backends> backends) {
        this.port = port;
        this.tls = tls;
        this.backends = backends;
    }

    /// The rules of one listener: ingress by ingress, host by host as written; within a host `Exact` first, then
    /// `Prefix` longest first, then the rest as written; last the default action.
    ///
    /// @param ingresses that are served there, in the order of their group
    public static List<Rule> of(List<Ingress> ingresses, int port, boolean tls, Function<Ingress, Backends> backends) {
        Optional<Integer> redirect = tls
                ? Optional.empty()
                : ingresses.stream()
                        .flatMap(i -> AlbAnnotations.of(i).sslRedirect().stream())
                        .findFirst();
        if (redirect.isPresent()) {
            return List.of(Rule.all(Group.redirecting(MOVED, "https://#{host}:" + redirect.get() + "/#{path}")));
        }
        var rules = new AlbRules(port, tls, backends);
        ingresses.forEach(ingress -> byHost(ingress.rules())
                .forEach(host -> host.stream()
                        .sorted(Comparator.comparingInt(AlbRules::rank))
                        .forEach(rule -> rules.add(ingress, rule))));
        Optional<Rule> last =
                ingresses.stream().flatMap(i -> rules.last(i).stream()).findFirst();
        rules.rules.add(last.orElseGet(() -> Rule.all(Group.answering(null, 1, NOT_FOUND))));
        return rules.rules;
    }

    /// Neighbours with the same host are one rule of the API.
    private static List<List<Ingress.Rule>> byHost(List<Ingress.Rule> rules) {
        var hosts = new ArrayList<List<Ingress.Rule>>();
        @Nullable String last = null;
        for (Ingress.Rule rule : rules) {
            String host = String.valueOf(rule.host());
            if (!host.equals(last)) {
                hosts.add(new ArrayList<>());
            }
            hosts.getLast().add(rule);
            last = host;
        }
        return hosts;
    }

    private static int rank(Ingress.Rule rule) {
        return switch (String.valueOf(rule.pathType())) {
            case "Exact" -> -100_000;
            case "Prefix" -> rule.path() == null ? 0 : -rule.path().length();
            default -> 1;
        };
    }

    private void add(Ingress ingress, Ingress.Rule rule) {
        String service = rule.service();
        if (service == null || !AlbAnnotations.isLegal(rule)) {
            return;
        }
        HttpMatch match = match(rule, AlbAnnotations.of(ingress).conditions(service));
        List<Group> groups = groups(ingress, service, rule.port());
        if (!isCircle(match, groups)) {
            rules.add(new Rule(ingress.id(), match, groups));
        }
    }

    /// The default action, which no condition narrows.
    private Optional<Rule> last(Ingress ingress) {
        Map<?, ?> service = Backends.map(
                Backends.map(ingress.details().fields().get("defaultBackend")).get("service"));
        String name = Backends.text(service.get("name"));
        return name == null
                ? Optional.empty()
                : Optional.of(new Rule(ingress.id(), HttpMatch.ANY, groups(ingress, name, Backends.portOf(service))));
    }

    private List<Group> groups(Ingress ingress, String service, @Nullable String at) {
        Backends own = backends.apply(ingress);
        return AlbAnnotations.isAction(at)
                ? AlbAnnotations.of(ingress)
                        .action(service)
                        .map(action -> groups(ingress, action, own))
                        .orElseGet(() -> List.of(Group.answering(service, 1, Backends.UNAVAILABLE)))
                : List.of(own.orEmpty(ingress.namespace(), service, at));
    }

    private List<Group> groups(Ingress ingress, Map<?, ?> action, Backends own) {
        return switch (String.valueOf(action.get("type")).toLowerCase(Locale.ROOT)) {
            case "fixed-response" -> {
                Map<?, ?> fixed = Backends.map(action.get("fixedResponseConfig"));
                yield List.of(Group.answering(null, 1, status(fixed, Backends.UNAVAILABLE)));
            }
            case "redirect" -> List.of(redirect(Backends.map(action.get("redirectConfig"))));
            default -> {
                List<Group> groups = Stream.concat(
                                Stream.of(action).filter(a -> a.get("serviceName") != null),
                                Backends.list(Backends.map(action.get("forwardConfig"))
                                                .get("targetGroups"))
                                        .stream()
                                        .map(Backends::map))
                        .flatMap(target -> forward(ingress, target, own).stream())
                        .toList();
                yield groups.isEmpty() ? List.of(Group.answering(null, 1, Backends.UNAVAILABLE)) : groups;
            }
        };
    }

    /// A share of what is forwarded; a target group that only an ARN names is not drawn and has no targets.
    private static Optional<Group> forward(Ingress ingress, Map<?, ?> target, Backends own) {
        int weight = AlbAnnotations.number(target.get("weight")).orElse(1);
        String service = Backends.text(target.get("serviceName"));
        if (weight <= 0) {
            return Optional.empty();
        }
        String port = Backends.text(target.get("servicePort"));
        return Optional.of(
                service == null
                        ? Group.answering(String.valueOf(target.get("targetGroupARN")), weight, Backends.UNAVAILABLE)
                        : own.orEmpty(ingress.namespace(), service, port).weighing(weight));
    }

    /// `HTTP_301` and `301` alike.
    private static int status(Map<?, ?> config, int otherwise) {
        String code = String.valueOf(config.get("statusCode"));
        return AlbAnnotations.number(code.startsWith("HTTP_") ? code.substring("HTTP_".length()) : code)
                .orElse(otherwise);
    }

    private Group redirect(Map<?, ?> config) {
        String query = or(config.get("query"), "#{query}");
        return Group.redirecting(
                status(config, MOVED),
                or(config.get("protocol"), "#{protocol}")
                                .replace("#{protocol}", scheme())
                                .toLowerCase(Locale.ROOT)
                        + "://" + or(config.get("host"), "#{host}")
                        + ":" + or(config.get("port"), "#{port}").replace("#{port}", String.valueOf(port))
                        + or(config.get("path"), "/#{path}")
                        + (query.isEmpty() || query.equals("#{query}") ? "" : "?" + query));
    }

    private String scheme() {
        return tls ? "https" : "http";
    }

    private static String or(@Nullable Object text, String otherwise) {
        return text == null ? otherwise : text.toString();
    }

    /// A redirect to where the request came in is left out: the rules after it take over
    /// (pkg/ingress/rule_optimizer.go).
    private boolean isCircle(HttpMatch match, List<Group> groups) {
        String location = groups.getFirst().location();
        if (location == null) {
            return false;
        }
        List<String> paths =
                Stream.concat(Stream.of("/#{path}"), match.paths().stream()).toList();
        return Stream.concat(Stream.of("#{host}"), match.names().stream())
                .map(host -> scheme() + "://" + host + ":" + port)
                .anyMatch(here -> paths.stream().anyMatch(path -> location.equals(here + path)));
    }

    /// Hosts and paths of the conditions stand beside the rule's own; the others must hold too.
    private static HttpMatch match(Ingress.Rule rule, List<Map<?, ?>> conditions) {
        var hosts = new ArrayList<String>();
        if (rule.host() != null && !rule.host().isEmpty()) {
            hosts.add(rule.host());
        }
        var paths = new ArrayList<>(patterns(rule));
        var also = new ArrayList<HttpCondition>();
        for (Map<?, ?> condition : conditions) {
            switch (String.valueOf(condition.get("field"))) {
                case "host-header" -> hosts.addAll(values(condition, "hostHeaderConfig"));
                case "path-pattern" -> paths.addAll(values(condition, "pathPatternConfig"));
                case "http-header" ->
                    also.add(new HttpCondition.Header(
                            String.valueOf(Backends.map(condition.get("httpHeaderConfig"))
                                    .get("httpHeaderName")),
                            How.PATTERN,
                            values(condition, "httpHeaderConfig")));
                case "http-request-method" ->
                    also.add(new HttpCondition.Method(values(condition, "httpRequestMethodConfig")));
                case "query-string" -> also.add(new HttpCondition.Query(How.PATTERN, pairs(condition)));
                case "source-ip" ->
                    also.add(new HttpCondition.Source(values(condition, "sourceIPConfig").stream()
                            .flatMap(cidr -> Cidr.tryParse(cidr).stream())
                            .toList()));
                default -> {}
            }
        }
        boolean exact = "Exact".equals(rule.pathType()) && paths.size() == 1;
        return new HttpMatch(
                hosts.isEmpty() ? Hosts.ANY : Hosts.PATTERN, hosts, exact ? Paths.EXACT : Paths.PATTERN, paths, also);
    }

    private static List<String> patterns(Ingress.Rule rule) {
        String path = rule.path() == null || rule.path().isEmpty() ? "/*" : rule.path();
        if (!"Prefix".equals(rule.pathType())) {
            return List.of(path);
        }
        String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return bare.isEmpty() || bare.equals("/*") ? List.of("/*") : List.of(bare, bare + "/*");
    }

    private static List<String> values(Map<?, ?> condition, String config) {
        return Backends.list(Backends.map(condition.get(config)).get("values")).stream()
                .map(String::valueOf)
                .toList();
    }

    private static List<HttpCondition.Query.Pair> pairs(Map<?, ?> condition) {
        return Backends.list(Backends.map(condition.get("queryStringConfig")).get("values")).stream()
                .map(Backends::map)
                .map(pair ->
                        new HttpCondition.Query.Pair(Backends.text(pair.get("key")), String.valueOf(pair.get("value"))))
                .toList();
    }
}
