package vethscope.engine.compile.site;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.site.Site.NodeSite;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.engine.network.Netns;
import vethscope.model.Choice;
import vethscope.model.Cluster;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.element.BareNetns;
import vethscope.model.element.Bridge;
import vethscope.model.element.ClusterNetworkPolicy;
import vethscope.model.element.Element;
import vethscope.model.element.Gateway;
import vethscope.model.element.Host;
import vethscope.model.element.HttpRoute;
import vethscope.model.element.Ingress;
import vethscope.model.element.Internet;
import vethscope.model.element.InternetGateway;
import vethscope.model.element.KubeNode;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.LoadBalancer;
import vethscope.model.element.NatGateway;
import vethscope.model.element.NetworkAcl;
import vethscope.model.element.NetworkPolicy;
import vethscope.model.element.Note;
import vethscope.model.element.Pod;
import vethscope.model.element.Router;
import vethscope.model.element.SecurityGroup;
import vethscope.model.element.Service;
import vethscope.model.element.Switch;
import vethscope.model.element.Vpc;
import vethscope.model.element.Zone;

/// Finds out who stands where: namespaces, nodes with their effective settings, bridges, homes.
public final class Addressing {

    private final Design design;
    private final Notes notes;
    private final Map<Id, Netns.Kind> kinds = new LinkedHashMap<>();
    private final Map<Id, Id> homes = new LinkedHashMap<>();
    private final Map<Id, NodeSite> nodes = new LinkedHashMap<>();
    private final Map<Id, List<Pod>> pods = new LinkedHashMap<>();
    private final Map<Id, List<Bridge>> bridges = new LinkedHashMap<>();

    private Addressing(Design design, Notes notes) {
        this.design = design;
        this.notes = notes;
    }

    public static Site of(Design design, Notes notes) {
        return new Addressing(design, notes).site();
    }

    private Site site() {
        design.topology().elements().values().forEach(this::place);
        design.topology().all(KubeNode.class).forEach(node -> nodes.put(node.id(), settled(node)));
        return new Site(design, kinds, homes, nodes, bridges);
    }

    private void place(Element element) {
        checkContainer(element);
        kindOf(element).ifPresent(kind -> {
            kinds.put(element.id(), kind);
            homes.put(element.id(), element.id());
        });
        switch (element) {
            case Pod pod -> place(pod);
            case Bridge bridge -> place(bridge);
            default -> {}
        }
    }

    private void place(Pod pod) {
        Optional<KubeNode> node = pod.in().flatMap(id -> design.topology().find(id, KubeNode.class));
        if (node.isEmpty()) {
            notes.add(Flaw.WRONG_PLACE, pod.id(), "in", pod.name(), "pod", "node");
        } else if (pod.network().hostNetwork()) {
            homes.put(pod.id(), node.get().id());
        } else {
            pods.computeIfAbsent(node.get().id(), k -> new ArrayList<>()).add(pod);
        }
    }

    private void place(Bridge bridge) {
        Optional<LinuxBox> machine = bridge.in().flatMap(id -> design.topology().find(id, LinuxBox.class));
        if (machine.isEmpty()) {
            notes.add(Flaw.WRONG_PLACE, bridge.id(), "in", bridge.name(), "bridge", "node");
        } else {
            homes.put(bridge.id(), machine.get().id());
            bridges.computeIfAbsent(machine.get().id(), k -> new ArrayList<>()).add(bridge);
        }
    }

    private void checkContainer(Element element) {
        element.in()
                .filter(in -> design.topology().find(in).isEmpty())
                .ifPresent(in -> notes.add(Flaw.CONTAINER_MISSING, element.id(), "in", element.name(), in));
    }

    /// What sort of namespace an element owns; empty if none.
    private static Optional<Netns.Kind> kindOf(Element element) {
        return switch (element) {
            case KubeNode _ -> Optional.of(Netns.Kind.NODE);
            case Pod pod -> pod.network().hostNetwork() ? Optional.empty() : Optional.of(Netns.Kind.POD);
            case BareNetns _ -> Optional.of(Netns.Kind.NETNS);
            case Host _ -> Optional.of(Netns.Kind.HOST);
            case Router _ -> Optional.of(Netns.Kind.ROUTER);
            case Switch _ -> Optional.of(Netns.Kind.SWITCH);
            case Vpc _ -> Optional.of(Netns.Kind.VPC);
            case InternetGateway _ -> Optional.of(Netns.Kind.INTERNET_GATEWAY);
            case NatGateway _ -> Optional.of(Netns.Kind.NAT_GATEWAY);
            case LoadBalancer _ -> Optional.of(Netns.Kind.LOAD_BALANCER);
            case Internet _ -> Optional.of(Netns.Kind.INTERNET);
            case Zone _,
                    Bridge _,
                    Service _,
                    Ingress _,
                    Gateway _,
                    HttpRoute _,
                    NetworkPolicy _,
                    ClusterNetworkPolicy _ -> Optional.empty();
            case SecurityGroup _, NetworkAcl _, Note _ -> Optional.empty();
        };
    }

    private NodeSite settled(KubeNode node) {
        Cluster cluster = design.cluster();
        return new NodeSite(
                node,
                chosen(node.cni(), cluster.cni()),
                chosen(node.kubeProxy(), cluster.kubeProxy()),
                chosen(node.masquerade(), cluster.masquerade()),
                List.copyOf(pods.getOrDefault(node.id(), List.of())));
    }

    private static <T> @Nullable T chosen(Choice<T> choice, @Nullable T inherited) {
        return switch (choice) {
            case Choice.Inherit<T> _ -> inherited;
            case Choice.None<T> _ -> null;
            case Choice.Own<T>(T value) -> value;
        };
    }
}
