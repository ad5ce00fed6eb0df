package vethscope.engine.compile.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.site.Site;
import vethscope.model.Design;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.Container;
import vethscope.model.element.KubeNode;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.Pod;

/// Who is in the cluster, as selectors see it. A pod on its node's network is not listed: it has its node's
/// address, and a selector cannot tell the two apart.
public final class Roster {

    /// Every namespace carries it (kubernetes/enhancements KEP-2161).
    public static final String NAME_LABEL = "kubernetes.io/metadata.name";

    private final Site site;
    private final Map<String, List<Pod>> pods = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> namespaces = new LinkedHashMap<>();

    Roster(Site site) {
        this.site = site;
        Design design = site.design();
        design.namespaces().forEach(this::addNamespace);
        design.topology()
                .all(Pod.class)
                .filter(pod -> !pod.network().hostNetwork())
                .forEach(pod -> pods.computeIfAbsent(pod.namespace(), k -> new ArrayList<>())
                        .add(pod));
        pods.keySet().stream()
                .filter(name -> !namespaces.containsKey(name))
                .forEach(name -> addNamespace(name, Map.of()));
    }

    private void addNamespace(String name, Map<String, String> written) {
        var labels = new LinkedHashMap<>(written);
        labels.putIfAbsent(NAME_LABEL, name);
        namespaces.put(name, labels);
    }

    /// All pods with an address of their own, by namespace.
    Stream<Pod> pods() {
        return pods.values().stream().flatMap(List::stream);
    }

    Stream<Pod> select(PolicyPeer.Pods peer) {
        Stream<String> names = peer.namespace() != null
                ? Stream.of(peer.namespace())
                : namespaces.entrySet().stream()
                        .filter(n -> peer.namespaces().matches(n.getValue()))
                        .map(Map.Entry::getKey);
        return names.flatMap(name -> pods.getOrDefault(name, List.of()).stream())
                .filter(pod -> peer.pods().matches(pod.labels()));
    }

    /// A node's addresses in its status: InternalIP, then ExternalIP.
    Stream<Named> select(PolicyPeer.Nodes peer) {
        return site.nodes().values().stream()
                .filter(node -> peer.nodes().matches(node.node().status().labels()))
                .flatMap(node -> Stream.concat(
                                node.addresses().stream(),
                                Stream.ofNullable(node.node().status().publicAddress()))
                        .distinct()
                        .map(ip -> new Named(node.node().name(), ip)));
    }

    /// The machines that bear the name, which stand for the answers of DNS.
    Stream<Named> select(PolicyPeer.Domain peer) {
        return site.design()
                .topology()
                .all(LinuxBox.class)
                .filter(box -> !(box instanceof KubeNode) && isCalled(box, peer.name()))
                .flatMap(box -> box.machine().interfaces().stream()
                        .flatMap(nic -> nic.addresses().stream())
                        .map(address -> new Named(box.name(), address.ip())));
    }

    private static boolean isCalled(LinuxBox box, String wanted) {
        String name = box.name().toLowerCase(Locale.ROOT);
        return wanted.startsWith("*.")
                ? name.length() > wanted.length() - 1 && name.endsWith(wanted.substring(1))
                : name.equals(wanted);
    }

    /// Somebody and an address of theirs.
    record Named(String name, Ip ip) {}

    static List<Ip> ips(Pod pod) {
        return addresses(pod).map(Named::ip).toList();
    }

    static Stream<Named> addresses(Pod pod) {
        return pod.network().addresses().stream().map(Cidr::ip).distinct().map(ip -> new Named(nameOf(pod), ip));
    }

    /// `namespace/name`.
    static String nameOf(Pod pod) {
        return pod.namespace() + "/" + pod.name();
    }

    /// The ports under which a pod has a named port.
    static List<PolicyPort.Numbers> ports(Pod pod, PolicyPort.Named named) {
        return pod.containers().stream()
                .flatMap(c -> c.ports().stream())
                .filter(p -> named.name().equals(p.name()) && fits(p, named.protocol()))
                .map(p -> new PolicyPort.Numbers(p.protocol(), p.port(), p.port()))
                .distinct()
                .toList();
    }

    private static boolean fits(Container.Port port, @Nullable Protocol protocol) {
        return protocol == null || port.protocol() == protocol;
    }
}
