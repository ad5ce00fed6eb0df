package vethscope.engine.verify;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Route;
import vethscope.engine.packet.Family;
import vethscope.engine.verify.Segments.Member;
import vethscope.model.KubeProxy;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.KubeNode;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;

/// Next hops that exist, machines that forward, namespaces that know a way out.
final class RouteRules {

    /// What a segment has to offer a sender: its addresses, and whether someone answers for others (proxy ARP).
    private record Offer(Set<Ip> addresses, boolean proxy) {}

    private final Drawing drawing;
    private final Notes notes;
    private final Map<Object, Offer> offers = new HashMap<>();

    private RouteRules(Drawing drawing, Notes notes) {
        this.drawing = drawing;
        this.notes = notes;
    }

    static void check(Drawing drawing, Notes notes) {
        var rules = new RouteRules(drawing, notes);
        drawing.network().spaces().values().forEach(rules::nextHops);
        boolean services = drawing.all(Service.class).findAny().isPresent();
        drawing.all(KubeNode.class).forEach(node -> rules.node(node, services));
        drawing.all(Pod.class).filter(pod -> !pod.network().hostNetwork()).forEach(rules::pod);
    }

    /// A gateway on a cable that nobody on that cable answers for. Tunnels know their peers by permanent entries.
    private void nextHops(Netns netns) {
        var asked = new HashSet<Ip>();
        List<String> tunnels = netns.interfaces().values().stream()
                .filter(d -> d.tunnel() != null)
                .map(Interface::name)
                .toList();
        for (Route route : netns.fib().tables().getOrDefault(Route.MAIN, List.of())) {
            Ip via = route.via();
            if (via != null && !tunnels.contains(route.dev()) && asked.add(via)) {
                netns.find(route.dev())
                        .filter(device -> device.peer() != null || device.kind() == Interface.Kind.BRIDGE)
                        .ifPresent(device -> nextHop(netns, device, via));
            }
        }
    }

    private void nextHop(Netns netns, Interface device, Ip via) {
        Object segment = drawing.segments().key(netns, device.name());
        Offer offer = offers.get(segment);
        if (offer == null) {
            offer = offer(netns, device);
            offers.put(segment, offer);
        }
        boolean known = offer.proxy()
                || offer.addresses().contains(via)
                || netns.permanent().neighbours().stream().anyMatch(n -> n.ip().equals(via));
        if (!known) {
            notes.add(Flaw.NEXT_HOP_ABSENT, netns.id(), "routes", via, drawing.name(netns.id()));
        }
    }

    private Offer offer(Netns netns, Interface device) {
        var addresses = new HashSet<Ip>();
        boolean proxy = false;
        for (Member member : drawing.segments().around(netns, device)) {
            member.device().addresses().stream().map(Cidr::ip).forEach(addresses::add);
            proxy |= member.netns().sysctl().proxyArp(member.device().name());
            // A machine answers ARP for all its local addresses, on whichever device they are (arp_ignore 0).
            if (member.device().port() == null) {
                member.netns().fib().tables().getOrDefault(Route.LOCAL, List.of()).stream()
                        .filter(r -> r.type() == Route.Type.LOCAL
                                && r.destination().prefix()
                                        == r.destination().ip().bits())
                        .forEach(r -> addresses.add(r.destination().ip()));
            }
        }
        return new Offer(addresses, proxy);
    }

    private void node(KubeNode node, boolean services) {
        Netns netns = drawing.network().netns(node.id());
        if (!netns.sysctl().forwards(Family.V4)) {
            notes.add(Flaw.NOT_FORWARDING, node.id(), "sysctl", node.name());
        }
        KubeProxy proxy = drawing.kubeProxy(node);
        boolean proxied = services && proxy != null && proxy.mode() != KubeProxy.Mode.NONE;
        boolean bridged = netns.interfaces().values().stream().anyMatch(d -> d.port() != null);
        if (proxied && bridged && !netns.sysctl().bridgeNfCall(Family.V4)) {
            notes.add(Flaw.BRIDGE_NF_OFF, node.id(), "sysctl", node.name());
        }
        // ClusterIPs are routed before they are translated (data plane: the node's own connections need a route); IPVS
        // makes them the node's own.
        if (proxied
                && !isIpvs(proxy)
                && !hasDefault(netns)
                && node.machine().interfaces().stream()
                        .anyMatch(n -> !n.addresses().isEmpty())) {
            notes.add(Flaw.NO_DEFAULT_ROUTE, node.id(), "routes", node.name());
        }
    }

    private static boolean isIpvs(@Nullable KubeProxy proxy) {
        return proxy != null && proxy.mode() == KubeProxy.Mode.IPVS;
    }

    private void pod(Pod pod) {
        Netns netns = drawing.network().netns(pod.id());
        if (pod.network().gateway() instanceof Pod.Gateway.Absent && !hasDefault(netns)) {
            notes.add(Flaw.NO_DEFAULT_ROUTE, pod.id(), "gateway", pod.name());
        }
    }

    private static boolean hasDefault(Netns netns) {
        return netns.fib().tables().values().stream()
                .flatMap(List::stream)
                .anyMatch(r -> r.type() == Route.Type.UNICAST && r.destination().prefix() == 0);
    }
}
