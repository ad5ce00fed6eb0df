package vethscope.model;

import org.jspecify.annotations.Nullable;

/// How a node wires its pods. Defaults: bridge, MTU 1500, hairpin on, no overlay.
public record Cni(Type type, int mtu, boolean hairpinMode, @Nullable Overlay overlay) {

    public static final Cni DEFAULT = new Cni(Type.BRIDGE, 1500, true, null);

    /// `bridge`: cni0/cbr0 and veth pairs; `ptp`: routed /32 pods behind 169.254.1.1; `aws-vpc`: ENIs and policy routing.
    public enum Type {
        BRIDGE,
        PTP,
        AWS_VPC
    }
}
