package vethscope.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.FieldType;
import vethscope.model.element.Fields;

/// Who hides what leaves the cluster behind a node's address, and for which destinations not.
///
/// @param source empty: the cluster's podCIDR
/// @param exclude empty: what the type takes by default
/// @param masqLinkLocal of ip-masq-agent: 169.254.0.0/16 is no exception
/// @param natOutgoingAddress of calico: this address rather than the device's own
/// @param natPortRange of calico: source ports of TCP and UDP; null: any
/// @param sparesHosts of calico: packets to other nodes are not masqueraded either
public record Masquerade(
        Type type,
        List<Cidr> source,
        List<Cidr> exclude,
        boolean randomFully,
        boolean masqLinkLocal,
        @Nullable Ip natOutgoingAddress,
        @Nullable String natPortRange,
        boolean sparesHosts) {

    public static final Masquerade DEFAULT =
            new Masquerade(Type.CIDR, List.of(), List.of(), false, false, null, null, false);

    public static final Fields<Masquerade> FIELDS = Fields.of(Masquerade.class, DEFAULT)
            .key(
                    "type",
                    FieldType.OneOf.lower(Type.values()),
                    "type",
                    "whose rules: `cidr`: from `source`, not to `exclude`; `bridge`: ipMasq of the plugins bridge and ptp, pod by "
                            + "pod, not within the pod's own prefix; `kubenet`; `ip-masq-agent`; `flannel`; `calico`: natOutgoing. "
                            + "With the cni `aws-vpc` they are the AWS VPC CNI's own")
            .key(
                    "source",
                    FieldType.ADDRESSES,
                    "source",
                    "of `cidr`, `flannel` and `calico`: whose packets are masqueraded; none: the cluster's podCIDR. The others "
                            + "take each pod's address, or any")
            .key(
                    "exclude",
                    FieldType.PREFIXES,
                    "exclude",
                    "destinations that are not; none: the cluster's podCIDR, for `kubenet` 10.0.0.0/8, for `ip-masq-agent` "
                            + "10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16. With `aws-vpc` beside the vpc's own")
            .key("randomFully", FieldType.FLAG, "randomFully", "source ports are chosen at random")
            .key(
                    "masqLinkLocal",
                    FieldType.FLAG,
                    "masqLinkLocal",
                    "of `ip-masq-agent`: packets to 169.254.0.0/16 are masqueraded too")
            .key(
                    "natOutgoingAddress",
                    FieldType.IP,
                    "natOutgoingAddress",
                    "of `calico`: the address that packets leave with; none: that of the device")
            .key(
                    "natPortRange",
                    FieldType.TEXT,
                    "natPortRange",
                    "of `calico`: the source ports that TCP and UDP get, such as 32768:60999; none: any")
            .key(
                    "natOutgoingExclusions",
                    FieldType.OneOf.flag("IPPoolsOnly", "IPPoolsAndHostIPs"),
                    "sparesHosts",
                    "of `calico`: whether packets to other nodes' own addresses are spared too");

    /// Whose rules they are.
    public enum Type {
        CIDR,
        BRIDGE,
        KUBENET,
        IP_MASQ_AGENT,
        FLANNEL,
        CALICO
    }

    public Masquerade {
        source = List.copyOf(source);
        exclude = List.copyOf(exclude);
    }
}
