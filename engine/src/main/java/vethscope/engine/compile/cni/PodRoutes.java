package vethscope.engine.compile.cni;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.route.RouteTables;
import vethscope.engine.compile.site.Device;
import vethscope.engine.compile.site.Devices;
import vethscope.engine.compile.site.Site;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Route;
import vethscope.engine.origin.Origin;
import vethscope.engine.packet.Family;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.Pod;

/// What the CNI plugin configures for pods: their default route, and on the node the route to each routed pod.
///
/// A pod on a bridge has the bridge's address as its gateway (containernetworking/plugins, plugins/main/bridge). A pod
/// wired straight to its node has the link-scope gateway 169.254.1.1, which the node answers for by proxy ARP;
/// over IPv6 its gateway is the link-local address of the node's end (projectcalico/calico,
/// cni-plugin/pkg/dataplane/linux).
public final class PodRoutes {

    static final Ip LINK_GATEWAY = Ip.parse("169.254.1.1");

    private PodRoutes() {}

    /// The routes inside the pod.
    public static void addInPod(RouteTables tables, Pod pod, Devices devices, Notes notes) {
        Device eth = devices.of(pod.id()).stream()
                .filter(d -> d.kind == Interface.Kind.ETHERNET)
                .findFirst()
                .orElse(null);
        if (eth == null || eth.addresses.isEmpty()) {
            notes.add(Flaw.NO_ADDRESS, pod.id(), "address", pod.name());
            return;
        }
        @Nullable Device far = far(eth, devices);
        switch (pod.network().gateway()) {
            case Pod.Gateway.Absent _ -> {}
            case Pod.Gateway.Of(Ip ip) -> tables.addDefault(ip, Origin.CNI, notes);
            case Pod.Gateway.Default _ when far == null -> {}
            case Pod.Gateway.Default _ when far.routed && !far.proxyArp -> AwsVpcCni.addInPod(tables, eth);
            case Pod.Gateway.Default _ when far.routed -> addLinkGateway(tables, eth, far);
            case Pod.Gateway.Default _ -> addGateway(tables, pod, eth, far, notes);
        }
        devices.of(pod.id()).stream().filter(d -> d.index > 0).forEach(d -> AwsVpcCni.addInPod(tables, d));
    }

    /// The node's device that a pod's cable leads to: the bridge, or the plain end of the veth pair.
    public static @Nullable Device far(Device eth, Devices devices) {
        if (eth.peer == null) {
            return null;
        }
        Device end = devices.find(eth.peer.netns(), eth.peer.iface());
        return end == null || end.port == null ? end : devices.find(eth.peer.netns(), end.port.bridge());
    }

    /// Where the node answers, IPv6's gateway is the link-local address of its end, which is on the link already.
    private static void addLinkGateway(RouteTables tables, Device eth, Device far) {
        if (eth.has(Family.V4)) {
            tables.add(Route.MAIN, route(Cidr.host(LINK_GATEWAY), null, eth));
            tables.add(Route.MAIN, route(new Cidr(Ip.ANY, 0), LINK_GATEWAY, eth));
        }
        if (eth.has(Family.V6)) {
            tables.add(Route.MAIN, route(new Cidr(Ip.ANY6, 0), far.mac.linkLocal(), eth));
        }
    }

    private static Route route(Cidr to, @Nullable Ip via, Device dev) {
        return new Route(Route.Type.UNICAST, to, via, dev.name, null, 0, false, Origin.CNI);
    }

    private static void addGateway(RouteTables tables, Pod pod, Device eth, Device far, Notes notes) {
        for (Family family : Family.values()) {
            Optional<Ip> gateway = far.addresses.stream()
                    .filter(a -> a.v6() == family.v6())
                    .map(Cidr::ip)
                    .findFirst();
            if (!eth.has(family)) {
                continue;
            }
            gateway.ifPresentOrElse(
                    ip -> tables.addDefault(ip, Origin.CNI, notes),
                    () -> notes.add(Flaw.NO_GATEWAY, pod.id(), "gateway", pod.name(), far.name));
        }
    }

    /// The node's end of the cable of a pod that is wired straight to it; null: it is not.
    static @Nullable Device hostEnd(Site.NodeSite node, Pod pod, Devices devices) {
        for (Device eth : devices.of(pod.id())) {
            if (eth.peer != null && eth.peer.netns().equals(node.id())) {
                return devices.find(node.id(), eth.peer.iface());
            }
        }
        return null;
    }

    /// The node's routes to pods that are wired straight to it.
    public static void addOnNode(RouteTables tables, Site.NodeSite node, Devices devices) {
        for (Pod pod : node.pods()) {
            if (BranchEnis.isStrict(node) && BranchEnis.of(node, pod.id()) != null) {
                continue;
            }
            for (Device eth : devices.of(pod.id())) {
                Interface.Peer peer = eth.peer;
                if (peer == null || !peer.netns().equals(node.id())) {
                    continue;
                }
                Device cali = devices.find(node.id(), peer.iface());
                if (cali != null && cali.routed) {
                    eth.addresses.forEach(a -> tables.add(Route.MAIN, route(Cidr.host(a.ip()), null, cali)));
                }
            }
        }
    }
}
