package vethscope.engine.compile.kubeproxy;

import static vethscope.engine.compile.kubeproxy.KubeRules.comment;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.site.Views;
import vethscope.engine.netfilter.Hook;
import vethscope.engine.netfilter.Rule;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.netfilter.Ruleset.Chain;
import vethscope.engine.netfilter.Ruleset.Policy;
import vethscope.engine.netfilter.Table;
import vethscope.engine.netfilter.VirtualServer;
import vethscope.engine.netfilter.VirtualServer.RealServer;
import vethscope.engine.netfilter.VirtualServer.Scheduler;
import vethscope.engine.netfilter.VirtualServers;
import vethscope.engine.network.Route;
import vethscope.engine.origin.Origin;
import vethscope.model.KubeProxy;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// kube-proxy in IPVS mode on one node: its virtual servers, the addresses of kube-ipvs0, the sets, and the few rules
/// that masquerade and filter (pkg/proxy/ipvs/proxier.go).
public final class KubeProxyIpvs implements VirtualServers {

    /// The dummy device that makes every service's address one of the node's own.
    public static final String DEVICE = "kube-ipvs0";

    private final List<Family> families;
    private final KubeProxy settings;

    /// One IP family on this node.
    ///
    /// @param nodeIps those that serve node ports, never a loopback address
    private record Family(ProxyNode at, List<Ip> nodeIps, Set<Ip> bound, Scheduler scheduler) {

        static Family of(ServiceProgram program, NodeView node, KubeProxy settings, boolean v6) {
            ProxyNode at = ProxyNode.of(program, node, settings, v6);
            var addresses = NodePortAddresses.of(settings, v6);
            List<Ip> nodeIps =
                    addresses
                            .of(addresses.primaryOnly() ? node.primary(v6) : Optional.empty(), node.addresses())
                            .stream()
                            .filter(ip -> !ip.isLoopback())
                            .filter(ip -> !addresses.all() || !ip.v6() || !ip.isLinkLocal())
                            .toList();
            return new Family(
                    at, nodeIps, bound(at), KubeProxyIpvs.scheduler(settings).orElse(Scheduler.RR));
        }

        /// An address that another device has stays there.
        private static Set<Ip> bound(ProxyNode at) {
            Set<Ip> all = at.doors().addresses();
            if (at.node().addresses().stream().noneMatch(all::contains)) {
                return all;
            }
            var rest = new LinkedHashSet<>(all);
            rest.removeAll(at.node().addresses());
            return rest;
        }

        @Nullable
        VirtualServer find(Protocol protocol, Ip address, int port) {
            IpvsDoors.At door = at.doors().find(protocol, address, port);
            if (door != null) {
                return server(protocol, address, port, door);
            }
            Integer index = nodeIps.contains(address) ? at.doors().findNodePort(protocol, port) : null;
            return index == null ? null : server(protocol, address, port, new IpvsDoors.At(index, true));
        }

        private VirtualServer server(Protocol protocol, Ip address, int port, IpvsDoors.At door) {
            ServicePort behind = at.ports().port(door.port());
            return new VirtualServer(
                    protocol,
                    address,
                    port,
                    scheduler,
                    behind.traffic().clientIpAffinity() ? behind.traffic().affinityTimeoutSeconds() : 0,
                    servers(door, behind),
                    Origin.service(behind.name().ofService()));
        }

        /// A Local policy without a local endpoint falls back to the Cluster's (`syncEndpoint`).
        private List<RealServer> servers(IpvsDoors.At door, ServicePort behind) {
            EndpointSets sets = at.endpoints(door.port());
            boolean onlyLocal = door.external()
                    ? behind.traffic().externalLocal()
                    : behind.traffic().internalLocal();
            List<ServiceEndpoint> local = sets.local() == null ? List.of() : sets.local();
            List<ServiceEndpoint> cluster = sets.cluster() == null ? List.of() : sets.cluster();
            return (onlyLocal && !local.isEmpty() ? local : cluster)
                    .stream()
                            .map(e -> new RealServer(e.ip(), e.port(), 1))
                            .distinct()
                            .toList();
        }

        private Stream<VirtualServer> all() {
            return at.ports().ports().stream().flatMap(port -> {
                ServicePort.Doors doors = port.doors();
                Stream<Ip> addresses = Stream.of(
                                Stream.of(doors.clusterIp()),
                                doors.externalIps().stream(),
                                doors.loadBalancerIps().stream())
                        .flatMap(each -> each);
                Stream<VirtualServer> own = addresses.map(ip -> find(port.protocol(), ip, doors.port()));
                return doors.nodePort() == 0
                        ? own
                        : Stream.concat(own, nodeIps.stream().map(ip -> find(port.protocol(), ip, doors.nodePort())));
            });
        }
    }

    private KubeProxyIpvs(List<Family> families, KubeProxy settings) {
        this.families = families;
        this.settings = settings;
    }

