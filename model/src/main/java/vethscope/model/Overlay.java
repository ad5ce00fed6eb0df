package vethscope.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Mac;
import vethscope.model.element.FieldType;
import vethscope.model.element.Fields;

/// A tunnel between nodes, flannel style. `mac` null: generated from node and device. `missingPeers` are nodes
/// for which route, neighbour and FDB entry are all absent. Defaults: flannel.1, VNI 1, UDP 8472, MTU 1450.
public record Overlay(
        Type type,
        String device,
        int vni,
        int port,
        int mtu,
        @Nullable Mac mac,
        List<Id> missingPeers) {

    public static final Overlay DEFAULT = new Overlay(Type.VXLAN, "flannel.1", 1, 8472, 1450, null, List.of());

    static final Fields<Overlay> FIELDS = Fields.of(Overlay.class, DEFAULT)
            .key("type", FieldType.OneOf.lower(Type.values()), "type", "the tunnel")
            .written()
            .key("device", FieldType.TEXT, "device", "interface name")
            .key("vni", new FieldType.Whole(0, 0xffffff), "vni", "VXLAN network identifier")
            .key("port", FieldType.PORT, "port", "UDP port")
            .key("mtu", FieldType.MTU, "mtu", "bytes")
            .key("mac", FieldType.MAC, "mac", "none: generated from node and device")
            .key(
                    "missingPeers",
                    FieldType.refs("node"),
                    "missingPeers",
                    "nodes for which route, neighbour and FDB entry are all absent");

    public enum Type {
        VXLAN,
        IPIP
    }

    public Overlay {
        missingPeers = List.copyOf(missingPeers);
    }
}
