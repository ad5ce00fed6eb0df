package vethscope.engine.compile.cni;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import vethscope.engine.compile.route.RouteTables;
import vethscope.engine.compile.site.Device;
import vethscope.engine.compile.site.Devices;
import vethscope.engine.compile.site.Shared;
import vethscope.engine.compile.site.Site;
import vethscope.engine.compile.site.Site.NodeSite;
import vethscope.engine.compile.site.Views;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns.FdbEntry;
import vethscope.engine.network.Netns.NeighbourEntry;
import vethscope.engine.network.Netns.Permanent;
import vethscope.engine.network.Route;
import vethscope.engine.origin.Origin;
import vethscope.engine.packet.Family;
import vethscope.model.Id;
import vethscope.model.Overlay;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;
import vethscope.model.element.Nic;

/// Tunnels between nodes as flannel sets them up (flannel pkg/backend/vxlan): a device with the pod CIDR's base
/// address (with two families both addresses; flannel itself would make a device for each), and per remote node a
/// route, a permanent neighbour and a permanent FDB entry. What a node knows of the others is a view of what all
/// share: 5,000 nodes would hold 25 million routes.
public final class Overlays {

    /// One end of an overlay.
    ///
    /// @param outer the node's address, which the tunnel's packets carry
    private record End(NodeSite node, Overlay overlay, Cidr podCidr, Ip outer, Mac mac) {
        Ip base() {
            return podCidr.network().ip();
        }

        boolean isOnSubnetOf(End other) {
            return node.primary().stream()
                    .flatMap(nic -> nic.addresses().stream())
                    .anyMatch(address -> address.contains(other.outer));
        }
    }

    /// Nodes that tunnel packets of one family to each other through devices of the same name.
    private record Key(Overlay.Type type, int vni, String device, Family inner) {
        static Key of(End end) {
            Overlay overlay = end.overlay();
            int vni = overlay.type() == Overlay.Type.VXLAN ? overlay.vni() : 0;
            return new Key(overlay.type(), vni, overlay.device(), Family.of(end.base()));
        }
    }

    /// All ends of one overlay, and the entries that lead to each, at the same places.
    private static final class Mesh {
        private final Map<Id, Integer> places = new LinkedHashMap<>();
        private final List<End> ends = new ArrayList<>();
        private final List<Route> routes = new ArrayList<>();
        private final Shared<NeighbourEntry> neighbours = new Shared<>(NeighbourEntry::ip);
        private final Shared<FdbEntry> fdb = new Shared<>(FdbEntry::mac);
        private final Set<Cidr> destinations = new HashSet<>();

        void add(End end) {
            places.put(end.node().id(), ends.size());
            ends.add(end);
            routes.add(route(end));
            destinations.add(end.podCidr().network());
            neighbours.add(new NeighbourEntry(end.overlay().device(), end.base(), end.mac(), Origin.FLANNEL));
            fdb.add(new FdbEntry(end.overlay().device(), end.mac(), end.outer()));
        }

        private static Route route(End to) {
            boolean vxlan = to.overlay().type() == Overlay.Type.VXLAN;
            Ip via = vxlan ? to.base() : to.outer();
            Origin author = vxlan ? Origin.FLANNEL : Origin.CNI;
            return new Route(
                    Route.Type.UNICAST,
                    to.podCidr().network(),
                    via,
                    to.overlay().device(),
                    null,
                    Family.of(via).metric(),
                    true,
                    author);
        }

        /// The places that a node has no entry for: its own, its missing peers', and those that it reaches directly.
        int[] unknownTo(End self) {
            IntStream absent = IntStream.concat(
                    IntStream.of(Objects.requireNonNull(places.get(self.node().id()))),
                    self.overlay().missingPeers().stream()
                            .map(places::get)
                            .filter(Objects::nonNull)
                            .mapToInt(i -> i));
            return IntStream.concat(absent, near(self)).distinct().toArray();
        }

