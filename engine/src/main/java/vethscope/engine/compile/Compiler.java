package vethscope.engine.compile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vethscope.engine.compile.cloud.BalancedFlows;
import vethscope.engine.compile.cloud.Balancers;
import vethscope.engine.compile.cloud.Cloud;
import vethscope.engine.compile.cloud.CloudFilters;
import vethscope.engine.compile.cloud.CloudRoutes;
import vethscope.engine.compile.cloud.GatewayRules;
import vethscope.engine.compile.cloud.Health;
import vethscope.engine.compile.cloud.HealthChecks;
import vethscope.engine.compile.cloud.ListenerTargets;
import vethscope.engine.compile.cloud.Zones;
import vethscope.engine.compile.cni.AwsVpcCni;
import vethscope.engine.compile.cni.CalicoHosts;
import vethscope.engine.compile.cni.HostPorts;
import vethscope.engine.compile.cni.Overlays;
import vethscope.engine.compile.cni.PodRoutes;
import vethscope.engine.compile.kubeproxy.KubeProxies;
import vethscope.engine.compile.kubeproxy.ServiceTargets;
import vethscope.engine.compile.policy.Policies;
import vethscope.engine.compile.route.KernelRoutes;
import vethscope.engine.compile.route.RouteTables;
import vethscope.engine.compile.site.Addressing;
import vethscope.engine.compile.site.Device;
import vethscope.engine.compile.site.Devices;
import vethscope.engine.compile.site.Site;
import vethscope.engine.compile.site.Site.NodeSite;
import vethscope.engine.finding.Notes;
import vethscope.engine.network.Fib;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Network;
import vethscope.engine.network.Proxy;
import vethscope.engine.network.Socket;
import vethscope.engine.origin.Origin;
import vethscope.model.Cluster;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.element.Element;
import vethscope.model.element.Internet;
import vethscope.model.element.InternetGateway;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.LoadBalancer;
import vethscope.model.element.Pod;
import vethscope.model.element.Vpc;

/// Turns a drawing into machine configuration as kubelet, the CNI plugin, kube-proxy and the cloud would: who stands
/// where, cables, tunnels, routes, rules, sockets. Pure: the same design gives the same network. What is wrong with the
/// drawing is a finding and never an exception.
public final class Compiler {

    private final Site site;
    private final Notes notes;
    private final Devices devices;
    private final Overlays overlays;
    private final Cloud cloud;
    private final CloudRoutes cloudRoutes;
    private final HealthChecks health;
    private final BalancedFlows flows;
    private final Balancers balancers;
    private final Map<Id, List<Proxy>> proxies;
    private final AwsVpcCni awsVpcCni;
    private final KubeProxies kubeProxies;
    private final Firewalls firewalls;
    private final Twins twins = new Twins();
    private final CloudFilters filters;

    private Compiler(Design design, Policies.IpBlocks blocks, List<Health> known) {
        notes = new Notes();
        site = Addressing.of(Cluster.classed(design), notes);
        devices = Wiring.of(site, notes);
        overlays = Overlays.of(site, devices);
        devices.settle();
        HostPorts.routeLocalnet(site, devices);
        kubeProxies = KubeProxies.of(site, devices, notes);
        cloud = Cloud.of(site, devices, notes);
        cloudRoutes = new CloudRoutes(cloud, notes);
        filters = new CloudFilters(site, cloud, notes);
        var targets = new ServiceTargets(site);
        health = new HealthChecks(known, notes);
        balancers = new Balancers(new ListenerTargets(site, targets), health, new Zones(site), cloud);
        flows = new BalancedFlows(cloud, balancers);
        proxies = Proxies.of(site, balancers, health, targets, kubeProxies);
        awsVpcCni = new AwsVpcCni(cloud, devices);
        firewalls = new Firewalls(
                site,
                devices,
                cloud,
                cloudRoutes,
                balancers,
                flows,
                kubeProxies,
                Policies.of(site, blocks, notes),
                notes);
    }

    /// Compiles with the drawing's own reading of `ipBlock`.
    public static Compiled compile(Design design) {
        boolean pods = design.cluster().networkPolicy().blocksMeetPods();
        return compile(design, pods ? Policies.IpBlocks.ANY_ADDRESS : Policies.IpBlocks.OUTSIDE_ONLY);
    }

    /// @param blocks whether the address ranges of policies speak of pods too
    public static Compiled compile(Design design, Policies.IpBlocks blocks) {
        var first = new Compiler(design, blocks, List.of());
        Compiled compiled = first.compiled();
        List<Health> health = first.health.run(compiled.network());
        return health.stream().allMatch(Health::healthy)
                ? compiled.with(health)
                : new Compiler(design, blocks, health).compiled().with(health);
    }

