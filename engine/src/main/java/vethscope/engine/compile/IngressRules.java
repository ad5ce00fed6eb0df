package vethscope.engine.compile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.HttpMatch;
import vethscope.engine.network.HttpMatch.Hosts;
import vethscope.engine.network.HttpMatch.Paths;
import vethscope.engine.network.Proxy.Group;
import vethscope.engine.network.Proxy.Rule;
import vethscope.model.element.Ingress;

/// Ingresses as the rules of a proxy, in the order in which they are tried: as a controller in the cluster does
/// it (ingress-nginx), and as the AWS Load Balancer Controller does.
final class IngressRules {

    private static final int NOT_FOUND = 404;

    /// Exact host before wildcard before any; then exact path, then the longer one (networking.k8s.io/v1 Ingress,
    /// "Multiple matches").
    static final Comparator<Rule> ORDER = Comparator.comparingInt((Rule rule) -> hostRank(rule.match()))
            .thenComparing(rule -> rule.match().kind() != Paths.EXACT)
            .thenComparingInt(rule -> -length(rule.match()));

    private IngressRules() {}

    private static int hostRank(HttpMatch match) {
        return switch (match.hosts()) {
            case EXACT -> 0;
            case ONE_LABEL, LABELS, PATTERN -> 1;
            case ANY -> 2;
        };
    }

    /// Nothing at all is shorter than the path `/`.
    private static int length(HttpMatch match) {
        return match.paths().isEmpty() ? -1 : match.paths().getFirst().length();
    }

    /// The rules of all ingresses that one controller in the cluster implements; what no rule takes goes to the
    /// first default backend.
    static List<Rule> controller(List<Ingress> ingresses, Backends backends) {
        var rules = new ArrayList<Rule>();
        for (Ingress ingress : ingresses) {
            for (Ingress.Rule rule : ingress.rules()) {
                if (rule.service() != null) {
                    rules.add(new Rule(
                            ingress.id(),
                            match(rule),
                            List.of(backends.byTarget(ingress.namespace(), rule.service(), rule.port()))));
                }
            }
        }
        rules.sort(ORDER);
        ingresses.stream()
                .flatMap(ingress -> defaultBackend(ingress, backends).stream())
                .findFirst()
                .ifPresent(group -> rules.add(Rule.all(group)));
        return rules;
    }

    private static Group group(Ingress ingress, Ingress.Rule rule, String service, Backends backends) {
        return backends.orEmpty(ingress.namespace(), service, rule.port());
    }

    private static HttpMatch match(Ingress.Rule rule) {
        String host = rule.host() == null ? "" : rule.host();
        Hosts hosts = host.isEmpty() ? Hosts.ANY : host.startsWith("*.") ? Hosts.ONE_LABEL : Hosts.EXACT;
        String path = rule.path();
        Paths kind = path == null ? Paths.ANY : "Exact".equals(rule.pathType()) ? Paths.EXACT : Paths.PREFIX;
        return new HttpMatch(hosts, host, kind, path == null ? List.of() : List.of(path), Map.of());
    }

    /// The listener rules of an ALB: ingress by ingress, host by host as written; within a host `Exact` first,
    /// then `Prefix` longest first, then the rest as written; last the default action
    /// (aws-load-balancer-controller, pkg/ingress/model_build_listener_rules.go).
    ///
    /// @param ingresses in the order of their group
    /// @param backends with targets as each ingress wants them
    static List<Rule> alb(List<Ingress> ingresses, java.util.function.Function<Ingress, Backends> backends) {
        var rules = new ArrayList<Rule>();
        for (Ingress ingress : ingresses) {
            for (List<Ingress.Rule> host : byHost(ingress.rules())) {
                host.stream()
                        .sorted(Comparator.comparingInt(IngressRules::albRank))
                        .forEach(rule -> {
                            if (rule.service() != null) {
                                rules.add(new Rule(
                                        ingress.id(),
                                        pattern(rule),
                                        List.of(group(ingress, rule, rule.service(), backends.apply(ingress)))));
                            }
                        });
            }
        }
        Group last = ingresses.stream()
                .flatMap(ingress -> defaultBackend(ingress, backends.apply(ingress)).stream())
                .findFirst()
                .orElseGet(() -> Group.answering(null, 1, NOT_FOUND));
        rules.add(Rule.all(last));
        return rules;
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

    private static int albRank(Ingress.Rule rule) {
        return switch (String.valueOf(rule.pathType())) {
            case "Exact" -> -100_000;
            case "Prefix" -> rule.path() == null ? 0 : -rule.path().length();
            default -> 1;
        };
    }

    private static HttpMatch pattern(Ingress.Rule rule) {
        String host = rule.host() == null ? "" : rule.host();
        Hosts hosts = host.isEmpty() ? Hosts.ANY : Hosts.PATTERN;
        String path = rule.path() == null || rule.path().isEmpty() ? "/*" : rule.path();
        return switch (String.valueOf(rule.pathType())) {
            case "Exact" -> new HttpMatch(hosts, host, Paths.EXACT, List.of(path), Map.of());
            case "Prefix" -> new HttpMatch(hosts, host, Paths.PATTERN, prefix(path), Map.of());
            default -> new HttpMatch(hosts, host, Paths.PATTERN, List.of(path), Map.of());
        };
    }

    private static List<String> prefix(String path) {
        String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return bare.isEmpty() || bare.equals("/*") ? List.of("/*") : List.of(bare, bare + "/*");
    }

    private static Optional<Group> defaultBackend(Ingress ingress, Backends backends) {
        Map<?, ?> service = Backends.map(
                Backends.map(ingress.details().fields().get("defaultBackend")).get("service"));
        Map<?, ?> port = Backends.map(service.get("port"));
        String name = Backends.text(service.get("name"));
        String at = Backends.text(port.containsKey("number") ? port.get("number") : port.get("name"));
        return name == null ? Optional.empty() : Optional.of(backends.orEmpty(ingress.namespace(), name, at));
    }
}
