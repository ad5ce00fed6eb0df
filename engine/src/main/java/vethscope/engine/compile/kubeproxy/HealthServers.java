package vethscope.engine.compile.kubeproxy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import vethscope.engine.compile.site.Site;
import vethscope.engine.compile.site.Site.NodeSite;
import vethscope.engine.network.Proxy;
import vethscope.engine.network.Proxy.Group;
import vethscope.engine.packet.Family;
import vethscope.model.KubeProxy;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;
import vethscope.model.element.Service;

/// kube-proxy's health check node ports: on each node it says over HTTP whether a service with
/// `externalTrafficPolicy: Local` has a ready endpoint there (pkg/proxy/healthcheck/service_health.go).
public final class HealthServers {

    private static final int OK = 200;

    private static final int UNAVAILABLE = 503;

    /// Each service with such a port, and the addresses of its ready endpoints by node. Each family has a server of
    /// its own, as it has a kube-proxy of its own.
    private final Map<Service, Map<String, Set<Ip>>> ready = new java.util.LinkedHashMap<>();

    private final KubeProxies kubeProxies;

    public HealthServers(Site site, ServiceTargets targets, KubeProxies kubeProxies) {
        this.kubeProxies = kubeProxies;
        site.design()
                .topology()
                .all(Service.class)
                .filter(HealthServers::has)
                .forEach(service -> ready.put(service, readyByNode(service, targets)));
    }

    /// Only for type LoadBalancer with the policy Local.
    static boolean has(Service service) {
        return service.type() == Service.Type.LOAD_BALANCER
                && service.traffic().externalLocal()
                && service.traffic().healthCheckNodePort() != 0;
    }

    private static Map<String, Set<Ip>> readyByNode(Service service, ServiceTargets targets) {
        var byNode = new HashMap<String, Set<Ip>>();
        service.ports()
                .forEach(port -> Stream.of(Family.values())
                        .flatMap(family -> targets.endpoints(service, port, family).stream())
                        .forEach(e -> {
                            if (e.ready() && e.node() != null) {
                                byNode.computeIfAbsent(e.node(), k -> new HashSet<>())
                                        .add(e.ip());
                            }
                        }));
        return byNode;
    }

    /// The servers of health check node ports that kube-proxy runs on a node.
    public List<Proxy> on(NodeSite node) {
        KubeProxy settings = node.kubeProxy();
        if (ready.isEmpty() || settings == null || settings.mode() == KubeProxy.Mode.NONE) {
            return List.of();
        }
        var servers = new ArrayList<Proxy>();
        for (Service service : ready.keySet()) {
            for (Family family : families(service)) {
                int local = local(service, node, family);
                String name = service.namespace() + "/" + service.name() + ": " + local;
                Group answer = Group.answering(name, 1, local > 0 ? OK : UNAVAILABLE);
                var rules = List.of(Proxy.Rule.all(answer));
                for (Ip bind : binds(settings, node, family)) {
                    servers.add(new Proxy(
                            node.id(),
                            Protocol.TCP,
                            bind,
                            service.traffic().healthCheckNodePort(),
                            Proxy.Kind.HEALTH,
                            rules));
                }
            }
        }
        return servers;
    }

    /// Those of its cluster IPs; IPv4's server first, for the other's `::` would take its calls too.
    private static List<Family> families(Service service) {
        List<Family> families = service.addresses().clusterIps().stream()
                .map(Family::of)
                .distinct()
                .sorted()
                .toList();
        return families.isEmpty() ? List.of(Family.V4) : families;
    }

    private int local(Service service, NodeSite node, Family family) {
        Map<String, Set<Ip>> byNode = ready.getOrDefault(service, Map.of());
        var local = new HashSet<>(byNode.getOrDefault(node.id().value(), Set.of()));
        local.addAll(byNode.getOrDefault(node.node().name(), Set.of()));
        local.removeIf(ip -> ip.v6() != family.v6());
        return local.size();
    }

    /// The addresses that node ports have, all if they are not restricted.
    private List<Ip> binds(KubeProxy settings, NodeSite node, Family family) {
        var chosen = NodePortAddresses.of(settings, family.v6());
        NodeView view = kubeProxies.view(node);
        return chosen.all() ? List.of(family.any()) : chosen.of(view.primary(family.v6()), view.local());
    }
}
