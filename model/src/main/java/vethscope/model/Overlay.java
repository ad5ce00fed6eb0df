package vethscope.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Mac;
import vethscope.model.element.FieldType;
import vethscope.model.element.Fields;

/// A tunnel between nodes: VXLAN as flannel sets it up, or IPIP as Calico does. `mac` null: generated from node and
/// device. `missingPeers` are nodes for which route, neighbour and FDB entry are all absent.
///
/// @param deviceName null: flannel.1, and tunl0 for IPIP
/// @param mtuBytes null: what an Ethernet of 1500 leaves, 1450 and 1480 for IPIP
public record Overlay(
        Type type,
        @Nullable String deviceName,
        int vni,
        int port,
        @Nullable Integer mtuBytes,
        @Nullable Mac mac,
        List<Id> missingPeers,
        boolean directRouting) {

    public static final Overlay DEFAULT = new Overlay(Type.VXLAN, null, 1, 8472, null, null, List.of(), false);

    static final Fields<Overlay> FIELDS = Fields.of(Overlay.class, DEFAULT)
            .key("type", FieldType.OneOf.lower(Type.values()), "type", "the tunnel")
            .written()
            .key("device", FieldType.TEXT, "deviceName", "interface name; none: flannel.1, and tunl0 for ipip")
            .key("vni", new FieldType.Whole(0, 0xffffff), "vni", "VXLAN network identifier")
            .key("port", FieldType.PORT, "port", "UDP port")
            .key("mtu", FieldType.MTU, "mtuBytes", "bytes; none: 1450, and 1480 for ipip")
            .key("mac", FieldType.MAC, "mac", "none: generated from node and device")
            .key(
                    "missingPeers",
                    FieldType.refs("node"),
                    "missingPeers",
                    "nodes for which route, neighbour and FDB entry are all absent")
            .key(
                    "directRouting",
                    FieldType.FLAG,
                    "directRouting",
                    "nodes of the same subnet are reached without the tunnel (flannel: DirectRouting, Calico: CrossSubnet)");

    public enum Type {
        VXLAN,
        IPIP
    }

    /// The interface's name.
    public String device() {
        return deviceName != null ? deviceName : type == Type.VXLAN ? "flannel.1" : "tunl0";
    }

    /// The largest packet that the tunnel takes, in bytes.
    public int mtu() {
        return mtuBytes != null ? mtuBytes : type == Type.VXLAN ? 1450 : 1480;
    }

    public Overlay {
        missingPeers = List.copyOf(missingPeers);
    }
}
