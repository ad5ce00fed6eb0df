package vethscope.engine.compile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vethscope.engine.compile.Reconciliation.Made;
import vethscope.engine.compile.kubeproxy.ServiceEndpoint;
import vethscope.engine.compile.kubeproxy.ServiceTargets;
import vethscope.engine.compile.policy.ClusterPolicyReader;
import vethscope.engine.compile.policy.NetworkPolicyReader;
import vethscope.engine.compile.site.Addressing;
import vethscope.engine.compile.site.Site;
import vethscope.engine.compile.site.Site.NodeSite;
import vethscope.engine.compile.site.Written;
import vethscope.engine.finding.Notes;
import vethscope.engine.origin.Origin;
import vethscope.engine.packet.Family;
import vethscope.engine.trace.Later;
import vethscope.engine.trace.Sentence;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.KubeProxy;
import vethscope.model.element.ClusterNetworkPolicy;
import vethscope.model.element.NetworkPolicy;
import vethscope.model.element.Service;

/// What becomes of Services and policies: addresses, endpoints, and the entries that kube-proxy and the CNI
/// plugin write on the nodes.
final class ServiceWork {

    private static final String API = "kube-apiserver";
    private static final String ENDPOINTS = "endpointslice-controller";
    private static final String KUBE_PROXY = "kube-proxy";

    private final Design design;
    private final Compiled compiled;
    private final Site site;
    private final ServiceTargets targets;

    ServiceWork(Design design, Compiled compiled) {
        this.design = design;
        this.compiled = compiled;
        this.site = Addressing.of(design, new Notes());
        this.targets = new ServiceTargets(site);
    }

    Stream<Made> steps() {
        return Stream.concat(
                design.topology().all(Service.class).flatMap(this::service),
                Stream.concat(
                        design.topology()
                                .all(NetworkPolicy.class)
                                .map(p -> policy(p.id(), NetworkPolicyReader.origin(p))),
                        design.topology()
                                .all(ClusterNetworkPolicy.class)
                                .map(p -> policy(p.id(), ClusterPolicyReader.origin(p)))));
    }

    private Stream<Made> service(Service service) {
        String name = service.namespace() + "/" + service.name();
        if (service.addresses().externalName() != null) {
            return Stream.of(Made.of(
                    "CoreDNS",
                    service.id(),
                    service.id(),
                    Sentence.of("made.alias", name, service.addresses().externalName())));
        }
        return Stream.of(given(service, name), endpoints(service, name), proxied(service, name))
                .filter(Objects::nonNull);
    }

    private Made given(Service service, String name) {
        String ips =
                service.addresses().clusterIps().stream().map(Object::toString).collect(Collectors.joining(", "));
        String nodePorts = service.ports().stream()
                .filter(p -> p.nodePort() != 0)
                .map(p -> String.valueOf(p.nodePort()))
                .collect(Collectors.joining(", "));
        String key = ips.isEmpty() ? "made.headless" : nodePorts.isEmpty() ? "made.address" : "made.address.ports";
        return Made.of(API, service.id(), service.id(), Sentence.of(key, name, ips, nodePorts));
    }

    private Made endpoints(Service service, String name) {
        String all = service.ports().stream()
                .flatMap(p ->
                        Stream.of(Family.values()).flatMap(family -> targets.endpoints(service, p, family).stream()))
                .filter(ServiceEndpoint::ready)
                .map(Object::toString)
                .distinct()
                .collect(Collectors.joining(", "));
        return Made.of(
                ENDPOINTS,
                service.id(),
                service.id(),
                Sentence.of(all.isEmpty() ? "made.endpoints.none" : "made.endpoints", name, all));
    }

    /// Null: no node has a kube-proxy that would look at it.
    private @org.jspecify.annotations.Nullable Made proxied(Service service, String name) {
        List<NodeSite> nodes = site.nodes().values().stream()
                .filter(n -> n.kubeProxy() != null && n.kubeProxy().mode() != KubeProxy.Mode.NONE)
                .toList();
        if (nodes.isEmpty() || service.addresses().headless()) {
            return null;
        }
        List<Id> ids = nodes.stream().map(NodeSite::id).toList();
        String modes = nodes.stream()
                .map(n -> Objects.requireNonNull(n.kubeProxy()).mode().name().toLowerCase(java.util.Locale.ROOT))
                .distinct()
                .collect(Collectors.joining(", "));
        Origin author = Origin.service(name);
        return new Made(
                KUBE_PROXY, service.id(), ids, Sentence.of("made.proxy", name, modes), wrote(ids, author::equals));
    }

    private Made policy(Id id, String name) {
        Predicate<Origin> author = o -> o.kind() == Origin.Kind.POLICY
                && List.of(o.who().split(", ", -1)).contains(name);
        List<Id> nodes = List.copyOf(site.nodes().keySet());
        return new Made("CNI plugin", id, List.of(id), Sentence.of("made.policy", name), wrote(nodes, author));
    }

    private Later<List<String>> wrote(List<Id> nodes, Predicate<Origin> author) {
        return Later.by(() -> {
            var lines = new LinkedHashMap<String, List<String>>();
            for (Id node : nodes) {
                compiled.network().home(node).ifPresent(n -> lines.put(n.name(), Written.by(n, author)));
            }
            return Written.perMachine(lines);
        });
    }
}
