package vethscope.engine.compile.site;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Netns;
import vethscope.model.Cni;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.KubeProxy;
import vethscope.model.Masquerade;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.Bridge;
import vethscope.model.element.Element;
import vethscope.model.element.KubeNode;
import vethscope.model.element.Nic;
import vethscope.model.element.Pod;

/// Who stands where, and which settings hold there: every reference of the drawing looked up once.
///
/// @param kinds the elements that own a namespace, in drawing order
/// @param homes element to the namespace that it lives in
/// @param nodes by id
/// @param bridges machine to the bridges in it
public record Site(
        Design design,
        Map<Id, Netns.Kind> kinds,
        Map<Id, Id> homes,
        Map<Id, NodeSite> nodes,
        Map<Id, List<Bridge>> bridges) {

    public Site {
        kinds = Collections.unmodifiableMap(new LinkedHashMap<>(kinds));
        homes = Collections.unmodifiableMap(new LinkedHashMap<>(homes));
        nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
        bridges = Collections.unmodifiableMap(new LinkedHashMap<>(bridges));
    }

    /// The element of that id, if there is one.
    public Optional<Element> find(Id id) {
        return design.topology().find(id);
    }

    /// An element that is known to be drawn.
    public Element element(Id id) {
        return find(id).orElseThrow();
    }

    /// The kind of an element that owns a namespace.
    public Netns.Kind kind(Id space) {
        return Objects.requireNonNull(kinds.get(space));
    }

    /// The node that a pod, bridge or process stands in.
    public Optional<NodeSite> nodeOf(Element element) {
        return element.in().map(nodes::get);
    }

    /// The CNI settings of a machine: its own if it is a node that has some, else the cluster's.
    public Cni cniOf(Id machine) {
        NodeSite node = nodes.get(machine);
        return node == null || node.cni() == null ? design.cluster().cni() : node.cni();
    }

    /// A pod's addresses as its status has them: one per family; its node's with host network. An endpoint may also be
    /// a bare address.
    public List<Ip> podAddresses(Id id) {
        return switch (find(id).orElse(null)) {
            case Pod pod
            when pod.network().hostNetwork() -> {
                NodeSite node = nodes.get(homes.getOrDefault(id, id));
                yield node == null ? List.of() : node.addresses();
            }
            case Pod pod -> firsts(pod.network().addresses());
            case null, default -> Ip.tryParse(id.value()).stream().toList();
        };
    }

    /// The first address of each family.
    private static List<Ip> firsts(List<Cidr> all) {
        return Stream.of(false, true)
                .flatMap(v6 -> all.stream().filter(a -> a.v6() == v6).limit(1))
                .map(Cidr::ip)
                .toList();
    }

    /// A node with the settings that hold on it. A null setting is switched off.
    ///
    /// @param pods with a namespace of their own, in drawing order
    public record NodeSite(
            KubeNode node,
            @Nullable Cni cni,
            @Nullable KubeProxy kubeProxy,
            @Nullable Masquerade masquerade,
            List<Pod> pods) {

        public Id id() {
            return node.id();
        }

        public List<Cidr> podCidr() {
            return node.podCidr();
        }

        /// The interface of the node IP: the one marked primary, else the first with an address.
        public Optional<Nic> primary() {
            List<Nic> nics = node.machine().interfaces();
            return nics.stream()
                    .filter(n -> n.primary() && !n.addresses().isEmpty())
                    .findFirst()
                    .or(() ->
                            nics.stream().filter(n -> !n.addresses().isEmpty()).findFirst());
        }

        /// The node IPs, one per family at most.
        public List<Ip> addresses() {
            return firsts(primary().map(Nic::addresses).orElse(List.of()));
        }
    }
}
