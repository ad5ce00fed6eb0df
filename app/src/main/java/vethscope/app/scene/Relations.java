package vethscope.app.scene;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Topology;
import vethscope.model.element.Element;
import vethscope.model.element.Gateway;
import vethscope.model.element.HttpRoute;
import vethscope.model.element.Ingress;
import vethscope.model.element.KubeNode;
import vethscope.model.element.LoadBalancer;
import vethscope.model.element.NetworkPolicy;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;

/// Who refers to whom by labels and names.
final class Relations {

    private Relations() {}

    /// Service to the pods behind it; load balancer to its targets.
    static Map<Id, Set<Id>> selections(Design design) {
        Map<Label, List<Pod>> byLabel = design.topology()
                .all(Pod.class)
                .flatMap(pod -> pod.labels().entrySet().stream()
                        .map(e -> Map.entry(new Label(pod.namespace(), e.getKey(), e.getValue()), pod)))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        var out = new LinkedHashMap<Id, Set<Id>>();
        design.topology().all(Service.class).forEach(service -> out.put(service.id(), endpoints(service, byLabel)));
        design.topology()
                .all(LoadBalancer.class)
                .forEach(balancer -> out.put(balancer.id(), targets(balancer, design.topology())));
        return out;
    }

    private record Label(String namespace, String key, String value) {}

    private static Set<Id> endpoints(Service service, Map<Label, List<Pod>> byLabel) {
        List<Service.Endpoint> explicit = service.endpoints();
        if (explicit != null) {
            return explicit.stream().flatMap(e -> pod(e).stream()).collect(Collectors.toCollection(LinkedHashSet::new));
        }
        Map<String, String> selector = service.selector();
        if (selector == null || selector.isEmpty()) {
            return Set.of();
        }
        // The rarest label first: a service of a large cluster looks at its own pods only.
        List<Pod> candidates = selector.entrySet().stream()
                .map(e -> byLabel.getOrDefault(new Label(service.namespace(), e.getKey(), e.getValue()), List.of()))
                .min(Comparator.comparingInt(List::size))
                .orElse(List.of());
        return candidates.stream()
                .filter(pod -> pod.labels().entrySet().containsAll(selector.entrySet()))
                .filter(pod -> pod.status().ready() || service.traffic().publishNotReadyAddresses())
                .map(Element::id)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Optional<Id> pod(Service.Endpoint endpoint) {
        return switch (endpoint) {
            case Service.Endpoint.OfPod(Id pod) -> Optional.of(pod);
            case Service.Endpoint.OfAddress address -> Optional.empty();
            case Service.Endpoint.Slice slice -> Optional.ofNullable(slice.pod());
        };
    }

    private static Set<Id> targets(LoadBalancer balancer, Topology topology) {
        return balancer.listeners().stream()
                .flatMap(listener -> listener.targets().stream())
                .map(target -> target.replaceFirst(":.*", ""))
                .flatMap(name -> id(name).filter(topology.elements()::containsKey))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /// Ingress, gateway and route to what they send to.
    static Map<Id, Set<Id>> rules(Design design) {
        Map<String, Id> services = design.topology()
                .all(Service.class)
                .collect(Collectors.toMap(s -> s.namespace() + "/" + s.name(), Element::id, (a, b) -> a));
        var out = new LinkedHashMap<Id, Set<Id>>();
        for (Element element : design.topology().elements().values()) {
            Set<Id> targets = switch (element) {
                case Ingress ingress ->
                    ingress.rules().stream()
                            .map(rule -> services.get(ingress.namespace() + "/" + rule.service()))
                            .filter(Objects::nonNull)
                            .collect(Collectors.toCollection(LinkedHashSet::new));
                case HttpRoute route -> backends(route, services);
                case Gateway gateway ->
                    design.topology()
                            .all(HttpRoute.class)
                            .filter(route -> isParent(route, gateway))
                            .map(Element::id)
                            .collect(Collectors.toCollection(LinkedHashSet::new));
                case LoadBalancer balancer ->
                    balancer.listeners().stream()
                            .flatMap(l -> Stream.ofNullable(l.backend()))
                            .map(LoadBalancer.Backend::id)
                            .collect(Collectors.toCollection(LinkedHashSet::new));
                default -> Set.of();
            };
            if (!targets.isEmpty()) {
                out.put(element.id(), targets);
            }
        }
        return out;
    }

    private static Set<Id> backends(HttpRoute route, Map<String, Id> services) {
        return Specs.maps(route.spec().fields().get("rules"))
                .flatMap(rule -> Specs.maps(rule.get("backendRefs")))
                .map(ref -> services.get(text(ref.get("namespace"), route.namespace()) + "/" + ref.get("name")))
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static boolean isParent(HttpRoute route, Gateway gateway) {
        return Specs.maps(route.spec().fields().get("parentRefs"))
                .anyMatch(ref -> gateway.name().equals(ref.get("name"))
                        && text(ref.get("namespace"), route.namespace()).equals(gateway.namespace()));
    }

    private static String text(@Nullable Object value, String otherwise) {
        return value == null ? otherwise : value.toString();
    }

    /// The elements that carry a shield: pods that a policy selects, members of a security group.
    static Set<Id> shielded(Design design) {
        List<NetworkPolicy> policies =
                design.topology().all(NetworkPolicy.class).toList();
        var out = new LinkedHashSet<Id>();
        for (Element element : design.topology().elements().values()) {
            boolean guarded = switch (element) {
                case Pod pod ->
                    !pod.securityGroups().isEmpty() || policies.stream().anyMatch(policy -> selects(policy, pod));
                case KubeNode node -> !node.status().securityGroups().isEmpty();
                case LoadBalancer balancer -> !balancer.cloud().securityGroups().isEmpty();
                default -> false;
            };
            if (guarded) {
                out.add(element.id());
            }
        }
        return out;
    }

    private static boolean selects(NetworkPolicy policy, Pod pod) {
        return policy.namespace().equals(pod.namespace())
                && Specs.selects(policy.spec().fields().get("podSelector"), pod.labels());
    }

    private static Stream<Id> id(String text) {
        return text.matches("[a-z0-9][a-z0-9.-]*") ? Stream.of(Id.of(text)) : Stream.empty();
    }
}
