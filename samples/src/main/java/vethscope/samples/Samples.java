package vethscope.samples;

import java.util.List;
import java.util.Optional;

/// The samples in the order in which they teach.
public final class Samples {

    private static final List<String> IDS = List.of(
            "01-root-namespace",
            "02-pod-containers",
            "03-veth-pairs",
            "04-bridge",
            "05-pod-to-pod-same-node",
            "06-pod-to-pod-across-nodes",
            "07-aws-vpc-cni",
            "08-pod-to-service",
            "09-service-to-pod",
            "10-ipvs",
            "11-pod-to-internet",
            "12-load-balancer",
            "13-ingress-alb",
            "14-nftables",
            "15-vxlan",
            "16-routed-pods",
            "17-network-policy",
            "18-dns",
            "19-session-affinity",
            "20-hairpin",
            "21-node-local",
            "22-dual-stack",
            "23-ingress-gateway",
            "24a-no-return-route",
            "24b-wrong-gateway",
            "24c-duplicate-address",
            "24d-forwarding-off",
            "24e-no-masquerade",
            "24f-bridge-nf-off",
            "24g-strict-rp-filter",
            "24h-routing-loop",
            "24i-mtu-black-hole",
            "24j-target-port-typo",
            "24k-selector-matches-nothing",
            "24l-local-policy-unchecked");

    private Samples() {}

    public static List<Sample> all() {
        return IDS.stream().map(Sample::read).toList();
    }

    /// The sample of that id, such as `08-pod-to-service`.
    public static Optional<Sample> find(String id) {
        return IDS.contains(id) ? Optional.of(Sample.read(id)) : Optional.empty();
    }
}
