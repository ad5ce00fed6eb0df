package vethscope.engine.compile.kubeproxy;

import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which endpoints of a service port a node uses (`CategorizeEndpoints`, pkg/proxy/topology.go).
///
/// @param cluster for the policy Cluster; null if no traffic of the service follows it
/// @param local for the policy Local; null if no traffic of the service follows it
/// @param reachable all that any traffic through this node may reach
/// @param any whether the service has usable endpoints anywhere: REJECT without, DROP where only the node has none
public record EndpointSets(
        @Nullable List<ServiceEndpoint> cluster,
        @Nullable List<ServiceEndpoint> local,
        List<ServiceEndpoint> reachable,
        boolean any) {

    static EndpointSets of(List<ServiceEndpoint> all, boolean usesCluster, boolean usesLocal, NodeView node) {
        return of(all, usesCluster, usesLocal, node, true);
    }

    /// @param zones whether hints of zones count
    static EndpointSets of(
            List<ServiceEndpoint> all, boolean usesCluster, boolean usesLocal, NodeView node, boolean zones) {
        List<ServiceEndpoint> cluster = usesCluster ? cluster(all, node, zones) : null;
        if (!usesLocal) {
            List<ServiceEndpoint> reachable = cluster == null ? List.of() : cluster;
            return new EndpointSets(cluster, null, reachable, !reachable.isEmpty());
        }
        List<ServiceEndpoint> local = local(all, node);
        boolean any = cluster != null && !cluster.isEmpty() || all.stream().anyMatch(e -> e.ready() || e.isDraining());
        return new EndpointSets(cluster, local, cluster == null ? local : union(all, cluster, local), any);
    }

    /// Ready ones that the hints give to this node; if there are none, those that still serve while they terminate.
    private static List<ServiceEndpoint> cluster(List<ServiceEndpoint> all, NodeView node, boolean zones) {
        Predicate<ServiceEndpoint> allowed = topology(all, node, zones);
        List<ServiceEndpoint> ready =
                all.stream().filter(ServiceEndpoint::ready).filter(allowed).toList();
        return ready.isEmpty() ? draining(all) : ready;
    }

    /// Hints never restrict the local set.
    private static List<ServiceEndpoint> local(List<ServiceEndpoint> all, NodeView node) {
        List<ServiceEndpoint> local = all.stream().filter(e -> e.isLocal(node)).toList();
        List<ServiceEndpoint> ready =
                local.stream().filter(ServiceEndpoint::ready).toList();
        return ready.isEmpty() ? draining(local) : ready;
    }

    private static List<ServiceEndpoint> draining(List<ServiceEndpoint> of) {
        return of.stream().filter(ServiceEndpoint::isDraining).toList();
    }

    /// `topologyModeFromHints`: hints count only if every ready endpoint has them and one names this node or its zone.
    private static Predicate<ServiceEndpoint> topology(List<ServiceEndpoint> all, NodeView node, boolean zones) {
        boolean everyNode = true;
        boolean everyZone = true;
        boolean thisNode = false;
        boolean thisZone = false;
        for (ServiceEndpoint endpoint : all) {
            if (endpoint.ready()) {
                everyNode &= !endpoint.hints().nodes().isEmpty();
                everyZone &= !endpoint.hints().zones().isEmpty();
                thisNode |= namesNode(endpoint, node);
                thisZone |= namesZone(endpoint, node);
            }
        }
        if (everyNode && thisNode) {
            return endpoint -> namesNode(endpoint, node);
        }
        return zones && everyZone && thisZone ? endpoint -> namesZone(endpoint, node) : _ -> true;
    }

    private static boolean namesNode(ServiceEndpoint endpoint, NodeView node) {
        List<String> nodes = endpoint.hints().nodes();
        return nodes.contains(node.name()) || nodes.contains(node.id().value());
    }

    private static boolean namesZone(ServiceEndpoint endpoint, NodeView node) {
        return node.zone() != null && endpoint.hints().zones().contains(node.zone());
    }

    private static List<ServiceEndpoint> union(
            List<ServiceEndpoint> all, List<ServiceEndpoint> a, List<ServiceEndpoint> b) {
        var members = new HashSet<ServiceEndpoint>(a);
        members.addAll(b);
        return all.stream().filter(members::contains).toList();
    }
}
