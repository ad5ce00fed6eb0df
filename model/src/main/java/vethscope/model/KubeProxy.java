package vethscope.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Cidr;
import vethscope.model.element.FieldType;
import vethscope.model.element.Fields;
import vethscope.model.element.Part;

/// How kube-proxy runs on a node.
///
/// @param clusterCidr null and `noDetector` false: the cluster's podCIDR; `noDetector` true: the file says null,
///     there is no local detector
/// @param masqueradeBit 0 to 31
/// @param nodePortAddresses empty and `primaryNodePorts` true: the file says `primary`, the node IPs only
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
        @Nullable String detectInterface,
        int masqueradeBit,
        boolean strictArp,
        boolean primaryNodePorts,
        FeatureGates featureGates) {

    private static final int DEFAULT_BIT = 14;

    private static final String[] LOCAL_MODES = {"ClusterCIDR", "NodeCIDR", "BridgeInterface", "InterfaceNamePrefix"};

    public static final KubeProxy DEFAULT = new KubeProxy(
            Mode.IPTABLES,
            List.of(),
            false,
            "ClusterCIDR",
            false,
            true,
            List.of(),
            true,
            List.of(),
            "rr",
            null,
            DEFAULT_BIT,
            false,
            false,
            FeatureGates.DEFAULT);

    /// Without `primary` among the node port addresses, feature gates as they are today.
    public KubeProxy(
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
            @Nullable String detectInterface,
            int masqueradeBit,
            boolean strictArp) {
        this(
                mode,
                clusterCidr,
                noDetector,
                detectLocalMode,
                masqueradeAll,
                randomFully,
                nodePortAddresses,
                localhostNodePorts,
                serviceCidrs,
                scheduler,
                detectInterface,
                masqueradeBit,
                strictArp,
                false,
                FeatureGates.DEFAULT);
    }

    /// Gates of kube-proxy that change what it programs.
    ///
    /// @param trafficDistribution zone hints count without an annotation, as in all versions after 1.30
    public record FeatureGates(boolean trafficDistribution) {

        public static final FeatureGates DEFAULT = new FeatureGates(true);

        static final Fields<FeatureGates> FIELDS = Fields.of(FeatureGates.class, DEFAULT)
                .key(
                        "ServiceTrafficDistribution",
                        FieldType.FLAG,
                        "trafficDistribution",
                        "off, as in 1.30: zone hints count only for a Service with the annotation"
                                + " `service.kubernetes.io/topology-mode`");
    }

    private static final String PRIMARY = "primary";

    /// One of the node port addresses: a prefix, or empty for the word.
    private record NodeAddress(Optional<Cidr> cidr) {

        static NodeAddress parse(String text) {
            return new NodeAddress(text.equals(PRIMARY) ? Optional.empty() : Optional.of(Cidr.parse(text)));
        }

        @Override
        public String toString() {
            return cidr.map(Cidr::toString).orElse(PRIMARY);
        }
    }

    private static final FieldType<List<NodeAddress>> NODE_ADDRESSES = new FieldType.Several<>(
            new FieldType.Parsed<>("a prefix such as 10.0.0.0/8, or primary", NodeAddress::parse), false);

    private static final FieldType<List<Cidr>> DETECTOR = new FieldType.Cases<>(List.of(
            FieldType.Case.literal(null, Objects::isNull, null),
            new FieldType.Case<>(FieldType.ADDRESSES, Optional::ofNullable, cidrs -> cidrs)));

    public static final Fields<KubeProxy> FIELDS = Fields.of(KubeProxy.class, DEFAULT)
            .key("mode", FieldType.OneOf.lower(Mode.values()), "mode", "what it programs; `none`: it does not run")
            .written()
            .key(
                    "clusterCIDR",
                    DETECTOR,
                    new Part<>(KubeProxy::detector, KubeProxy::withDetector),
                    "addresses that count as local; none: the cluster's podCIDR; null: no local detector")
            .key(
                    "detectLocalMode",
                    FieldType.OneOf.of(LOCAL_MODES, mode -> mode),
                    "detectLocalMode",
                    "how traffic of the node's own pods is told")
            .key(
                    "masqueradeAll",
                    FieldType.FLAG,
                    "masqueradeAll",
                    "masquerade everything that goes to a service's address")
            .key("randomFully", FieldType.FLAG, "randomFully", "source ports are chosen at random")
            .key(
                    "nodePortAddresses",
                    NODE_ADDRESSES,
                    new Part<>(KubeProxy::nodeAddresses, KubeProxy::withNodeAddresses),
                    "node addresses that serve node ports, or `primary` for the node IPs; none: all, in mode `nftables`"
                            + " `primary`")
            .key("localhostNodePorts", FieldType.FLAG, "localhostNodePorts", "node ports answer on 127.0.0.1 too")
            .key("serviceCIDRs", FieldType.PREFIXES, "serviceCidrs", "none: the cluster's serviceCIDR")
            .key("scheduler", FieldType.TEXT, "scheduler", "of ipvs")
            .key(
                    "detectInterface",
                    FieldType.TEXT,
                    "detectInterface",
                    "the interface or prefix of BridgeInterface and InterfaceNamePrefix")
            .key(
                    "masqueradeBit",
                    new FieldType.Whole(0, 31),
                    "masqueradeBit",
                    "the bit of a packet's mark that asks for the masquerade")
            .key(
                    "strictARP",
                    FieldType.FLAG,
                    "strictArp",
                    "of ipvs: arp_ignore 1 and arp_announce 2, so that the node does not answer ARP for services' addresses")
            .key(
                    "featureGates",
                    new FieldType.Nested<>(FeatureGates.FIELDS),
                    "featureGates",
                    "gates that are not as in the newest version");

    /// The mark of packets that are to be masqueraded.
    public int masqueradeMark() {
        return 1 << masqueradeBit;
    }

    private @Nullable List<Cidr> detector() {
        return noDetector ? null : clusterCidr;
    }

    private KubeProxy withDetector(@Nullable List<Cidr> cidrs) {
        return new KubeProxy(
                mode,
                cidrs == null ? List.of() : cidrs,
                cidrs == null,
                detectLocalMode,
                masqueradeAll,
                randomFully,
                nodePortAddresses,
                localhostNodePorts,
                serviceCidrs,
                scheduler,
                detectInterface,
                masqueradeBit,
                strictArp,
                primaryNodePorts,
                featureGates);
    }

    private List<NodeAddress> nodeAddresses() {
        Stream<NodeAddress> primary = primaryNodePorts ? Stream.of(new NodeAddress(Optional.empty())) : Stream.empty();
        return Stream.concat(
                        primary, nodePortAddresses.stream().map(Optional::of).map(NodeAddress::new))
                .toList();
    }

    private KubeProxy withNodeAddresses(List<NodeAddress> addresses) {
        return new KubeProxy(
                mode,
                clusterCidr,
                noDetector,
                detectLocalMode,
                masqueradeAll,
                randomFully,
                addresses.stream().flatMap(a -> a.cidr.stream()).toList(),
                localhostNodePorts,
                serviceCidrs,
                scheduler,
                detectInterface,
                masqueradeBit,
                strictArp,
                addresses.stream().anyMatch(a -> a.cidr.isEmpty()),
                featureGates);
    }

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
