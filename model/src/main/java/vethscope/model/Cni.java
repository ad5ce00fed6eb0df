package vethscope.model;

import org.jspecify.annotations.Nullable;
import vethscope.model.element.FieldType;
import vethscope.model.element.Fields;

/// How a node wires its pods. Defaults: bridge, MTU 1500, hairpin on, no overlay.
///
/// @param aws with `aws-vpc`
/// @param calico with `ptp`
public record Cni(
        Type type, int mtu, boolean hairpinMode, @Nullable Overlay overlay, AwsSettings aws, CalicoSettings calico) {

    /// Without settings of a plugin's own.
    public Cni(Type type, int mtu, boolean hairpinMode, @Nullable Overlay overlay) {
        this(type, mtu, hairpinMode, overlay, AwsSettings.DEFAULT, CalicoSettings.DEFAULT);
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
            .including("aws", AwsSettings.FIELDS)
            .including("calico", CalicoSettings.FIELDS);

    public Cni withMtu(int mtu) {
        return new Cni(type, mtu, hairpinMode, overlay, aws, calico);
    }

    /// `bridge`: cni0/cbr0 and veth pairs; `ptp`: routed /32 pods behind 169.254.1.1; `aws-vpc`: ENIs and policy
    /// routing.
    public enum Type {
        BRIDGE,
        PTP,
        AWS_VPC
    }
}
