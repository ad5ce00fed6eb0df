package vethscope.engine.compile;

import java.util.List;
import java.util.Optional;
import vethscope.engine.compile.Site.NodeSite;
import vethscope.engine.network.Proxy.Target;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.Element;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.LoadBalancer.Backend;
import vethscope.model.element.LoadBalancer.Listener;
import vethscope.model.element.Nic;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;

/// The targets that are registered for a listener, healthy or not, in the order given.
record ListenerTargets(Site site, ServiceTargets services) {

    List<Target> of(Listener listener) {
        Backend backend = listener.backend();
        if (backend == null) {
            return listener.targets().stream()
                    .flatMap(text -> target(text, listener.protocol()).stream())
                    .toList();
        }
        return site.design().topology().find(backend.id(), Service.class).stream()
                .flatMap(service -> service.ports().stream()
                        .filter(p -> p.protocol() == listener.protocol() && p.port() == listener.port())
                        .flatMap(p -> services.nodePorts(p).stream()))
                .toList();
    }

    private Optional<Target> target(String text, Protocol protocol) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            return podTarget(text, protocol);
        }
        Optional<Integer> port = port(text.substring(colon + 1));
        String host = text.substring(0, colon);
        Optional<Ip> ip = Ip.tryParse(host).or(() -> Id.legal(host) ? addressOf(Id.of(host)) : Optional.empty());
        return ip.flatMap(i -> port.map(p -> new Target(i, p)));
    }

    private Optional<Target> podTarget(String text, Protocol protocol) {
        if (!Id.legal(text)) {
            return Optional.empty();
        }
        return site.design()
                .topology()
                .find(Id.of(text), Pod.class)
                .flatMap(pod -> addressOf(pod.id())
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
    private Optional<Ip> addressOf(Id id) {
        Optional<Element> element = site.find(id);
        NodeSite node = site.nodes().get(site.homes().getOrDefault(id, id));
        return element.flatMap(e -> switch (e) {
            case Pod pod
            when !pod.network().hostNetwork() ->
                pod.network().addresses().stream().map(Cidr::ip).findFirst();
            case Pod _ ->
                node == null ? Optional.empty() : node.addresses().stream().findFirst();
            case vethscope.model.element.KubeNode _ ->
                node == null ? Optional.empty() : node.addresses().stream().findFirst();
            case LinuxBox box ->
                box.machine().interfaces().stream()
                        .map(Nic::addresses)
                        .flatMap(List::stream)
                        .map(Cidr::ip)
                        .findFirst();
            default -> Optional.empty();
        });
    }
}
