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
import vethscope.engine.network.Netns;
import vethscope.engine.network.Route;
import vethscope.engine.network.RouteRule;
import vethscope.engine.origin.Origin;
import vethscope.engine.packet.Family;
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

    /// Strict enforcement: before the machine's own addresses, which move from 0 to 20 (VlanRulePriority,
    /// localRulePriority).
    private static final int BY_BRANCH = 10;

    private static final int LOCAL = 20;
    private static final int FIRST_BRANCH_TABLE = 100;

    private static final int MARKED = 1024;
    private static final int FROM_POD = 1536;
    private static final int FROM_ENI = 32765;

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
        List<Nic> enis = enis(node);
        for (int device = 1; device < enis.size(); device++) {
            addEni(tables, enis.get(device), device + 1);
        }
        List<BranchEnis.Branch> branches = BranchEnis.of(node);
        if (!branches.isEmpty() && BranchEnis.isStrict(node)) {
            tables.lookUpLocalAt(LOCAL);
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
                    tables.add(new RouteRule(FROM_POD, Cidr.host(ip), null, null, null, 0, 0, device + 1));
                }
            });
        }
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

    /// In a pod: the gateway's MAC is set for ever (driver.go, setupVeth).
    public static Netns.Permanent permanent(Device eth, Device eni) {
        return new Netns.Permanent(
                Stream.of(Family.values())
                        .filter(eth::has)
                        .map(family -> new Netns.NeighbourEntry(eth.name, gateway(family), eni.mac, ORIGIN))
                        .toList(),
                List.of());
    }

    /// What every pod takes for its gateway; nobody has the address.
    static Ip gateway(Family family) {
        return family.v6() ? LINK_GATEWAY6 : PodRoutes.LINK_GATEWAY;
    }

    /// What comes in by the primary ENI for the node itself, as for a node port, is marked, so that the answers
    /// of pods on other ENIs leave by it too. Then, unless somebody else translates
    /// (AWS_VPC_K8S_CNI_EXTERNALSNAT), the SNAT. IPv6 addresses are global and never translated (Amazon EKS User
    /// Guide, "Enable outbound internet access for Pods").
    ///
    /// @param settings null: somebody else translates
    public List<String> lines(NodeSite node, @Nullable Masquerade settings) {
        Optional<Nic> primary = node.primary();
        if (primary.isEmpty()) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        for (Family family : Family.values()) {
            Optional<Ip> ip =
                    node.addresses().stream().filter(a -> a.v6() == family.v6()).findFirst();
            if (ip.isEmpty()) {
                continue;
            }
            if (settings != null && !family.v6()) {
                addSnat(lines, inside(node, settings), ip.get());
            }
            String mangle = (family.v6() ? "ip6tables " : "") + "-t mangle -A PREROUTING -i ";
            lines.add(mangle + primary.get().name() + " -m comment --comment \"AWS, primary ENI\""
                    + " -m addrtype --dst-type LOCAL --limit-iface-in -j CONNMARK --set-xmark 0x80/0x80");
            if (!BranchEnis.of(node).isEmpty()) {
                lines.add(mangle + "vlan+ -m comment --comment \"AWS, primary ENI\""
                        + " -j CONNMARK --restore-mark --nfmask 0x80 --ctmask 0x80");
            }
            lines.add(mangle + "eni+ -m comment --comment \"AWS, primary ENI\""
                    + " -j CONNMARK --restore-mark --nfmask 0x80 --ctmask 0x80");
        }
        return lines;
    }

    /// SNAT to the primary ENI for what leaves the vpc, and the marks that keep such traffic on the primary ENI.
    private static void addSnat(List<String> lines, List<Cidr> inside, Ip ip) {
        lines.add("-t nat -N AWS-SNAT-CHAIN-0");
        lines.add("-t nat -N AWS-CONNMARK-CHAIN-0");
        lines.add("-t nat -A POSTROUTING -m comment --comment \"AWS SNAT CHAIN\" -j AWS-SNAT-CHAIN-0");
        inside.forEach(cidr -> lines.add(
                "-t nat -A AWS-SNAT-CHAIN-0 -d " + cidr + " -m comment --comment \"AWS SNAT CHAIN\" -j RETURN"));
        lines.add("-t nat -A AWS-SNAT-CHAIN-0 ! -o vlan+ -m comment --comment \"AWS, SNAT\" -m addrtype ! --dst-type"
                + " LOCAL -j SNAT --to-source " + ip + " --random-fully");
        lines.add("-t nat -A PREROUTING -i eni+ -m comment --comment \"AWS, outbound connections\" -j"
                + " AWS-CONNMARK-CHAIN-0");
        lines.add("-t nat -A PREROUTING -m comment --comment \"AWS, CONNMARK\" -j CONNMARK --restore-mark --nfmask 0x80"
                + " --ctmask 0x80");
        inside.forEach(cidr -> lines.add("-t nat -A AWS-CONNMARK-CHAIN-0 -d " + cidr
                + " -m comment --comment \"AWS CONNMARK CHAIN, VPC CIDR\" -j RETURN"));
        lines.add("-t nat -A AWS-CONNMARK-CHAIN-0 -m comment --comment \"AWS, CONNMARK\" -j CONNMARK --set-xmark"
                + " 0x80/0x80");
    }

    /// The vpc's ranges and those that the masquerade settings exclude (AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS).
    private List<Cidr> inside(NodeSite node, Masquerade settings) {
        Stream<Cidr> own = cloud.member(node.id()).stream()
                .flatMap(a -> a.cloud() instanceof Vpc vpc ? vpc.cidr().stream() : Stream.<Cidr>of());
        return Stream.concat(own, settings.exclude().stream())
                .filter(c -> !c.v6())
                .map(Cidr::network)
                .distinct()
                .toList();
    }
}
