package vethscope.engine.compile.cni;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.cloud.Cloud;
import vethscope.engine.compile.route.RouteTables;
import vethscope.engine.compile.site.Attachment;
import vethscope.engine.compile.site.Device;
import vethscope.engine.compile.site.Devices;
import vethscope.engine.compile.site.Site.NodeSite;
import vethscope.engine.network.FlowSelector;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Route;
import vethscope.engine.network.RouteRule;
import vethscope.engine.origin.Origin;
import vethscope.engine.packet.Family;
import vethscope.model.AwsSettings;
import vethscope.model.AwsSettings.RandomizeSnat;
import vethscope.model.Cni;
import vethscope.model.Masquerade;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.Nic;
import vethscope.model.element.Pod;
import vethscope.model.element.Vpc;

/// The Amazon VPC CNI on a node: pods have addresses of the node's ENIs or of the prefixes that are delegated to them,
/// over IPv6 always of such a prefix, and policy routing sends each out by its own
/// (amazon-vpc-cni-k8s, pkg/networkutils/network.go, cmd/routed-eni-cni-plugin/driver/driver.go).
public final class AwsVpcCni {

    /// Who wrote these routes and rules.
    public static final Origin ORIGIN = Origin.plugin("AWS VPC CNI");

    /// Priorities of `ip rule` (network.go: toContainerRulePriority, hostRulePriority, FromPodRulePriority).
    private static final int TO_POD = 512;

    private static final int FROM_INTERFACE = 1;

    /// Strict enforcement: before the machine's own addresses, which move from 0 to 20 (VlanRulePriority,
    /// localRulePriority).
    private static final int BY_BRANCH = 10;

    private static final int LOCAL = 20;
    private static final int FIRST_BRANCH_TABLE = 100;

    private static final int MARKED = 1024;
    private static final int TO_EXTERNAL_SERVICE = 1535;
    private static final int FROM_POD = 1536;
    private static final int FROM_ENI = 32765;

    private static final int ICMPV6 = 58;

    private static final int FIRST_CARD_TABLE = 10_000;
    private static final int TABLES_OF_CARD = 100;

    /// The connection mark of traffic that must use the primary ENI.
    private static final int MARK = 0x80;

    private static final Ip LINK_GATEWAY6 = Ip.parse("fe80::1");

    private final Cloud cloud;
    private final Devices devices;

    public AwsVpcCni(Cloud cloud, Devices devices) {
        this.cloud = cloud;
        this.devices = devices;
    }

    /// Whether a node's pods are plugged in by this plugin.
    public static boolean runsOn(NodeSite node) {
        return node.cni() != null && node.cni().type() == Cni.Type.AWS_VPC;
    }

    /// The routes and rules of a node: to each pod, and from the pods of further ENIs to the ENI's own table.
    public void addRoutes(RouteTables tables, NodeSite node) {
        tables.add(new RouteRule(MARKED, null, null, null, null, MARK, MARK, Route.MAIN));
        settings(node).externalServiceCidrs().stream()
                .filter(cidr -> !cidr.v6())
                .map(Cidr::network)
                .forEach(to -> tables.add(new RouteRule(TO_EXTERNAL_SERVICE, null, to, null, null, 0, 0, Route.MAIN)));
        List<Nic> enis = enis(node);
        enis.stream().skip(1).forEach(eni -> addEni(tables, eni, table(enis, eni)));
        List<BranchEnis.Branch> branches = BranchEnis.of(node);
        if (!branches.isEmpty() && BranchEnis.isStrict(node)) {
            tables.lookUpLocalAt(LOCAL);
            tables.add(fromRouter());
        }
        for (Pod pod : node.pods()) {
            BranchEnis.Branch branch = BranchEnis.of(node, pod.id());
            if (branch != null) {
                addBranch(tables, node, branch);
                continue;
            }
            pod.network().addresses().stream().map(Cidr::ip).forEach(ip -> {
                tables.add(new RouteRule(TO_POD, null, Cidr.host(ip), null, null, 0, 0, Route.MAIN));
                int device = eniOf(enis, ip);
                if (device > 0) {
                    int table = table(enis, enis.get(device));
                    tables.add(new RouteRule(FROM_POD, Cidr.host(ip), null, null, null, 0, 0, table));
                }
            });
        }
    }

