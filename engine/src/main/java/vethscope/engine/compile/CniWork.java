package vethscope.engine.compile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.Reconciliation.Made;
import vethscope.engine.compile.cni.AwsVpcCni;
import vethscope.engine.compile.site.Addressing;
import vethscope.engine.compile.site.Site;
import vethscope.engine.compile.site.Site.NodeSite;
import vethscope.engine.compile.site.Written;
import vethscope.engine.finding.Notes;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns;
import vethscope.engine.origin.Origin;
import vethscope.engine.trace.Later;
import vethscope.engine.trace.Sentence;
import vethscope.model.Design;
import vethscope.model.Overlay;
import vethscope.model.address.Cidr;
import vethscope.model.element.Pod;

/// What becomes of nodes and pods: the CNI plugin's cables, addresses and routes, its masquerade, and the tunnel
/// between nodes.
final class CniWork {

    private final Compiled compiled;
    private final Site site;

    CniWork(Design design, Compiled compiled) {
        this.compiled = compiled;
        this.site = Addressing.of(design, new Notes());
    }

    Stream<Made> steps() {
        return site.nodes().values().stream()
                .flatMap(node -> Stream.concat(
                        Stream.of(overlay(node), masquerade(node)).flatMap(Optional::stream),
                        node.pods().stream().flatMap(pod -> pod(node, pod).stream())));
    }

    private String plugin(NodeSite node) {
        return switch (site.cniOf(node.id()).type()) {
            case BRIDGE -> "CNI bridge";
            case PTP -> "CNI ptp";
            case AWS_VPC -> "AWS VPC CNI";
        };
    }

    private Optional<Netns> netns(NodeSite node) {
        return compiled.network().home(node.id());
    }

    /// The tunnel's device, and where it finds the other nodes.
    private Optional<Made> overlay(NodeSite node) {
        Overlay overlay = site.cniOf(node.id()).overlay();
        return overlay == null
                ? Optional.empty()
                : netns(node)
                        .filter(n -> n.interfaces().containsKey(overlay.device()))
                        .map(n -> new Made(
                                Origin.FLANNEL.who(),
                                node.id(),
                                List.of(node.id()),
                                Sentence.of("made.overlay", overlay.device(), n.name()),
                                Later.by(() -> tunnel(n, overlay.device()))));
    }

    private static List<String> tunnel(Netns n, String device) {
        var lines = new ArrayList<String>();
        lines.add(link(n.iface(device)));
        lines.addAll(Written.routes(n, r -> device.equals(r.dev()) && r.author().equals(Origin.FLANNEL)));
        n.permanent().neighbours().stream()
                .filter(e -> e.dev().equals(device))
                .map(e -> "ip neigh " + e.ip() + " dev " + device + " lladdr " + e.mac() + " PERMANENT")
                .forEach(lines::add);
        n.permanent().fdb().stream()
                .filter(e -> e.dev().equals(device))
                .map(e -> "bridge fdb " + e.mac() + " dev " + device + " dst " + e.remote() + " self permanent")
                .forEach(lines::add);
        return lines;
    }

    private Optional<Made> masquerade(NodeSite node) {
        return node.masquerade() == null
                ? Optional.empty()
                : netns(node)
                        .map(n -> new Made(
                                plugin(node),
                                node.id(),
                                List.of(node.id()),
                                Sentence.of("made.masquerade", n.name()),
                                Later.by(() -> Written.by(
                                        n, o -> o.equals(Origin.MASQUERADE) || o.equals(AwsVpcCni.ORIGIN)))));
    }

    /// A pod on its node's own network needs nothing.
    private Optional<Made> pod(NodeSite node, Pod pod) {
        Optional<Netns> own = compiled.network().home(pod.id()).filter(n -> n.kind() == Netns.Kind.POD);
        Optional<Interface> eth = own.flatMap(n -> n.interfaces().values().stream()
                .filter(i -> i.peer() != null && i.peer().netns().equals(node.id()))
                .findFirst());
        return own.flatMap(in -> eth.flatMap(e -> netns(node).map(n -> wired(node, n, pod, in, e))));
    }

    private Made wired(NodeSite node, Netns root, Pod pod, Netns in, Interface eth) {
        Interface far = root.iface(eth.peer() == null ? "lo" : eth.peer().iface());
        String addresses = eth.addresses().stream().map(Cidr::toString).collect(Collectors.joining(", "));
        Interface.BridgePort port = far.port();
        return new Made(
                plugin(node),
                pod.id(),
                List.of(pod.id()),
                port == null
                        ? Sentence.of("made.pod.routed", pod.name(), eth.name(), addresses, far.name(), root.name())
                        : Sentence.of("made.pod.bridged", pod.name(), eth.name(), addresses, far.name(), port.bridge()),
                Later.by(() -> wrote(in, eth, root, far)));
    }

    private static List<String> wrote(Netns in, Interface eth, Netns root, Interface far) {
        var inPod = new ArrayList<>(List.of(link(eth)));
        inPod.addAll(Written.routes(in, r -> isPlugins(r.author())));
        in.permanent().neighbours().stream()
                .map(e -> "ip neigh " + e.ip() + " dev " + e.dev() + " lladdr " + e.mac() + " PERMANENT")
                .forEach(inPod::add);
        var outside = new ArrayList<>(List.of(link(far)));
        outside.addAll(Written.routes(root, r -> far.name().equals(r.dev()) && isPlugins(r.author())));
        root.fib().rules().stream()
                .filter(rule -> far.name().equals(rule.iif())
                        || eth.addresses().stream()
                                .anyMatch(a -> host(rule.from()).equals(a.ip().toString())
                                        || host(rule.to()).equals(a.ip().toString())))
                .map(rule -> "ip rule " + rule)
                .forEach(outside::add);
        if (root.sysctl().proxyArp(far.name())) {
            outside.add("sysctl net.ipv4.conf." + far.name() + ".proxy_arp = 1");
        }
        var lines = new LinkedHashMap<String, List<String>>();
        lines.put(in.name(), inPod);
        lines.put(root.name(), outside);
        return Written.perMachine(lines);
    }

    private static String host(@Nullable Cidr cidr) {
        return cidr == null ? "" : cidr.ip().toString();
    }

    private static boolean isPlugins(Origin author) {
        return author.kind() == Origin.Kind.CNI || author.kind() == Origin.Kind.PLUGIN;
    }

    /// In the words of `ip link` and `ip address`.
    private static String link(Interface device) {
        String kind = switch (device.kind()) {
            case ETHERNET -> "veth";
            case VXLAN, IPIP, VLAN, BRIDGE, DUMMY, LOOPBACK ->
                device.kind().name().toLowerCase(Locale.ROOT);
        };
        String master = device.port() == null ? "" : " master " + device.port().bridge();
        String addresses = device.addresses().stream().map(a -> " " + a).collect(Collectors.joining());
        return "ip link " + device.name() + " " + kind + " mtu " + device.mtu() + master + " address " + device.mac()
                + addresses;
    }
}