        /// The places of the nodes on a subnet of this one that are reached without the tunnel.
        private IntStream near(End self) {
            return self.overlay().directRouting()
                    ? IntStream.range(0, ends.size()).filter(i -> self.isOnSubnetOf(ends.get(i)))
                    : IntStream.empty();
        }

        /// Plain routes to their pods (flannel pkg/backend/vxlan/vxlan_network.go, directRoutingOK).
        List<Route> direct(End self) {
            var missing = new HashSet<>(self.overlay().missingPeers());
            return near(self)
                    .mapToObj(ends::get)
                    .filter(end -> end != self && !missing.contains(end.node().id()))
                    .map(end -> new Route(
                            Route.Type.UNICAST,
                            end.podCidr().network(),
                            end.outer(),
                            self.node().primary().orElseThrow().name(),
                            null,
                            Family.of(end.outer()).metric(),
                            false,
                            route(end).author()))
                    .toList();
        }
    }

    private final Map<Key, Mesh> meshes = new LinkedHashMap<>();
    private final Map<Id, List<End>> ends = new LinkedHashMap<>();

    /// Adds each node's tunnel device.
    public static Overlays of(Site site, Devices devices) {
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
        List<End> own = node.podCidr().stream()
                .filter(cidr -> carries(overlay, Family.of(cidr.v6())))
                .map(cidr -> new End(node, overlay, cidr, node.addresses().getFirst(), mac))
                .toList();
        if (!own.isEmpty() && devices.add(node.id(), device(own, nic.get()))) {
            ends.put(node.id(), own);
            own.forEach(
                    end -> meshes.computeIfAbsent(Key.of(end), k -> new Mesh()).add(end));
        }
    }

    /// VXLAN carries frames, IPIP nothing but IPv4.
    private static boolean carries(Overlay overlay, Family inner) {
        return overlay.type() == Overlay.Type.VXLAN || inner == Family.V4;
    }

    private static Device device(List<End> own, Nic nic) {
        End end = own.getFirst();
        Overlay overlay = end.overlay();
        boolean vxlan = overlay.type() == Overlay.Type.VXLAN;
        Interface.Kind kind = vxlan ? Interface.Kind.VXLAN : Interface.Kind.IPIP;
        List<Cidr> addresses = own.stream().map(e -> Cidr.host(e.base())).toList();
        var device = new Device(overlay.device(), kind, end.mac(), overlay.mtu(), addresses);
        device.tunnel =
                new Interface.Tunnel(vxlan ? overlay.vni() : 0, vxlan ? overlay.port() : 0, end.outer(), nic.name());
        return device;
    }

    private Mesh mesh(End end) {
        return Objects.requireNonNull(meshes.get(Key.of(end)));
    }

    private List<End> ends(Id node) {
        return ends.getOrDefault(node, List.of());
    }

    /// The routes to the other nodes' pods: through the tunnel of a node, or straight where the overlay allows.
    public void addRoutes(RouteTables tables, Id node) {
        for (End self : ends(node)) {
            Mesh mesh = mesh(self);
            tables.share(Views.without(mesh.routes, mesh.unknownTo(self)), mesh.destinations);
            mesh.direct(self).forEach(route -> tables.add(Route.MAIN, route));
        }
    }

    /// Both families share the device, so that one entry leads its frames to a node.
    public Permanent permanent(Id node) {
        List<NeighbourEntry> neighbours = List.of();
        List<FdbEntry> fdb = List.of();
        for (End self : ends(node)) {
            if (self.overlay().type() == Overlay.Type.VXLAN) {
                Mesh mesh = mesh(self);
                int[] unknown = mesh.unknownTo(self);
                neighbours = Views.joined(neighbours, mesh.neighbours.without(unknown));
                fdb = fdb.isEmpty() ? mesh.fdb.without(unknown) : fdb;
            }
        }
        return neighbours.isEmpty() && fdb.isEmpty() ? Permanent.NONE : new Permanent(neighbours, fdb);
    }
}