    /// What the router says over ICMPv6 must still reach the node (network.go, createIPv6GatewayRule).
    private static RouteRule fromRouter() {
        return new RouteRule(
                0,
                Cidr.host(Cloud.LINK_ROUTER),
                null,
                null,
                null,
                0,
                0,
                Route.LOCAL,
                false,
                Route.Type.UNICAST,
                -1,
                Family.V6,
                new FlowSelector(0, ICMPV6, null, null, null),
                RouteRule.NOWHERE);
    }

    /// The table of an ENI that is not the primary one, by its card and its number there: the first card counts from
    /// the primary ENI, further cards from one (pkg/networkutils/helper.go, CalculateRouteTableId; Amazon EC2 User
    /// Guide, "Network cards").
    private static int table(List<Nic> enis, Nic eni) {
        int card = eni.networkCardIndex();
        long before = enis.subList(0, enis.indexOf(eni)).stream()
                .filter(e -> e.networkCardIndex() == card)
                .count();
        return card == 0
                ? Math.toIntExact(before) + 1
                : FIRST_CARD_TABLE + Math.toIntExact(before) + 1 + TABLES_OF_CARD * card;
    }

    private static AwsSettings settings(NodeSite node) {
        return node.cni() == null ? AwsSettings.DEFAULT : node.cni().aws();
    }

    /// A further ENI has a table of its own, with the subnet's gateway on that ENI (network.go setupENINetwork).
    private static void addEni(RouteTables tables, Nic eni, int table) {
        for (Family family : Family.values()) {
            eni.addresses().stream()
                    .filter(a -> a.v6() == family.v6())
                    .findFirst()
                    .ifPresent(a -> {
                        Ip gateway = family.v6()
                                ? Cloud.LINK_ROUTER
                                : a.network().ip().plus(1);
                        tables.add(table, route(Cidr.host(gateway), null, eni));
                        tables.add(table, route(new Cidr(family.any(), 0), gateway, eni));
                        tables.add(new RouteRule(FROM_ENI, Cidr.host(a.ip()), null, null, null, 0, 0, table));
                    });
        }
    }

    /// A branch ENI has a table of its own. Strict: what comes from the pod or from the ENI looks there before
    /// all else, so that all its packets pass the vpc; standard: only what the pod sends does, as with other ENIs
    /// (driver.go, setupIIFBasedContainerRouteRules, setupIPBasedContainerRouteRules).
    private void addBranch(RouteTables tables, NodeSite node, BranchEnis.Branch branch) {
        int table = FIRST_BRANCH_TABLE + branch.vlan();
        String vlan = branch.device();
        Optional<Attachment> at = cloud.member(node.id()).stream()
                .filter(a -> a.nic().name.equals(vlan))
                .findFirst();
        Device host = PodRoutes.hostEnd(node, branch.pod(), devices);
        if (at.isEmpty() || host == null) {
            return;
        }
        for (Attachment.End end : at.get().ends()) {
            Ip gateway = end.gateway();
            tables.add(table, route(Cidr.host(gateway), null, vlan));
            tables.add(table, route(new Cidr(Family.of(gateway).any(), 0), gateway, vlan));
            if (BranchEnis.isStrict(node)) {
                tables.add(table, route(Cidr.host(end.hop()), null, host.name));
            } else {
                tables.add(new RouteRule(TO_POD, null, Cidr.host(end.hop()), null, null, 0, 0, Route.MAIN));
                tables.add(new RouteRule(FROM_POD, Cidr.host(end.hop()), null, null, null, 0, 0, table));
            }
        }
        if (BranchEnis.isStrict(node)) {
            tables.add(new RouteRule(BY_BRANCH, null, null, vlan, null, 0, 0, table));
            tables.add(new RouteRule(BY_BRANCH, null, null, host.name, null, 0, 0, table));
        }
    }

