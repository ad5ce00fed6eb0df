package vethscope.engine.verify;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.model.Id;
import vethscope.model.element.KubeNode;
import vethscope.model.element.LoadBalancer;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;

/// A load balancer that does not ask which nodes have a pod, before a Service that keeps calls on the node that they
/// reach.
final class BalancerRule {

    private final Drawing drawing;
    private final Notes notes;
    private final ServiceRules services;

    private BalancerRule(Drawing drawing, Notes notes) {
        this.drawing = drawing;
        this.notes = notes;
        this.services = new ServiceRules(drawing, notes);
    }

    static void check(Drawing drawing, Notes notes) {
        if (drawing.all(LoadBalancer.class).findAny().isPresent()) {
            var rule = new BalancerRule(drawing, notes);
            drawing.all(LoadBalancer.class).forEach(rule::balancer);
        }
    }

    private void balancer(LoadBalancer balancer) {
        balancer.listeners().stream()
                .flatMap(listener -> Optional.ofNullable(listener.backend()).stream())
                .map(LoadBalancer.Backend::id)
                .distinct()
                .flatMap(id -> drawing.design().topology().find(id, Service.class).stream())
                .filter(service -> service.traffic().externalLocal() && !checks(balancer, service))
                .forEach(service -> withoutPods(service)
                        .ifPresent(node -> notes.add(
                                Flaw.LOCAL_POLICY_UNCHECKED,
                                balancer.id(),
                                "healthCheck",
                                balancer.name(),
                                node.name(),
                                service.name())));
    }

    /// A check of the node port itself meets the same drop as the calls.
    private static boolean checks(LoadBalancer balancer, Service service) {
        LoadBalancer.HealthCheck check = balancer.healthCheck();
        return check != null
                && (check.port() == 0 || check.port() == service.traffic().healthCheckNodePort());
    }

    /// A node that drops the Service's calls while another one would answer them.
    private Optional<KubeNode> withoutPods(Service service) {
        List<KubeNode> nodes = drawing.all(KubeNode.class)
                .filter(node -> node.status().ready())
                .toList();
        Set<Id> serving = services.pods(service).stream()
                .filter(pod -> pod.status().ready())
                .map(Pod::in)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        return serving.isEmpty()
                ? Optional.empty()
                : nodes.stream().filter(node -> !serving.contains(node.id())).findFirst();
    }
}