    private Compiled compiled() {
        var fibs = new LinkedHashMap<Id, Fib>();
        site.kinds().keySet().forEach(id -> fibs.put(id, routes(site.element(id))));
        Map<Id, List<Socket>> sockets = Sockets.of(
                site, (space, ip) -> fibs.getOrDefault(space, Fib.EMPTY).isLocal(ip), notes);
        var spaces = new LinkedHashMap<Id, Netns>();
        fibs.forEach((id, fib) -> spaces.put(id, netns(id, fib, sockets.getOrDefault(id, List.of()))));
        return new Compiled(
                new Network(spaces, site.homes(), Owners.of(spaces.values())),
                notes.found(),
                List.of(),
                kubeProxies.proxied());
    }

    private Netns netns(Id id, Fib fib, List<Socket> bound) {
        Element element = site.element(id);
        return new Netns(
                id,
                element.name(),
                site.kind(id),
                devices.finished(id),
                fib,
                SysctlDefaults.of(element, site.kind(id), site, devices.of(id), twins, notes),
                twins.of(firewalls.of(element)),
                bound,
                proxies.getOrDefault(id, List.of()),
                kubeProxies.virtualServers(id),
                permanent(element),
                filters.of(element));
    }

    /// Neighbours that a program sets for ever: the overlay's on nodes, the gateway's in pods of the AWS VPC CNI.
    private Netns.Permanent permanent(Element element) {
        if (element instanceof Vpc vpc) {
            return branches(vpc);
        }
        if (!(element instanceof Pod pod)) {
            return overlays.permanent(element.id());
        }
        var gateways = new ArrayList<Netns.NeighbourEntry>();
        for (Device eth : devices.of(pod.id())) {
            Device far = PodRoutes.far(eth, devices);
            if (far != null && far.routed && !far.proxyArp) {
                gateways.addAll(AwsVpcCni.permanent(eth, far));
            }
        }
        return gateways.isEmpty() ? Netns.Permanent.NONE : new Netns.Permanent(gateways, List.of());
    }

    /// The cloud knows the hardware address of a branch ENI; nobody there has the pod's address to answer for.
    private Netns.Permanent branches(Vpc vpc) {
        return new Netns.Permanent(
                cloud.of(vpc.id()).stream()
                        .filter(a -> !a.nic().branch.isEmpty())
                        .map(a -> new Netns.NeighbourEntry(
                                a.port().name, a.hop(), a.nic().mac, Origin.program(vpc.name())))
                        .toList(),
                List.of());
    }

    /// The kernel's own routes, the CNI's, then the owner's lines in order.
    private Fib routes(Element element) {
        var tables = new RouteTables(element.id(), devices);
        KernelRoutes.add(tables, devices.of(element.id()), devices.speakIpv6());
        switch (element) {
            case Pod pod -> {
                PodRoutes.addInPod(tables, pod, devices, notes);
                tables.run(pod.network().routes(), own(pod), notes);
            }
            case LinuxBox box -> addOn(tables, box);
            case Vpc vpc -> {
                cloudRoutes.addOn(tables, vpc);
                flows.addRoutes(tables, vpc.id(), Origin.program(vpc.name()));
            }
            case Internet internet -> cloudRoutes.addOn(tables, internet);
            default -> {}
        }
        return tables.fib();
    }

    private void addOn(RouteTables tables, LinuxBox box) {
        NodeSite node = site.nodes().get(box.id());
        if (node != null) {
            tables.shareLocal(kubeProxies.localRoutes(box.id()));
            PodRoutes.addOnNode(tables, node, devices);
            CalicoHosts.addBlocks(tables, node);
            overlays.addRoutes(tables, box.id());
            if (AwsVpcCni.runsOn(node)) {
                awsVpcCni.addRoutes(tables, node);
            }
        }
        if (box instanceof InternetGateway gateway) {
            tables.run(GatewayRules.routes(cloudRoutes.pairs(gateway)), Origin.program(gateway.name()), notes);
        }
        if (box instanceof LoadBalancer balancer) {
            balancers.addRoutes(tables, balancer, notes);
        }
        cloudRoutes.addOnMember(tables, box);
        tables.run(box.machine().routes(), own(box), notes);
        tables.runRules(box.machine().rules(), notes);
    }

    private static Origin own(Element element) {
        return Origin.ownRoutes(element.name());
    }
}
