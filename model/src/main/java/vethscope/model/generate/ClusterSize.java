package vethscope.model.generate;

import org.jspecify.annotations.Nullable;
import vethscope.model.Cni;

/// How large a generated cluster is and how its nodes are wired. The limits are Kubernetes' own thresholds
/// (sig-scalability, configs-and-limits/thresholds.md), except that a node may have 250 pods: as many as its /24 holds.
///
/// @param nodes 1 to 5,000
/// @param podsPerNode 0 to 250
/// @param services 0 to 10,000
/// @param endpoints pods behind each service, 0 to 250, taken by lot; null: each pod works for one service, and the
///     services find theirs by label
/// @param between the nodes: what carries the pods' packets
/// @param seed of the lots
public record ClusterSize(
        int nodes,
        int podsPerNode,
        int services,
        @Nullable Integer endpoints,
        Cni.Type cni,
        Between between,
        long seed) {

    /// What carries the pods' packets from node to node: a network that knows the way to every pod, or a tunnel.
    public enum Between {
        ROUTES,
        VXLAN,
        IPIP
    }

    public static final int MOST_NODES = 5_000;
    public static final int MOST_PODS_PER_NODE = 250;
    public static final int MOST_PODS = 150_000;
    public static final int MOST_SERVICES = 10_000;
    public static final int MOST_ENDPOINTS = 250;

    /// @throws IllegalArgumentException outside of the limits, with more endpoints than pods, or for an overlay under
    ///     the Amazon VPC CNI, whose pods have addresses of the network itself
    public ClusterSize {
        within("nodes", nodes, 1, MOST_NODES);
        within("pods per node", podsPerNode, 0, MOST_PODS_PER_NODE);
        within("pods", nodes * podsPerNode, 0, MOST_PODS);
        within("services", services, 0, MOST_SERVICES);
        if (endpoints != null) {
            within("endpoints", endpoints, 0, Math.min(MOST_ENDPOINTS, nodes * podsPerNode));
        }
        if (cni == Cni.Type.AWS_VPC && between != Between.ROUTES) {
            throw new IllegalArgumentException("an overlay under aws-vpc");
        }
    }

    private static void within(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + ": " + value + " is not within " + least + " and " + most);
        }
    }

    public int pods() {
        return nodes * podsPerNode;
    }

    boolean tunnelled() {
        return between != Between.ROUTES;
    }

    boolean bridged() {
        return cni == Cni.Type.BRIDGE;
    }
}
