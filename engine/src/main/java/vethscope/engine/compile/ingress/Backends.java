package vethscope.engine.compile.ingress;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.policy.Roster;
import vethscope.engine.compile.site.Site;
import vethscope.engine.network.Proxy.Group;
import vethscope.engine.network.Proxy.Target;
import vethscope.model.element.HttpRoute;
import vethscope.model.element.Service;

/// The services that ingresses and routes name, as groups of targets.
///
/// @param targets whether they are pods or node ports
/// @param type what the groups' names end with: ` (ip)` or ` (instance)` where a balancer may have both, else
///     nothing
public record Backends(Site site, Targets targets, Function<Service, String> type) {

    /// The status of an ingress or gateway whose service has nobody ready.
    static final int UNAVAILABLE = 503;

    /// Where a proxy sends what is for a port of a service.
    @FunctionalInterface
    public interface Targets {
        List<Target> of(Service service, Service.Port port);
    }

    /// The group of a service port; empty if there is no such service or port.
    ///
    /// @param port a number or a name; null: the first
    Optional<Group> find(String namespace, String service, @Nullable String port, int weight) {
        return service(namespace, service)
                .flatMap(s -> port(s, port)
                        .map(p -> new Group(
                                title(s.namespace(), s.name(), p) + type.apply(s),
                                weight,
                                targets.of(s, p),
                                UNAVAILABLE,
                                null)));
    }

    private static String title(String namespace, String service, Service.Port port) {
        return namespace + "/" + service + ":" + (port.name() == null ? port.port() : port.name());
    }

    /// The same where a missing service counts as one without endpoints (networking.k8s.io/v1 Ingress).
    Group orEmpty(String namespace, String service, @Nullable String port) {
        return find(namespace, service, port, 1)
                .orElseGet(() ->
                        Group.answering(namespace + "/" + service + (port == null ? "" : ":" + port), 1, UNAVAILABLE));
    }

    /// The same as a controller in the cluster finds it: it takes a port that is none of the service's for the target
    /// port of one (ingress-nginx, internal/ingress/controller/controller.go, serviceEndpoints).
    public Group byTarget(String namespace, String service, @Nullable String port) {
        return orEmpty(
                namespace,
                service,
                service(namespace, service)
                        .filter(s -> port != null && port(s, port).isEmpty())
                        .flatMap(s -> s.ports().stream()
                                .filter(p -> String.valueOf(port).equals(p.targetPort()))
                                .findFirst())
                        .map(p -> String.valueOf(p.port()))
                        .orElse(port));
    }

    /// Whether a route may send to a service of that namespace.
    boolean mayRefer(HttpRoute route, String namespace, String service) {
        return new Grants(site.design().cluster().referenceGrants()).allow(route, namespace, service);
    }

    /// The labels of a namespace, as selectors see them.
    Map<String, String> labels(String namespace) {
        var labels = new LinkedHashMap<>(site.design().namespaces().getOrDefault(namespace, Map.of()));
        labels.putIfAbsent(Roster.NAME_LABEL, namespace);
        return labels;
    }

    /// Number or name of the port in a backend's `service`.
    static @Nullable String portOf(Map<?, ?> service) {
        Map<?, ?> port = map(service.get("port"));
        return text(port.containsKey("number") ? port.get("number") : port.get("name"));
    }

    Optional<Service> service(String namespace, String name) {
        return site.design()
                .topology()
                .all(Service.class)
                .filter(s -> s.namespace().equals(namespace))
                .filter(s -> s.name().equals(name) || s.id().value().equals(name))
                .findFirst();
    }

    static Optional<Service.Port> port(Service service, @Nullable String port) {
        return service.ports().stream()
                .filter(p -> port == null || port.equals(String.valueOf(p.port())) || port.equals(p.name()))
                .findFirst();
    }

    public static Map<?, ?> map(@Nullable Object tree) {
        return tree instanceof Map<?, ?> map ? map : Map.of();
    }

    public static List<?> list(@Nullable Object tree) {
        return tree instanceof List<?> list ? list : List.of();
    }

    /// A scalar of a tree as text; null where there is none.
    static @Nullable String text(@Nullable Object scalar) {
        return scalar == null ? null : scalar.toString();
    }
}
