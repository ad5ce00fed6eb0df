package vethscope.engine.compile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vethscope.engine.compile.Site.NodeSite;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Route;
import vethscope.model.Id;
import vethscope.model.Overlay;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;
import vethscope.model.element.Nic;

/// Tunnels between nodes as flannel sets them up (flannel pkg/backend/vxlan): a device with the pod CIDR's base
/// address,
/// and per remote node a route, a permanent neighbour and a permanent FDB entry.
final class Overlays {

    /// One end of the overlay.
    ///
    /// @param outer the node's address, which the tunnel's packets carry
    private record End(NodeSite node, Overlay overlay, Cidr podCidr, Ip outer, Mac mac) {
        Ip base() {
            return podCidr.network().ip();
        }
    }

    private final Map<Id, End> ends = new LinkedHashMap<>();

    /// Adds each node's tunnel device.
    static Overlays of(Site site, Devices devices) {
        var overlays = new Overlays();
        site.nodes().values().forEach(node -> overlays.add(node, devices));
        return overlays;
    }

    private void add(NodeSite node, Devices devices) {
        Optional<Nic> nic = node.primary();
        if (node.cni() == null
                || node.cni().overlay() == null
                || nic.isEmpty()
                || node.podCidr().isEmpty()) {
            return;
        }
        Overlay overlay = node.cni().overlay();
        Mac mac = overlay.mac() == null ? Mac.generated(node.id().value(), overlay.device()) : overlay.mac();
        var end = new End(
                node, overlay, node.podCidr().getFirst(), node.addresses().getFirst(), mac);
        Interface.Kind kind = switch (overlay.type()) {
            case VXLAN -> Interface.Kind.VXLAN;
            case IPIP -> Interface.Kind.IPIP;
        };
        var device = new Device(overlay.device(), kind, mac, overlay.mtu(), List.of(Cidr.host(end.base())));
        boolean vxlan = kind == Interface.Kind.VXLAN;
        device.tunnel = new Interface.Tunnel(
                vxlan ? overlay.vni() : 0,
                vxlan ? overlay.port() : 0,
                end.outer(),
                nic.get().name());
        if (devices.add(node.id(), device)) {
            ends.put(node.id(), end);
        }
    }

    private Optional<End> end(Id node) {
        return Optional.ofNullable(ends.get(node));
    }

    /// The other ends that a node knows of.
    private List<End> peers(End self) {
        return ends.values().stream()
                .filter(e -> e != self
                        && e.overlay().type() == self.overlay().type()
                        && e.overlay().vni() == self.overlay().vni()
                        && !self.overlay().missingPeers().contains(e.node().id()))
                .toList();
    }

    void addRoutes(RouteTables tables, Id node) {
        end(node).ifPresent(self -> peers(self).forEach(peer -> tables.add(Route.MAIN, route(self, peer))));
    }

    private static Route route(End self, End peer) {
        boolean vxlan = self.overlay().type() == Overlay.Type.VXLAN;
        return new Route(
                Route.Type.UNICAST,
                peer.podCidr().network(),
                vxlan ? peer.base() : peer.outer(),
                self.overlay().device(),
                null,
                0,
                true,
                vxlan ? "flannel" : "CNI");
    }

    Netns.Permanent permanent(Id node) {
        Optional<End> self = end(node).filter(e -> e.overlay().type() == Overlay.Type.VXLAN);
        if (self.isEmpty()) {
            return Netns.Permanent.NONE;
        }
        String device = self.get().overlay().device();
        List<End> peers = peers(self.get());
        return new Netns.Permanent(
                peers.stream()
                        .map(p -> new Netns.NeighbourEntry(device, p.base(), p.mac()))
                        .toList(),
                peers.stream()
                        .map(p -> new Netns.FdbEntry(device, p.mac(), p.outer()))
                        .toList());
    }
}
