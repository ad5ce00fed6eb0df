package vethscope.engine.compile.kubeproxy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.site.Device;
import vethscope.engine.compile.site.Devices;
import vethscope.engine.compile.site.Site;
import vethscope.engine.compile.site.Site.NodeSite;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.netfilter.VirtualServers;
import vethscope.engine.network.Route;
import vethscope.model.Cluster;
import vethscope.model.Id;
import vethscope.model.KubeProxy;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;
import vethscope.model.element.Element;
import vethscope.model.element.Zone;

/// kube-proxy on every node, in whichever mode it runs there. All nodes share one program.
public final class KubeProxies {

    private static final String ZONE_LABEL = "topology.kubernetes.io/zone";

    private static final String TCP_BE_LIBERAL = "net.netfilter.nf_conntrack_tcp_be_liberal";

    private final Site site;
    private final Devices devices;
    private final ServiceProgram program;
    private final Map<Id, KubeProxyIpvs> ipvs = new LinkedHashMap<>();

    private KubeProxies(Site site, Devices devices) {
        this.site = site;
        this.devices = devices;
        this.program = ServiceProgram.of(site.design(), site::podAddresses);
    }

    /// Adds kube-ipvs0 to the nodes in IPVS mode; all other devices are there already.
    public static KubeProxies of(Site site, Devices devices, Notes notes) {
        var proxies = new KubeProxies(site, devices);
        for (NodeSite node : site.nodes().values()) {
            KubeProxy settings = node.kubeProxy();
            if (settings != null && lacksInterface(settings)) {
                String name = node.node().name();
                notes.add(Flaw.DETECTOR_WITHOUT_INTERFACE, node.id(), "kubeProxy", name, settings.detectLocalMode());
            }
            if (settings != null && settings.mode() == KubeProxy.Mode.IPVS) {
                if (KubeProxyIpvs.scheduler(settings).isEmpty()) {
                    String name = node.node().name();
                    notes.add(Flaw.SCHEDULER_UNKNOWN, node.id(), "kubeProxy", name, settings.scheduler());
                }
                proxies.addDevice(node, settings);
            }
        }
        return proxies;
    }

    /// pkg/proxy/util/localdetector.go: it goes on without a detector.
    private static boolean lacksInterface(KubeProxy settings) {
        return settings.mode() != KubeProxy.Mode.NONE
                && List.of("BridgeInterface", "InterfaceNamePrefix").contains(settings.detectLocalMode())
                && settings.detectInterface() == null;
    }

    private void addDevice(NodeSite node, KubeProxy settings) {
        KubeProxyIpvs proxy = KubeProxyIpvs.of(program, view(node), settled(settings));
        ipvs.put(node.id(), proxy);
        Mac mac = Mac.generated(node.id().value(), KubeProxyIpvs.DEVICE);
        devices.add(node.id(), Device.dummy(KubeProxyIpvs.DEVICE, mac, proxy.addresses()));
    }

    /// The tables that kube-proxy leaves on a node.
    public Ruleset rules(NodeSite node) {
        KubeProxy settings = node.kubeProxy();
        if (settings == null) {
            return Ruleset.EMPTY;
        }
        return switch (settings.mode()) {
            case IPTABLES ->
                KubeProxyIptables.install(Ruleset.EMPTY, program, view(node), settled(settings), isTcpLiberal(node));
            case NFTABLES -> KubeProxyNftables.install(Ruleset.EMPTY, program, view(node), settled(settings));
            case IPVS ->
                Kubelet.install(Objects.requireNonNull(ipvs.get(node.id())).install(Ruleset.EMPTY));
            case NONE -> Ruleset.EMPTY;
        };
    }

    /// kube-proxy looks at the sysctl when it starts (pkg/proxy/iptables/proxier.go `NewProxier`).
    private static boolean isTcpLiberal(NodeSite node) {
        String value = node.node().machine().sysctl().getOrDefault(TCP_BE_LIBERAL, "0");
        return !value.strip().equals("0");
    }

    /// The virtual servers that it leaves there in IPVS mode.
    public VirtualServers virtualServers(Id node) {
        KubeProxyIpvs proxy = ipvs.get(node);
        return proxy == null ? VirtualServers.NONE : proxy;
    }

    /// Where it runs, and what it knows.
    public Proxied proxied() {
        var modes = new LinkedHashMap<Id, KubeProxy.Mode>();
        for (NodeSite node : site.nodes().values()) {
            KubeProxy settings = node.kubeProxy();
            if (settings != null && settings.mode() != KubeProxy.Mode.NONE) {
                modes.put(node.id(), settings.mode());
            }
        }
        return new Proxied(modes, program);
    }

    /// What makes the services' addresses a node's own.
    public List<Route> localRoutes(Id node) {
        KubeProxyIpvs proxy = ipvs.get(node);
        return proxy == null ? List.of() : proxy.routes();
    }

    /// An omitted clusterCIDR is the cluster's podCIDR, omitted serviceCIDRs are the cluster's.
    private KubeProxy settled(KubeProxy settings) {
        Cluster cluster = site.design().cluster();
        boolean inherits = !settings.noDetector() && settings.clusterCidr().isEmpty();
        return new KubeProxy(
                settings.mode(),
                inherits ? cluster.podCidr() : settings.clusterCidr(),
                settings.noDetector(),
                settings.detectLocalMode(),
                settings.masqueradeAll(),
                settings.randomFully(),
                settings.nodePortAddresses(),
                settings.localhostNodePorts(),
                settings.serviceCidrs().isEmpty() ? cluster.serviceCidr() : settings.serviceCidrs(),
                settings.scheduler(),
                settings.detectInterface(),
                settings.masqueradeBit(),
                settings.strictArp(),
                settings.primaryNodePorts(),
                settings.featureGates());
    }

    NodeView view(NodeSite node) {
        List<Ip> all = devices.of(node.id()).stream()
                .filter(d -> !d.name.equals("lo") && !d.name.equals(KubeProxyIpvs.DEVICE))
                .flatMap(d -> d.addresses.stream().map(a -> a.ip()))
                .toList();
        Ip primary = Stream.concat(node.addresses().stream(), all.stream())
                .findFirst()
                .orElse(Ip.LOOPBACK);
        KubeProxy settings = node.kubeProxy();
        boolean asks = settings != null && !settings.featureGates().trafficDistribution();
        return new NodeView(node.id(), node.node().name(), all, primary, node.podCidr(), zone(node), asks);
    }

    /// The node's zone label, else the name of the zone that it is drawn in.
    private @Nullable String zone(NodeSite node) {
        String label = node.node().status().labels().get(ZONE_LABEL);
        return label != null
                ? label
                : node.node()
                        .in()
                        .flatMap(site::find)
                        .filter(Zone.class::isInstance)
                        .map(Element::name)
                        .orElse(null);
    }
}
