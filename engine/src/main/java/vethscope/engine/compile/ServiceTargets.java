package vethscope.engine.compile;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Proxy.Target;
import vethscope.model.element.LoadBalancer.HealthCheck;
import vethscope.model.element.Service;

/// The targets that a cloud controller registers for a service: its ready pods, or its node port on every ready node.
final class ServiceTargets {

    private final Site site;
    private @Nullable ServiceEndpoints endpoints;

    ServiceTargets(Site site) {
        this.site = site;
    }

    /// Made when first asked for: most drawings have neither balancer nor ingress.
    private ServiceEndpoints endpoints() {
        ServiceEndpoints made = endpoints;
        if (made == null) {
            made = new ServiceEndpoints(site.design().topology(), site::podAddresses);
            endpoints = made;
        }
        return made;
    }

    List<Target> pods(Service service, Service.Port port) {
        return endpoints().of(service, port, false).stream()
                .filter(ServiceEndpoint::ready)
                .map(e -> new Target(e.ip(), e.port()))
                .toList();
    }

    List<Target> nodePorts(Service.Port port) {
        return port.nodePort() == 0
                ? List.of()
                : site.nodes().values().stream()
                        .filter(node -> node.node().status().ready())
                        .flatMap(node ->
                                node.addresses().stream().filter(ip -> !ip.v6()).limit(1))
                        .map(ip -> new Target(ip, port.nodePort()))
                        .toList();
    }

    /// Only the nodes that pass a check on the service's health check node port: those with a ready endpoint of their
    /// own
    /// (pkg/proxy/healthcheck/service_health.go). Other checks are taken to succeed.
    List<Target> healthy(List<Target> targets, Service service, Service.Port port, @Nullable HealthCheck check) {
        boolean local = service.traffic().externalLocal()
                && check != null
                && service.traffic().healthCheckNodePort() != 0
                && check.port() == service.traffic().healthCheckNodePort();
        if (!local) {
            return targets;
        }
        Set<String> nodes = endpoints().of(service, port, false).stream()
                .filter(e -> e.ready() && e.node() != null)
                .map(e -> String.valueOf(e.node()))
                .collect(Collectors.toSet());
        List<Target> passing = targets.stream()
                .filter(target -> site.nodes().values().stream()
                        .filter(node -> nodes.contains(node.id().value())
                                || nodes.contains(node.node().name()))
                        .anyMatch(node -> node.addresses().contains(target.ip())))
                .toList();
        // All unhealthy: all are used (fail open).
        return passing.isEmpty() ? targets : passing;
    }
}
