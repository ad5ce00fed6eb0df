package vethscope.engine.verify;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Route;
import vethscope.engine.network.Sysctls;
import vethscope.engine.packet.Family;
import vethscope.engine.verify.Segments.Member;
import vethscope.model.Id;
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
        Set<Family> services = rules.services();
        drawing.all(KubeNode.class)
                .forEach(node -> Stream.of(Family.values())
                        .filter(family -> family == Family.V4 || rules.speaks(node.id(), family))
                        .forEach(family -> rules.node(node, family, services.contains(family))));
        drawing.all(Pod.class).filter(pod -> !pod.network().hostNetwork()).forEach(rules::pod);
    }

    /// The families in which some service can be called; IPv4's where its addresses are still to be given.
    private Set<Family> services() {
        var families = EnumSet.noneOf(Family.class);
        drawing.all(Service.class).forEach(service -> {
            List<Ip> ips = service.addresses().clusterIps();
            ips.forEach(ip -> families.add(Family.of(ip)));
            if (ips.isEmpty()) {
                families.add(Family.V4);
            }
        });
        return families;
    }

    private boolean speaks(Id machine, Family family) {
        return drawing.network().netns(machine).interfaces().values().stream()
                .filter(device -> device.kind() != Interface.Kind.LOOPBACK)
                .anyMatch(device -> device.primary(family.v6()).isPresent());
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

    private void node(KubeNode node, Family family, boolean services) {
        Netns netns = drawing.network().netns(node.id());
        if (!netns.sysctl().forwards(family)) {
            notes.add(Flaw.NOT_FORWARDING, node.id(), "sysctl", node.name(), Sysctls.forwardingKey(family));
        }
        KubeProxy proxy = drawing.kubeProxy(node);
        boolean proxied = services && proxy != null && proxy.mode() != KubeProxy.Mode.NONE;
        boolean bridged = netns.interfaces().values().stream().anyMatch(d -> d.port() != null);
        if (proxied && bridged && !netns.sysctl().bridgeNfCall(family)) {
            notes.add(Flaw.BRIDGE_NF_OFF, node.id(), "sysctl", node.name(), Sysctls.bridgeNfCallKey(family));
        }
        // ClusterIPs are routed before they are translated (data plane: the node's own connections need a route); IPVS
        // makes them the node's own.
        if (proxied
                && !isIpvs(proxy)
                && !hasDefault(netns, family)
                && node.machine().interfaces().stream()
                        .anyMatch(n -> !n.addresses().isEmpty())) {
            notes.add(Flaw.NO_DEFAULT_ROUTE, node.id(), "routes", node.name(), new Cidr(family.any(), 0));
        }
    }

    private static boolean isIpvs(@Nullable KubeProxy proxy) {
        return proxy != null && proxy.mode() == KubeProxy.Mode.IPVS;
    }

    private void pod(Pod pod) {
        Netns netns = drawing.network().netns(pod.id());
        for (Family family : Family.values()) {
            boolean set = switch (pod.network().gateway()) {
                case Pod.Gateway.Absent _ -> family == Family.V4 || speaks(pod.id(), family);
                case Pod.Gateway.Of(Ip ip) -> ip.v6() != family.v6() && speaks(pod.id(), family);
                case Pod.Gateway.Default _ -> false;
            };
            if (set && !hasDefault(netns, family)) {
                notes.add(Flaw.NO_DEFAULT_ROUTE, pod.id(), "gateway", pod.name(), new Cidr(family.any(), 0));
            }
        }
    }

    private static boolean hasDefault(Netns netns, Family family) {
        return netns.fib().tables().values().stream()
                .flatMap(List::stream)
                .anyMatch(r -> r.type() == Route.Type.UNICAST
                        && r.destination().prefix() == 0
                        && r.destination().v6() == family.v6());
    }
}