    /// What the node's end of a pod's cable is called by (pkg/sgpp, BuildHostVethNamePrefix).
    public static String prefix(@Nullable NodeSite node, Pod pod) {
        boolean branch = node != null && BranchEnis.of(node, pod.id()) != null && BranchEnis.isStrict(node);
        return branch ? "vlan" : "eni";
    }

    private static Route route(Cidr to, @Nullable Ip via, String dev) {
        return new Route(Route.Type.UNICAST, to, via, dev, null, 0, false, ORIGIN);
    }

    private static Route route(Cidr to, @Nullable Ip via, Nic eni) {
        return new Route(Route.Type.UNICAST, to, via, eni.name(), null, 0, false, ORIGIN);
    }

    /// The node's ENIs; the first is the primary one.
    private static List<Nic> enis(NodeSite node) {
        var enis = new ArrayList<Nic>();
        node.primary().ifPresent(enis::add);
        node.node().machine().interfaces().stream()
                .filter(n -> !enis.contains(n))
                .forEach(enis::add);
        return enis;
    }

    private static int eniOf(List<Nic> enis, Ip pod) {
        for (int device = 0; device < enis.size(); device++) {
            Nic eni = enis.get(device);
            if (eni.secondary().contains(pod) || eni.prefixes().stream().anyMatch(p -> p.contains(pod))) {
                return device;
            }
        }
        return 0;
    }

    /// The addresses of one of a pod's interfaces: of several of a family each has its own.
    ///
    /// @param index of the interface; another plugin gives all addresses to the first
    public static List<Cidr> addresses(Cni cni, Pod pod, int index) {
        List<Cidr> all = pod.network().addresses();
        if (cni.type() != Cni.Type.AWS_VPC) {
            return index == 0 ? all : List.of();
        }
        return Stream.of(Family.values())
                .flatMap(family -> all.stream()
                        .filter(a -> a.v6() == family.v6())
                        .skip(index)
                        .limit(1))
                .toList();
    }

    /// In a pod: the gateway's MAC is set for ever (driver.go, setupVeth).
    public static List<Netns.NeighbourEntry> permanent(Device eth, Device eni) {
        return Stream.of(Family.values())
                .filter(eth::has)
                .map(family -> new Netns.NeighbourEntry(eth.name, gateway(family, eth.index), eni.mac, ORIGIN))
                .toList();
    }

    /// What every pod takes for the gateway of one of its interfaces; nobody has the address.
    private static Ip gateway(Family family, int index) {
        return (family.v6() ? LINK_GATEWAY6 : PodRoutes.LINK_GATEWAY).plus(index);
    }

    /// In a pod: the gateway, and the way to everywhere by it. That of a further interface is for packets from its
    /// own address (driver.go, FromInterfaceRulePriority).
    static void addInPod(RouteTables tables, Device eth) {
        int table = eth.index == 0 ? Route.MAIN : eth.index;
        for (Family family : Family.values()) {
            if (eth.has(family)) {
                Ip gateway = gateway(family, eth.index);
                tables.add(table, route(Cidr.host(gateway), null, eth.name));
                tables.add(table, route(new Cidr(family.any(), 0), gateway, eth.name));
            }
        }
        if (eth.index > 0) {
            eth.addresses.forEach(
                    a -> tables.add(new RouteRule(FROM_INTERFACE, Cidr.host(a.ip()), null, null, null, 0, 0, table)));
        }
    }

