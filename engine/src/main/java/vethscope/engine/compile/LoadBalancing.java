package vethscope.engine.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import vethscope.engine.compile.Site.NodeSite;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.Element;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.LoadBalancer;
import vethscope.model.element.LoadBalancer.Listener;
import vethscope.model.element.Nic;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;

/// The address translation that a load balancer runs, as lines of `iptables`.
final class LoadBalancing {

    /// An address and port that a listener sends to.
    record Target(Ip ip, int port) {
        @Override
        public String toString() {
            return vethscope.engine.packet.Packet.at(ip, port);
        }
    }

    private final Site site;

    LoadBalancing(Site site) {
        this.site = site;
    }

    List<String> lines(LoadBalancer balancer) {
        var lines = new ArrayList<String>();
        for (Listener listener : balancer.listeners()) {
            switch (listener.mode()) {
                case DNAT -> addDnat(lines, listener, ipv4(targets(listener)));
                case PROXY, PASSTHROUGH -> {}
            }
        }
        return lines;
    }

    private static List<Target> ipv4(List<Target> targets) {
        return targets.stream().filter(t -> !t.ip().v6()).toList();
    }

    /// One rule per target, each with its share of what the rules before it left.
    private static void addDnat(List<String> lines, Listener listener, List<Target> targets) {
        String protocol = listener.protocol().lower();
        String match = (listener.address() == null ? "-m addrtype --dst-type LOCAL" : "-d " + listener.address())
                + " -p " + protocol + " --dport " + listener.port();
        for (int i = 0; i < targets.size(); i++) {
            int left = targets.size() - i;
            String chance = left == 1
                    ? ""
                    : String.format(Locale.ROOT, " -m statistic --mode random --probability %.11f", 1.0 / left);
            lines.add("-t nat -A PREROUTING " + match + chance + " -j DNAT --to-destination " + targets.get(i));
        }
        if (listener.snat()) {
            targets.forEach(t -> lines.add("-t nat -A POSTROUTING -d " + t.ip() + " -p " + protocol + " --dport "
                    + t.port() + " -j MASQUERADE"));
        }
    }

    /// Where a listener sends to, in the order given.
    List<Target> targets(Listener listener) {
        if (listener.backend() != null) {
            return site.design().topology().find(listener.backend().id(), Service.class).stream()
                    .flatMap(service -> nodePorts(service, listener))
                    .toList();
        }
        return listener.targets().stream()
                .flatMap(text -> target(text, listener.protocol()).stream())
                .toList();
    }

    /// The service's node port on every ready node: what a cloud controller registers.
    private Stream<Target> nodePorts(Service service, Listener listener) {
        return service.ports().stream()
                .filter(p -> p.protocol() == listener.protocol() && p.port() == listener.port() && p.nodePort() != 0)
                .flatMap(p -> site.nodes().values().stream()
                        .filter(n -> n.node().status().ready())
                        .flatMap(n -> n.addresses().stream().limit(1).map(ip -> new Target(ip, p.nodePort()))));
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
