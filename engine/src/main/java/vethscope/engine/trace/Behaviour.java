package vethscope.engine.trace;

import java.util.List;
import vethscope.engine.trace.Step.Basis;

/// What the engine does, and how sure we are of it: a recording of a real kernel covers it, it is built after
/// documentation or source, or it is assumed. What each is stands in messages under `behaviour.<NAME>`, for an assumed
/// one the assumption itself; docs/fidelity.md lists all.
public enum Behaviour {
    CABLES(Basis.KERNEL, "02-same-node-bridge", "03b-l2-static-routes"),
    ARP(Basis.KERNEL, "03-vpc-routed", "15-routed-p2p", "16k-wrong-mask"),
    BRIDGE(Basis.KERNEL, "02-same-node-bridge", "02b-plain-bridge", "05-hairpin", "05b-hairpin-off"),
    BRIDGE_NETFILTER(Basis.KERNEL, "04-clusterip", "16h-bridge-nf-off", "16h2-bridge-nf-off-udp"),
    ROUTING(
            Basis.KERNEL,
            "03-vpc-routed",
            "16a-no-route-back",
            "16g-routing-loop",
            "16m-blackhole-route",
            "16p-node-no-default"),
    SOURCE_VALIDATION(Basis.KERNEL, "16f-rpfilter-strict", "16f-rpfilter-loose", "16g-routing-loop"),
    CONNTRACK(Basis.KERNEL, "04-clusterip", "08-internet-1to1"),
    RULES(
            Basis.KERNEL,
            "16i-networkpolicy-drop",
            "16i2-policy-reject-samenode",
            "16i3-policy-tcp-reset",
            "16j-forward-policy-drop",
            "proof/modules-of-packets",
            "proof/modules-at-a-port"),
    RULES_WITH_MEMORY(Basis.KERNEL, "proof/modules-that-count"),
    NAT(Basis.KERNEL, "08-internet-1to1", "08c-same-sport", "08d-masq-plain", "08d-masq-random", "09b-lb-snat"),
    ICMP_ERRORS(Basis.KERNEL, "04b-service-errors", "06-no-endpoints", "14c-mtu-blackhole"),
    KUBE_PROXY_IPTABLES(
            Basis.KERNEL, "04-clusterip", "06-no-endpoints", "09-lb-cluster", "10-lb-local", "13-nodeport-from-host"),
    KUBE_PROXY_NFTABLES(Basis.KERNEL, "18-nftables-proxy", "kernel6/10-nftables"),
    MASQUERADE(Basis.KERNEL, "16e-no-masquerade", "16o-masquerade-all"),
    FRAGMENTS(Basis.KERNEL, "14-vxlan", "14b-vxlan-mtu-mismatch"),
    VXLAN(Basis.KERNEL, "14-vxlan", "14b-vxlan-mtu-mismatch", "14c-mtu-blackhole"),
    SOCKETS(Basis.KERNEL, "01-pod-localhost", "11-node-pod", "12-hostnetwork"),
    IPV6(
            Basis.KERNEL,
            "kernel6/01-plain",
            "kernel6/02-sources",
            "kernel6/03-services",
            "kernel6/06-firewall",
            "kernel6/09-redirects"),
    AWS_VPC_CNI(Basis.KERNEL, "cni/aws-vpc-cni", "cni/aws-external-snat", "cni/aws-network-cards", "cni/aws-ipv6"),
    HOST_PORTS(Basis.KERNEL, "cni/host-port", "cni/masquerade-bridge"),
    RULES_OF_PLUGIN(
            Basis.KERNEL,
            "cni/masquerade-bridge",
            "cni/masquerade-ip-masq-agent",
            "cni/masquerade-kubenet",
            "cni/masquerade-flannel",
            "cni/masquerade-calico",
            "cni/calico-hosts"),
    IPIP(Basis.MODELLED),
    VLAN(Basis.MODELLED),
    SCTP(Basis.MODELLED),
    KUBE_PROXY_IPVS(Basis.MODELLED),
    NETWORK_POLICY(Basis.MODELLED),
    PROXY(Basis.MODELLED),
    SECURITY_GROUPS(Basis.MODELLED),
    NETWORK_ACLS(Basis.MODELLED),
    DNS(Basis.MODELLED),
    LONG_FRAMES(Basis.MODELLED),
    UNLISTED(Basis.MODELLED),
    VPC(Basis.ASSUMED),
    INTERNET(Basis.ASSUMED),
    DNS_OUT_OF_SIGHT(Basis.ASSUMED),
    RULE_PASSED_OVER(Basis.ASSUMED);

    private final Basis basis;
    private final List<String> recordings;

    Behaviour(Basis basis, String... recordings) {
        this.basis = basis;
        this.recordings = List.of(recordings);
    }

    public Basis basis() {
        return basis;
    }

    /// Names of recordings that cover it; none unless the basis is the kernel.
    public List<String> recordings() {
        return recordings;
    }

    /// What it is; of an assumed one, what is assumed.
    public Sentence sentence() {
        return Sentence.of("behaviour." + name());
    }

    /// The one that is less sure; of two that are as sure the one that says more.
    public Behaviour or(Behaviour other) {
        int less = other.basis.compareTo(basis);
        return less > 0 || less == 0 && other.ordinal() > ordinal() ? other : this;
    }
}
