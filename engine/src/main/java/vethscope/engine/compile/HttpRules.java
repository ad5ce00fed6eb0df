package vethscope.engine.compile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Proxy.Rule;
import vethscope.engine.network.Proxy.Target;
import vethscope.model.element.Gateway;
import vethscope.model.element.HttpRoute;
import vethscope.model.element.Ingress;
import vethscope.model.element.Service;

/// Which requests go where: ingresses and gateways as the rules of a proxy, in the order in which they are tried.
final class HttpRules {

    /// Exact host before wildcard before any; then exact path, then the longer prefix (networking.k8s.io/v1 Ingress;
    /// gateway.networking.k8s.io/v1 HTTPRouteRule has the same order for what both can say).
    static final Comparator<Rule> ORDER = Comparator.comparingInt(HttpRules::hostRank)
            .thenComparing(rule -> !rule.exact())
            .thenComparingInt(rule -> rule.path() == null ? 1 : -rule.path().length());

    private final Site site;
    private final ServiceTargets targets;

    HttpRules(Site site, ServiceTargets targets) {
        this.site = site;
        this.targets = targets;
    }

    private static int hostRank(Rule rule) {
        String host = rule.host();
        return host == null ? 2 : host.startsWith("*.") ? 1 : 0;
    }

    /// @param toPods straight to pods rather than to node ports
    List<Rule> of(Ingress ingress, boolean toPods) {
        var rules = new ArrayList<Rule>();
        for (Ingress.Rule rule : ingress.rules()) {
            if (rule.service() != null) {
                boolean exact = "Exact".equals(rule.pathType());
                List<Target> to = backend(ingress.namespace(), rule.service(), rule.port(), toPods);
                rules.add(new Rule(rule.host(), rule.path(), exact, to, ingress.name()));
            }
        }
        rules.sort(ORDER);
        defaultBackend(ingress, toPods).ifPresent(rules::add);
        return rules;
    }

    private Optional<Rule> defaultBackend(Ingress ingress, boolean toPods) {
        Map<?, ?> service =
                map(map(ingress.details().fields().get("defaultBackend")).get("service"));
        Map<?, ?> port = map(service.get("port"));
        Object name = service.get("name");
        Object at = port.containsKey("number") ? port.get("number") : port.get("name");
        return name == null
                ? Optional.empty()
                : Optional.of(new Rule(
                        null,
                        null,
                        false,
                        backend(ingress.namespace(), name.toString(), at == null ? null : at.toString(), toPods),
                        ingress.name()));
    }

    /// The routes attached to a gateway.
    List<Rule> of(Gateway gateway, boolean toPods) {
        var rules = new ArrayList<Rule>();
        site.design()
                .topology()
                .all(HttpRoute.class)
                .filter(route -> isParent(route, gateway))
                .forEach(route -> add(rules, route, toPods));
        rules.sort(ORDER);
        return rules;
    }

    private static boolean isParent(HttpRoute route, Gateway gateway) {
        return list(route.spec().fields().get("parentRefs")).stream()
                .map(HttpRules::map)
                .anyMatch(ref -> gateway.name().equals(String.valueOf(ref.get("name")))
                        && gateway.namespace().equals(String.valueOf(or(ref.get("namespace"), route.namespace()))));
    }

    private void add(List<Rule> rules, HttpRoute route, boolean toPods) {
        List<?> hosts = list(route.spec().fields().get("hostnames"));
        for (Object rule : list(route.spec().fields().get("rules"))) {
            List<Target> to = list(map(rule).get("backendRefs")).stream()
                    .map(HttpRules::map)
                    .filter(ref -> !"0".equals(String.valueOf(ref.get("weight"))))
                    .flatMap(ref -> backend(
                            String.valueOf(or(ref.get("namespace"), route.namespace())),
                            String.valueOf(ref.get("name")),
                            ref.get("port") == null ? null : ref.get("port").toString(),
                            toPods)
                            .stream())
                    .toList();
            List<?> matches = list(map(rule).get("matches"));
            for (Object host : hosts.isEmpty() ? List.of("") : hosts) {
                for (Object match : matches.isEmpty() ? List.of(Map.of()) : matches) {
                    Map<?, ?> path = map(map(match).get("path"));
                    boolean exact = "Exact".equals(path.get("type"));
                    String value =
                            path.get("value") == null ? null : path.get("value").toString();
                    rules.add(new Rule(
                            host.toString().isEmpty() ? null : host.toString(), value, exact, to, route.name()));
                }
            }
        }
    }

    private List<Target> backend(String namespace, String service, @Nullable String port, boolean toPods) {
        return service(namespace, service).stream()
                .flatMap(s -> s.ports().stream()
                        .filter(p -> port == null || port.equals(String.valueOf(p.port())) || port.equals(p.name()))
                        .limit(1)
                        .flatMap(p -> (toPods ? targets.pods(s, p) : targets.nodePorts(p)).stream()))
                .toList();
    }

    private Optional<Service> service(String namespace, String name) {
        Stream<Service> here = site.design()
                .topology()
                .all(Service.class)
                .filter(s -> s.namespace().equals(namespace));
        return here.filter(s -> s.name().equals(name) || s.id().value().equals(name))
                .findFirst();
    }

    private static Object or(@Nullable Object value, Object otherwise) {
        return value == null ? otherwise : value;
    }

    private static Map<?, ?> map(@Nullable Object tree) {
        return tree instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(@Nullable Object tree) {
        return tree instanceof List<?> list ? list : List.of();
    }
}
