package vethscope.engine.compile.kubeproxy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.site.Site;
import vethscope.engine.network.Proxy.Target;
import vethscope.engine.packet.Family;
import vethscope.model.address.Ip;
import vethscope.model.element.Service;

/// The targets that a cloud controller registers for a service: its ready pods, or its node port on every ready node.
public final class ServiceTargets {

    private final Site site;
    private @Nullable ServiceEndpoints endpoints;

    public ServiceTargets(Site site) {
        this.site = site;
    }

    /// All endpoints of a service port, ready or not. Made when first asked for: most drawings have neither
    /// balancer nor ingress.
    public List<ServiceEndpoint> endpoints(Service service, Service.Port port, Family family) {
        ServiceEndpoints made = endpoints;
        if (made == null) {
            made = new ServiceEndpoints(site.design().topology(), site::podAddresses);
            endpoints = made;
        }
        return made.of(service, port, family.v6());
    }

    /// The family of its first address, in which it is offered where only one can be.
    private static Family first(Service service) {
        return service.addresses().clusterIps().stream()
                .findFirst()
                .map(Family::of)
                .orElse(Family.V4);
    }

    /// The pods behind a port of a service that a balancer may send to.
    public List<Target> pods(Service service, Service.Port port) {
        return endpoints(service, port, first(service)).stream()
                .filter(ServiceEndpoint::ready)
                .map(e -> new Target(e.ip(), e.port()))
                .toList();
    }

    /// @param family that of the nodes' addresses; null: each node's first
    public List<Target> nodePorts(Service.Port port, @Nullable Family family) {
        return port.nodePort() == 0
                ? List.of()
                : site.nodes().values().stream()
                        .filter(node -> node.node().status().ready())
                        .flatMap(node -> node.addresses().stream()
                                .filter(ip -> isOf(ip, family))
                                .limit(1))
                        .map(ip -> new Target(ip, port.nodePort()))
                        .toList();
    }

    /// Whether an address is of that family; every one is where none is asked for.
    public static boolean isOf(Ip ip, @Nullable Family family) {
        return family == null || ip.v6() == family.v6();
    }
}
