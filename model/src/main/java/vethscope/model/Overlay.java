package vethscope.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Mac;

/// A tunnel between nodes, flannel style. `mac` null: generated from node and device. `missingPeers` are nodes for
/// which route, neighbour and FDB entry are all absent. Defaults: flannel.1, VNI 1, UDP 8472, MTU 1450.
public record Overlay(
        Type type, String device, int vni, int port, int mtu, @Nullable Mac mac, List<Id> missingPeers) {

    public enum Type {
        VXLAN,
        IPIP
    }

    public Overlay {
        missingPeers = List.copyOf(missingPeers);
    }
}
