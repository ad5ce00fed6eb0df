package vethscope.engine.compile.cni;

import java.util.ArrayList;
import java.util.List;
import vethscope.engine.compile.route.RouteTables;
import vethscope.engine.compile.site.RuleScript;
import vethscope.engine.compile.site.Site.NodeSite;
import vethscope.engine.finding.Notes;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.network.Route;
import vethscope.engine.origin.Origin;
import vethscope.model.CalicoSettings;
import vethscope.model.Cni;
import vethscope.model.address.Cidr;
import vethscope.model.element.Pod;

/// What Calico does on a node beside wiring and masquerading, where the drawing asks for it: blocks of addresses, and
/// what pods may send to the node itself.
public final class CalicoHosts {

    private static final Origin ORIGIN = Origin.plugin("Calico");

    /// An IPv4 block of a prefix is as large as an IPv6 block of a prefix that is longer by this.
    private static final int LONGER = 96;

    /// Multicast listeners, routers and neighbours (felix/rules/static.go, filterWorkloadToHostChain).
    private static final List<Integer> ICMPV6 = List.of(130, 131, 132, 133, 135, 136);

    private CalicoHosts() {}

    private static CalicoSettings settings(NodeSite node) {
        return node.cni() == null || node.cni().type() != Cni.Type.PTP
                ? CalicoSettings.DEFAULT
                : node.cni().calico();
    }

    /// The blocks that the node's pods are in: an address that no pod has is not routed away
    /// (felix/dataplane/linux/route_mgr.go).
    public static void addBlocks(RouteTables tables, NodeSite node) {
        Integer size = settings(node).blockSize();
        if (size == null) {
            return;
        }
        int four = size;
        int six = size + LONGER;
        node.pods().stream()
                .map(Pod::network)
                .flatMap(network -> network.addresses().stream())
                .map(a -> new Cidr(a.ip(), a.v6() ? six : four).network())
                .distinct()
                .filter(block -> block.prefix() < block.ip().bits() && tables.isFree(block))
                .forEach(block -> tables.add(
                        Route.MAIN, new Route(Route.Type.BLACKHOLE, block, null, null, null, 0, false, ORIGIN)));
    }

    /// `defaultEndpointToHostAction`: what comes by a pod's cable for the node itself. Answers pass in any case
    /// (felix/rules/static.go, filterInputChain, filterWorkloadToHostChain; endpoints.go).
    public static Ruleset append(Ruleset rules, NodeSite node, Notes notes) {
        CalicoSettings.ToHost action = settings(node).toHost();
        if (action == null) {
            return rules;
        }
        var lines = new ArrayList<String>();
        for (boolean v6 : new boolean[] {false, true}) {
            if (v6 && node.pods().stream().noneMatch(pod -> hasV6(pod))) {
                continue;
            }
            String command = v6 ? "ip6tables " : "iptables ";
            lines.add(command + "-N cali-INPUT");
            lines.add(command + "-N cali-wl-to-host");
            lines.add(command + (settings(node).append() ? "-A" : "-I") + " INPUT -j cali-INPUT");
            lines.add(command + "-A cali-INPUT -i cali+ -g cali-wl-to-host");
            if (v6) {
                ICMPV6.forEach(type -> lines.add(
                        command + "-A cali-wl-to-host -p icmpv6 -m icmp6 --icmpv6-type " + type + " -j ACCEPT"));
            }
            lines.add(command + "-A cali-wl-to-host -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT");
            lines.add(command + "-A cali-wl-to-host -m conntrack --ctstate INVALID -j DROP");
            lines.add(command + "-A cali-wl-to-host -m comment --comment \"Configured DefaultEndpointToHostAction\" -j "
                    + action.name());
        }
        return RuleScript.run(rules, node.id(), lines, ORIGIN, notes);
    }

    private static boolean hasV6(Pod pod) {
        return pod.network().addresses().stream().anyMatch(Cidr::v6);
    }
}
