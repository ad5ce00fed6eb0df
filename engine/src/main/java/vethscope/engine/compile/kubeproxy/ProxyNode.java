package vethscope.engine.compile.kubeproxy;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Match;
import vethscope.model.KubeProxy;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// kube-proxy on one node, for one IP family: what its rules depend on besides the services.
///
/// @param pod holds for traffic of this node's pods; `notPod` for all other traffic; null: there is no local detector
/// @param masqueradeAll whether every packet to a cluster IP is masqueraded
public record ProxyNode(
        ServicePorts ports,
        NodeView node,
        boolean v6,
        @Nullable Match pod,
        @Nullable Match notPod,
        boolean masqueradeAll,
        NodePorts nodePorts) {

    static ProxyNode of(ServiceProgram program, NodeView node, KubeProxy settings, boolean v6) {
        List<Cidr> clusterCidr =
                settings.noDetector() || !settings.clusterCidr().isEmpty() ? settings.clusterCidr() : program.podCidr();
        return new ProxyNode(
                program.family(v6),
                node,
                v6,
                detector(settings, clusterCidr, node, v6, false),
                detector(settings, clusterCidr, node, v6, true),
                settings.masqueradeAll(),
                NodePorts.of(settings, node, v6));
    }

    /// The local detectors of pkg/proxy/util/iptables/traffic.go. A mode that lacks its setting detects nothing.
    private static @Nullable Match detector(
            KubeProxy settings, List<Cidr> clusterCidr, NodeView node, boolean v6, boolean not) {
        String device = settings.detectInterface();
        return switch (settings.detectLocalMode()) {
            case "ClusterCIDR" -> inside(clusterCidr, v6, not);
            case "NodeCIDR" -> inside(node.podCidr(), v6, not);
            case "BridgeInterface" -> device == null ? null : new Match.In(not, device);
            case "InterfaceNamePrefix" -> device == null ? null : new Match.In(not, device + "+");
            default -> null;
        };
    }

    private static @Nullable Match inside(List<Cidr> cidrs, boolean v6, boolean not) {
        return cidrs.stream()
                .filter(c -> c.v6() == v6)
                .findFirst()
                .map(c -> new Match.Source(not, c.network()))
                .orElse(null);
    }

    /// The node IP of this family.
    Optional<Ip> primary() {
        return node.primary(v6);
    }

    /// Whether one of a load balancer's source ranges holds the node IP.
    boolean isAllowed(List<Cidr> sourceRanges) {
        return primary()
                .filter(ip -> sourceRanges.stream().anyMatch(r -> r.contains(ip)))
                .isPresent();
    }

    /// What it has in common with other nodes in IPVS mode.
    IpvsDoors doors() {
        return ports.doors(v6);
    }

    EndpointSets endpoints(int i) {
        return ports.endpoints(i, node);
    }

    /// Which addresses of the node answer on node ports (pkg/proxy/util/nodeport_addresses.go).
    ///
    /// @param all any local address; `some` counts where it is false
    /// @param localhost whether 127.0.0.0/8 does (`localhostNodePorts`)
    public record NodePorts(boolean all, List<Ip> some, boolean localhost) {

        public NodePorts {
            some = List.copyOf(some);
        }

        static NodePorts of(KubeProxy settings, NodeView node, boolean v6) {
            var addresses = NodePortAddresses.of(settings, v6);
            boolean localhost = onLocalhost(settings, addresses);
            if (addresses.all()) {
                return new NodePorts(true, List.of(), localhost);
            }
            List<Ip> some =
                    addresses.of(addresses.primaryOnly() ? node.primary(v6) : Optional.empty(), node.local()).stream()
                            .filter(ip -> !ip.isLoopback() || localhost)
                            .toList();
            return new NodePorts(false, some, localhost);
        }

        /// server_linux.go: without an IPv4 loopback address among them there is nothing for localhost to reach.
        public static boolean onLocalhost(KubeProxy settings, NodePortAddresses addresses) {
            return settings.localhostNodePorts() && addresses.holdsLocalhost();
        }
    }
}
