package vethscope.engine.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Network;
import vethscope.model.Choice;
import vethscope.model.Cluster;
import vethscope.model.Cni;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.KubeProxy;
import vethscope.model.element.Element;
import vethscope.model.element.KubeNode;
import vethscope.model.element.Pod;

/// What the rules look at: a design and the network that it became.
record Drawing(Design design, Network network, Segments segments) {

    static Drawing of(Design design, Network network) {
        return new Drawing(design, network, Segments.of(network));
    }

    <E extends Element> Stream<E> all(Class<E> kind) {
        return design.topology().all(kind);
    }

    Optional<Element> find(Id id) {
        return design.topology().find(id);
    }

    /// The name that people see.
    String name(Id id) {
        return find(id).map(Element::name).orElse(id.value());
    }

    Optional<KubeNode> nodeOf(Pod pod) {
        return pod.in().flatMap(id -> design.topology().find(id, KubeNode.class));
    }

    /// Pods with a namespace of their own by their node, in drawing order.
    Map<Id, List<Pod>> podsByNode() {
        var byNode = new LinkedHashMap<Id, List<Pod>>();
        all(Pod.class)
                .filter(pod -> !pod.network().hostNetwork())
                .forEach(pod -> pod.in()
                        .ifPresent(in -> byNode.computeIfAbsent(in, k -> new java.util.ArrayList<>())
                                .add(pod)));
        return byNode;
    }

    @Nullable
    Cni cni(KubeNode node) {
        return chosen(node.cni(), cluster().cni());
    }

    @Nullable
    KubeProxy kubeProxy(KubeNode node) {
        return chosen(node.kubeProxy(), cluster().kubeProxy());
    }

    private Cluster cluster() {
        return design.cluster();
    }

    private static <T> @Nullable T chosen(Choice<T> choice, @Nullable T inherited) {
        return switch (choice) {
            case Choice.Inherit<T> _ -> inherited;
            case Choice.None<T> _ -> null;
            case Choice.Own<T>(T value) -> value;
        };
    }
}
