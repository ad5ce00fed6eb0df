package vethscope.model;

import org.jspecify.annotations.Nullable;
import vethscope.model.element.FieldType;
import vethscope.model.element.Fields;

/// How a node wires its pods. Defaults: bridge, MTU 1500, hairpin on, no overlay.
///
/// @param standardGroups with `aws-vpc`: pods with security groups of their own are reached by the node directly, too
public record Cni(
        Type type, int mtu, boolean hairpinMode, @Nullable Overlay overlay, boolean standardGroups) {

    /// With strict enforcement of security groups for pods.
    public Cni(Type type, int mtu, boolean hairpinMode, @Nullable Overlay overlay) {
        this(type, mtu, hairpinMode, overlay, false);
    }

    public static final Cni DEFAULT = new Cni(Type.BRIDGE, 1500, true, null);

    public static final Fields<Cni> FIELDS = Fields.of(Cni.class, DEFAULT)
            .key(
                    "type",
                    FieldType.OneOf.lower(Type.values()),
                    "type",
                    "`bridge`: cni0 and veth pairs; `ptp`: routed /32 pods; `aws-vpc`: ENIs and policy routing")
            .written()
            .key("mtu", FieldType.MTU, "mtu", "bytes, of pods and bridge")
            .key("hairpinMode", FieldType.FLAG, "hairpinMode", "a bridge port may send back what came in by it")
            .key("overlay", new FieldType.Nested<>(Overlay.FIELDS), "overlay", "the tunnel between nodes; none: routed")
            .key(
                    "podSecurityGroupEnforcingMode",
                    FieldType.OneOf.flag("strict", "standard"),
                    "standardGroups",
                    "with `aws-vpc`: whether all packets of a pod on a branch ENI pass the vpc, or those of its node"
                            + " do not");

    public Cni withMtu(int mtu) {
        return new Cni(type, mtu, hairpinMode, overlay, standardGroups);
    }

    /// `bridge`: cni0/cbr0 and veth pairs; `ptp`: routed /32 pods behind 169.254.1.1; `aws-vpc`: ENIs and policy
    /// routing.
    public enum Type {
        BRIDGE,
        PTP,
        AWS_VPC
    }
}
