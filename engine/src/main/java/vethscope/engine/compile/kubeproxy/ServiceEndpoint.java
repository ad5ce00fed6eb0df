package vethscope.engine.compile.kubeproxy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.packet.Packet;
import vethscope.model.address.Ip;

/// An address and port behind a service port, with the conditions of discovery.k8s.io/v1.
///
/// @param node where it runs, by the node's id or name; null: nowhere that is known
public record ServiceEndpoint(
        Ip ip, int port, @Nullable String node, boolean ready, boolean serving, boolean terminating, Hints hints) {

    /// Which zones and nodes should use it; empty lists: no such hint.
    public record Hints(List<String> zones, List<String> nodes) {
        public static final Hints NONE = new Hints(List.of(), List.of());

        public Hints {
            zones = List.copyOf(zones);
            nodes = List.copyOf(nodes);
        }
    }

    /// Without a node it is local nowhere (pkg/proxy/endpointslicecache.go).
    boolean isLocal(NodeView at) {
        return node != null && (node.equals(at.name()) || node.equals(at.id().value()));
    }

    /// The last resort of a set that has nothing ready.
    boolean isDraining() {
        return serving && terminating;
    }

    /// As kube-proxy names it in comments and chain names: `10.244.1.2:8080`.
    @Override
    public String toString() {
        return Packet.at(ip, port);
    }
}