    /// What comes in by the primary ENI for the node itself, as for a node port, is marked, so that the answers
    /// of pods on other ENIs leave by it too. Then, unless somebody else translates
    /// (AWS_VPC_K8S_CNI_EXTERNALSNAT), the SNAT. Over IPv6 nothing of that is written: packets leave by the
    /// ENI that they came in by, with addresses that are global (network.go, updateHostIptablesRules).
    ///
    /// @param settings null: somebody else translates
    public List<String> lines(NodeSite node, @Nullable Masquerade settings) {
        Optional<Nic> primary = node.primary();
        Optional<Ip> ip = node.addresses().stream().filter(a -> !a.v6()).findFirst();
        if (primary.isEmpty() || ip.isEmpty()) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        if (settings != null) {
            addSnat(
                    lines,
                    inside(node),
                    excluded(settings),
                    ip.get(),
                    settings(node).randomizeSnat());
        }
        String mangle = "-t mangle -A PREROUTING -i ";
        String restore =
                " -m comment --comment \"AWS, primary ENI\" -j CONNMARK --restore-mark --nfmask 0x80 --ctmask 0x80";
        lines.add(mangle + primary.get().name() + " -m comment --comment \"AWS, primary ENI\""
                + " -m addrtype --dst-type LOCAL --limit-iface-in -j CONNMARK --set-xmark 0x80/0x80");
        lines.add(mangle + "eni+" + restore);
        lines.add(mangle + "vlan+" + restore);
        return lines;
    }

    /// SNAT to the primary ENI for what leaves the vpc, and the marks that keep such traffic on the primary ENI. Each
    /// range is inserted before those that are there (network.go, updateIptablesRules).
    private static void addSnat(
            List<String> lines, List<Cidr> inside, List<Cidr> excluded, Ip ip, RandomizeSnat randomize) {
        String random = switch (randomize) {
            case PRNG -> " --random-fully";
            case HASHRANDOM -> " --random";
            case NONE -> "";
        };
        lines.add("-t nat -N AWS-SNAT-CHAIN-0");
        lines.add("-t nat -N AWS-CONNMARK-CHAIN-0");
        lines.add("-t nat -A POSTROUTING -m comment --comment \"AWS SNAT CHAIN\" -j AWS-SNAT-CHAIN-0");
        excluded.reversed().forEach(cidr -> lines.add(spare("SNAT", cidr, "AWS SNAT CHAIN EXCLUSION")));
        inside.reversed().forEach(cidr -> lines.add(spare("SNAT", cidr, "AWS SNAT CHAIN")));
        lines.add("-t nat -A AWS-SNAT-CHAIN-0 ! -o vlan+ -m comment --comment \"AWS, SNAT\" -m addrtype ! --dst-type"
                + " LOCAL -j SNAT --to-source " + ip + random);
        lines.add("-t nat -A PREROUTING -i eni+ -m comment --comment \"AWS, outbound connections\" -j"
                + " AWS-CONNMARK-CHAIN-0");
        lines.add("-t nat -A PREROUTING -m comment --comment \"AWS, CONNMARK\" -j CONNMARK --restore-mark --nfmask 0x80"
                + " --ctmask 0x80");
        excluded.reversed().forEach(cidr -> lines.add(spare("CONNMARK", cidr, "AWS CONNMARK CHAIN, EXCLUDED CIDR")));
        inside.reversed().forEach(cidr -> lines.add(spare("CONNMARK", cidr, "AWS CONNMARK CHAIN, VPC CIDR")));
        lines.add("-t nat -A AWS-CONNMARK-CHAIN-0 -m comment --comment \"AWS, CONNMARK\" -j CONNMARK --set-xmark"
                + " 0x80/0x80");
    }

    private static String spare(String chain, Cidr cidr, String comment) {
        return "-t nat -A AWS-" + chain + "-CHAIN-0 -d " + cidr + " -m comment --comment \"" + comment + "\" -j RETURN";
    }

    /// The vpc's ranges.
    private List<Cidr> inside(NodeSite node) {
        return four(cloud.member(node.id()).stream()
                .flatMap(a -> a.cloud() instanceof Vpc vpc ? vpc.cidr().stream() : Stream.empty()));
    }

    /// Those that the masquerade settings exclude (AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS).
    private static List<Cidr> excluded(Masquerade settings) {
        return four(settings.exclude().stream());
    }

    private static List<Cidr> four(Stream<Cidr> cidrs) {
        return cidrs.filter(c -> !c.v6()).map(Cidr::network).distinct().toList();
    }
}
