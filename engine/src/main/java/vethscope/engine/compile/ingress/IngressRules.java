package vethscope.engine.compile.ingress;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vethscope.engine.network.HttpMatch;
import vethscope.engine.network.HttpMatch.Hosts;
import vethscope.engine.network.HttpMatch.Paths;
import vethscope.engine.network.Proxy.Group;
import vethscope.engine.network.Proxy.Rule;
import vethscope.model.element.Ingress;

/// Ingresses as the rules of a proxy, in the order in which a controller in the cluster tries them (ingress-nginx).
public final class IngressRules {

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
    public static List<Rule> controller(List<Ingress> ingresses, Backends backends) {
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

    private static HttpMatch match(Ingress.Rule rule) {
        String host = rule.host() == null ? "" : rule.host();
        Hosts hosts = host.isEmpty() ? Hosts.ANY : host.startsWith("*.") ? Hosts.ONE_LABEL : Hosts.EXACT;
        String path = rule.path();
        Paths kind = path == null ? Paths.ANY : "Exact".equals(rule.pathType()) ? Paths.EXACT : Paths.PREFIX;
        return HttpMatch.of(hosts, host, kind, path == null ? List.of() : List.of(path));
    }

    private static Optional<Group> defaultBackend(Ingress ingress, Backends backends) {
        Map<?, ?> service = Backends.map(
                Backends.map(ingress.details().fields().get("defaultBackend")).get("service"));
        String name = Backends.text(service.get("name"));
        return name == null
                ? Optional.empty()
                : Optional.of(backends.byTarget(ingress.namespace(), name, Backends.portOf(service)));
    }
}
