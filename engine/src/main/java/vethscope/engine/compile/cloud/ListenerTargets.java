package vethscope.engine.compile.cloud;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.kubeproxy.ServiceTargets;
import vethscope.engine.compile.site.Site;
import vethscope.engine.compile.site.Site.NodeSite;
import vethscope.engine.network.Proxy.Target;
import vethscope.engine.packet.Family;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.KubeNode;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.LoadBalancer.Backend;
import vethscope.model.element.LoadBalancer.Listener;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;

/// The targets that are registered for a listener, healthy or not, in the order given.
public record ListenerTargets(Site site, ServiceTargets services) {

    /// @param family that of the addresses by which targets are registered; null: each by its first
    List<Target> of(Listener listener, @Nullable Family family) {
        Backend backend = listener.backend();
        if (backend == null) {
            return listener.targets().stream()
                    .flatMap(text -> target(text, listener.protocol(), family).stream())
                    .toList();
        }
        return site.design().topology().find(backend.id(), Service.class).stream()
                .flatMap(service -> service.ports().stream()
                        .filter(p -> p.protocol() == listener.protocol() && p.port() == listener.port())
                        .flatMap(p -> services.nodePorts(p, family).stream()))
                .toList();
    }

    private Optional<Target> target(String text, Protocol protocol, @Nullable Family family) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            return podTarget(text, protocol, family);
        }
        Optional<Integer> port = port(text.substring(colon + 1));
        String host = text.substring(0, colon);
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        Optional<Ip> ip = Ip.tryParse(bare)
                .filter(i -> i.v6() == !bare.equals(host) && ServiceTargets.isOf(i, family))
                .or(() -> Id.legal(host) ? addressOf(Id.of(host), family) : Optional.empty());
        return ip.flatMap(i -> port.map(p -> new Target(i, p)));
    }

    private Optional<Target> podTarget(String text, Protocol protocol, @Nullable Family family) {
        if (!Id.legal(text)) {
            return Optional.empty();
        }
        return site.design()
                .topology()
                .find(Id.of(text), Pod.class)
                .flatMap(pod -> addressOf(pod.id(), family)
                        .flatMap(ip -> pod.containers().stream()
                                .flatMap(c -> c.ports().stream())
                                .filter(p -> p.protocol() == protocol)
                                .findFirst()
                                .map(p -> new Target(ip, p.port()))));
    }

    private static Optional<Integer> port(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Optional.of(Integer.parseInt(text)).filter(p -> p > 0 && p < 65536) : Optional.empty();
    }

    /// The address by which a target is registered.
    private Optional<Ip> addressOf(Id id, @Nullable Family family) {
        NodeSite node = site.nodes().get(site.homes().getOrDefault(id, id));
        Stream<Ip> ofNode = node == null ? Stream.empty() : node.addresses().stream();
        Stream<Ip> all = site.find(id).stream().flatMap(e -> switch (e) {
            case Pod pod
            when !pod.network().hostNetwork() ->
                pod.network().addresses().stream().map(Cidr::ip);
            case Pod _, KubeNode _ -> ofNode;
            case LinuxBox box ->
                box.machine().interfaces().stream()
                        .flatMap(nic -> nic.addresses().stream())
                        .map(Cidr::ip);
            default -> Stream.empty();
        });
        return all.filter(ip -> ServiceTargets.isOf(ip, family)).findFirst();
    }
}
