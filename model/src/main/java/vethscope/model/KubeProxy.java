package vethscope.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
        boolean strictArp) {

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
            false);

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
                    FieldType.PREFIXES,
                    "nodePortAddresses",
                    "node addresses that serve node ports; none: all")
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
                    "of ipvs: arp_ignore 1 and arp_announce 2, so that the node does not answer ARP for services' addresses");

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
                strictArp);
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
