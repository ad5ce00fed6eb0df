package vethscope.model.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import vethscope.model.Cni;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// Who has which address in a generated cluster. Nodes and pods count from 0.
///
/// Nodes stand in one subnet and pods in a /24 for each node; with the Amazon VPC CNI both have addresses of /18
/// subnets, which fill up one after the other.
final class Addresses {

    /// Addresses of an ENI beside its own: m5.4xlarge, as most types of that size.
    static final int POOL = 29;

    private static final Cidr NODES = Cidr.parse("10.0.0.0/16");
    private static final Cidr FEW_PODS = Cidr.parse("10.244.0.0/16");
    private static final Cidr MANY_PODS = Cidr.parse("10.128.0.0/9");
    private static final Ip SERVICES = Ip.parse("10.96.0.0");
    private static final int FIRST_NODE = 11;
    private static final int FEW_NODES = 255;
    private static final int AWS_SUBNET = 18;
    private static final int AWS_RESERVED = 4;

    private final ClusterSize size;

    Addresses(ClusterSize size) {
        this.size = size;
    }

    Cidr podCidr() {
        return size.nodes() > FEW_NODES ? MANY_PODS : FEW_PODS;
    }

    Cidr podCidr(int node) {
        return new Cidr(podCidr().ip().plus((node + 1) * 256L), 24);
    }

    Cidr bridge(int node) {
        return new Cidr(podCidr(node).ip().plus(1), 24);
    }

    Cidr pod(int node, int pod) {
        return switch (size.cni()) {
            case BRIDGE -> new Cidr(podCidr(node).ip().plus(2 + pod), 24);
            case PTP -> Cidr.host(podCidr(node).ip().plus(2 + pod));
            case AWS_VPC -> Cidr.host(eni(node, pod / POOL).ip().plus(1 + pod % POOL));
        };
    }

    /// The address of a node's first interface.
    Cidr node(int node) {
        return size.cni() == Cni.Type.AWS_VPC
                ? eni(node, 0)
                : new Cidr(NODES.ip().plus(FIRST_NODE + node), 16);
    }

    /// How many ENIs carry a node's pods.
    int enis() {
        return Math.max(1, (size.podsPerNode() + POOL - 1) / POOL);
    }

    /// An ENI's own address; its pool follows.
    Cidr eni(int node, int eni) {
        Ip first = subnet(node).ip().plus(AWS_RESERVED);
        return new Cidr(
                first.plus((long) (node % nodesInSubnet()) * addressesOfNode() + eni * (POOL + 1L)), AWS_SUBNET);
    }

    /// An ENI's pool.
    List<Ip> pool(int node, int eni) {
        Ip own = eni(node, eni).ip();
        return IntStream.rangeClosed(1, POOL).mapToObj(own::plus).toList();
    }

    /// Where the network's router has the first address.
    Cidr subnet(int node) {
        return size.cni() == Cni.Type.AWS_VPC ? awsSubnet(node / nodesInSubnet()) : NODES;
    }

    /// Every subnet with a node, in order.
    List<Cidr> subnets() {
        var subnets = new ArrayList<Cidr>();
        IntStream.range(0, size.nodes()).mapToObj(this::subnet).distinct().forEach(subnets::add);
        return subnets;
    }

    /// The blocks of /16 that hold the subnets.
    Stream<Cidr> vpc() {
        return subnets().stream().map(s -> new Cidr(s.ip(), 16).network()).distinct();
    }

    Ip router(int node) {
        return subnet(node).ip().plus(1);
    }

    /// What leads out of the nodes' network under an overlay.
    Cidr gateway() {
        return new Cidr(router(0), NODES.prefix());
    }

    Ip service(int service) {
        return SERVICES.plus(10L + service);
    }

    private static Cidr awsSubnet(int index) {
        return new Cidr(NODES.ip().plus((long) index << (32 - AWS_SUBNET)), AWS_SUBNET);
    }

    private int addressesOfNode() {
        return enis() * (POOL + 1);
    }

    /// The last address of a subnet is its broadcast address.
    private int nodesInSubnet() {
        return ((1 << (32 - AWS_SUBNET)) - AWS_RESERVED - 1) / addressesOfNode();
    }
}
