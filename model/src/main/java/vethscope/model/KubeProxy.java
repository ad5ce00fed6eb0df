package vethscope.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Cidr;

/// How kube-proxy runs on a node.
///
/// @param clusterCidr null and `noDetector` false: the cluster's podCIDR; `noDetector` true: the file says null, there is no local detector
/// @param detectLocalMode ClusterCIDR, NodeCIDR, BridgeInterface or InterfaceNamePrefix
public record KubeProxy(
        Mode mode,
        List<Cidr> clusterCidr,
        boolean noDetector,
        String detectLocalMode,
        boolean masqueradeAll,
        boolean randomFully,
        List<Cidr> nodePortAddresses,
        boolean localhostNodePorts,
        List<Cidr> serviceCidrs,
        String scheduler,
        @Nullable String detectInterface) {

    public static final KubeProxy DEFAULT = new KubeProxy(
            Mode.IPTABLES, List.of(), false, "ClusterCIDR", false, true, List.of(), true, List.of(), "rr", null);

    public enum Mode {
        IPTABLES,
        NFTABLES,
        IPVS,
        NONE
    }

    public KubeProxy {
        clusterCidr = List.copyOf(clusterCidr);
        nodePortAddresses = List.copyOf(nodePortAddresses);
        serviceCidrs = List.copyOf(serviceCidrs);
    }
}