    /// IPv6 is served where the node or a service has an IPv6 address.
    public static KubeProxyIpvs of(ServiceProgram program, NodeView node, KubeProxy settings) {
        var families = new ArrayList<Family>();
        families.add(Family.of(program, node, settings, false));
        if (!program.ports(true).isEmpty() || node.addresses().stream().anyMatch(Ip::v6)) {
            families.add(Family.of(program, node, settings, true));
        }
        return new KubeProxyIpvs(families, settings);
    }

    /// Empty if the kernel has no scheduler of that name.
    static Optional<Scheduler> scheduler(KubeProxy settings) {
        for (Scheduler each : Scheduler.values()) {
            if (each.lower().equals(settings.scheduler().toLowerCase(Locale.ROOT))) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean isEmpty() {
        return families.stream().allMatch(f -> f.at.doors().isEmpty());
    }

    @Override
    public @Nullable VirtualServer find(Protocol protocol, Ip address, int port) {
        for (Family family : families) {
            if (family.at.v6() == address.v6()) {
                return family.find(protocol, address, port);
            }
        }
        return null;
    }

    @Override
    public List<VirtualServer> all() {
        return families.stream().flatMap(Family::all).distinct().toList();
    }

    /// The addresses of kube-ipvs0: cluster IPs, and external and load balancers' addresses that no other device has.
    public List<Cidr> addresses() {
        return joined(IpvsDoors::hosts, Cidr::host);
    }

    /// The routes that make them the node's own. The device stays down, which spares it all others.
    List<Route> routes() {
        return joined(IpvsDoors::routes, IpvsDoors::route);
    }

    /// One item for each address; all nodes share the list unless one has such an address elsewhere.
    private <T> List<T> joined(Function<IpvsDoors, List<T>> shared, Function<Ip, T> each) {
        List<T> all = List.of();
        for (Family family : families) {
            IpvsDoors doors = family.at.doors();
            boolean alike = family.bound.size() == doors.addresses().size();
            List<T> own = alike
                    ? shared.apply(doors)
                    : family.bound.stream().map(each).toList();
            all = all.isEmpty() ? own : Views.joined(all, own);
        }
        return all;
    }

    /// The rules that the node has after kube-proxy's first sync, with the sets that they ask.
    public Ruleset install(Ruleset base) {
        Ruleset rules = base;
        for (Family family : families) {
            var sets = new IpvsSets(family.at, family.nodeIps, family.bound);
            boolean v6 = family.at.v6();
            rules = rules.with(sets.all())
                    .with(v6, Table.NAT, new IpvsChains(family.at, sets, settings, Table.NAT))
                    .with(v6, Table.FILTER, new IpvsChains(family.at, sets, settings, Table.FILTER));
            for (BuiltIn entry : JUMPS) {
                rules = inserted(rules, v6, entry);
            }
        }
        return rules;
    }

    private record BuiltIn(Table table, Hook hook, List<Jump> jumps) {}

    private record Jump(String chain, String comment) {}

    private static final Jump SERVICES = new Jump(KubeRules.SERVICES, "kubernetes service portals");
    private static final Jump FIREWALL = new Jump(KubeRules.PROXY_FIREWALL, "kube-proxy firewall rules");

    /// `iptablesJumpChain`: each is inserted at the front, which gives this order.
    private static final List<BuiltIn> JUMPS = List.of(
            new BuiltIn(Table.NAT, Hook.PREROUTING, List.of(SERVICES)),
            new BuiltIn(Table.NAT, Hook.OUTPUT, List.of(SERVICES)),
            new BuiltIn(
                    Table.NAT,
                    Hook.POSTROUTING,
                    List.of(new Jump(IpvsChains.POSTROUTING, "kubernetes postrouting rules"))),
            new BuiltIn(
                    Table.FILTER,
                    Hook.INPUT,
                    List.of(
                            new Jump(IpvsChains.IPVS_FILTER, "kubernetes ipvs access filter"),
                            FIREWALL,
                            new Jump(IpvsChains.NODE_PORT, "kubernetes health check rules"))),
            new BuiltIn(
                    Table.FILTER,
                    Hook.FORWARD,
                    List.of(FIREWALL, new Jump(IpvsChains.FORWARD, "kubernetes forwarding rules"))),
            new BuiltIn(
                    Table.FILTER,
                    Hook.OUTPUT,
                    List.of(new Jump(IpvsChains.IPVS_OUT_FILTER, "kubernetes ipvs access filter"))));

    private static Ruleset inserted(Ruleset rules, boolean v6, BuiltIn entry) {
        KubeRules jumps = KubeRules.own();
        entry.jumps.forEach(jump -> jumps.jump(jump.chain, comment(jump.comment)));
        Chain builtIn = rules.chain(v6, entry.table, entry.hook.name())
                .orElse(new Chain(entry.hook.name(), Policy.ACCEPT, List.of()));
        var all = new ArrayList<Rule>(jumps.rules());
        all.addAll(builtIn.rules());
        return rules.with(v6, entry.table, builtIn.withRules(all));
    }
}
