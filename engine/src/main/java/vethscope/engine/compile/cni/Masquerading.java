package vethscope.engine.compile.cni;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.site.Devices;
import vethscope.engine.compile.site.RuleScript;
import vethscope.engine.compile.site.Site;
import vethscope.engine.compile.site.Site.NodeSite;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.origin.Origin;
import vethscope.model.Masquerade;
import vethscope.model.Overlay;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.Pod;

/// The rules that hide what leaves the cluster behind its node, as each program writes them. All but Calico's are
/// appended, hence come after kube-proxy's jump in POSTROUTING.
public final class Masquerading {

    /// maxCIDRs of ip-masq-agent: of a longer list it takes nothing.
    private static final int MOST_RANGES = 64;

    /// LINKLOCAL and the private ranges of cmd/ip-masq-agent/ip-masq-agent.go.
    private static final List<Cidr> PRIVATE = cidrs("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16");

    private static final List<Cidr> LINK_LOCAL = cidrs("169.254.0.0/16", "fe80::/10");
    private static final List<Cidr> MULTICAST = cidrs("224.0.0.0/4", "ff00::/8");

    /// `--non-masquerade-cidr` of kubelet.
    private static final List<Cidr> KUBENET = cidrs("10.0.0.0/8");

    private final NodeSite node;
    private final Masquerade settings;
    private final Site site;
    private final List<Cidr> podCidr;
    private final List<String> lines = new ArrayList<>();

    private Masquerading(Site site, NodeSite node, Masquerade settings) {
        this.site = site;
        this.node = node;
        this.settings = settings;
        this.podCidr = site.design().cluster().podCidr();
    }

    public static Ruleset append(Ruleset rules, Site site, NodeSite node, Masquerade settings, Notes notes) {
        var masquerading = new Masquerading(site, node, settings);
        if (settings.type() == Masquerade.Type.IP_MASQ_AGENT
                && settings.exclude().size() > MOST_RANGES) {
            notes.add(
                    Flaw.MASQ_AGENT_RANGES,
                    node.id(),
                    "masquerade",
                    node.node().name(),
                    settings.exclude().size(),
                    MOST_RANGES);
        }
        masquerading.family(false);
        masquerading.family(true);
        return RuleScript.run(rules, node.id(), masquerading.lines, origin(settings), notes);
    }

    private static Origin origin(Masquerade settings) {
        return switch (settings.type()) {
            case CIDR, BRIDGE -> Origin.MASQUERADE;
            case KUBENET -> Origin.plugin("kubenet");
            case IP_MASQ_AGENT -> Origin.plugin("ip-masq-agent");
            case FLANNEL -> Origin.FLANNEL;
            case CALICO -> Origin.plugin("Calico");
        };
    }

    private void family(boolean v6) {
        switch (settings.type()) {
            case CIDR -> cidr(v6);
            case BRIDGE -> bridge(v6);
            case KUBENET -> kubenet(v6);
            case IP_MASQ_AGENT -> agent(v6);
            case FLANNEL -> flannel(v6);
            case CALICO -> calico(v6);
        }
    }

    private void nat(boolean v6, String line) {
        lines.add((v6 ? "ip6tables" : "iptables") + " -t nat " + line);
    }

    private String masquerade() {
        return "MASQUERADE" + random();
    }

    private String random() {
        return settings.randomFully() ? " --random-fully" : "";
    }

    private List<Cidr> sources(boolean v6) {
        return family(settings.source(), podCidr, v6);
    }

    private List<Cidr> excludes(List<Cidr> otherwise, boolean v6) {
        return family(settings.exclude(), otherwise, v6);
    }

    private static List<Cidr> family(List<Cidr> all, List<Cidr> otherwise, boolean v6) {
        return (all.isEmpty() ? otherwise : all)
                .stream().filter(c -> c.v6() == v6).map(Cidr::network).toList();
    }

    private static Cidr of(List<Cidr> both, boolean v6) {
        return both.get(v6 ? 1 : 0);
    }

    private static List<Cidr> cidrs(String... texts) {
        return List.of(texts).stream().map(Cidr::parse).toList();
    }

    private void cidr(boolean v6) {
        List<Cidr> sources = sources(v6);
        if (sources.isEmpty()) {
            return;
        }
        nat(v6, "-N CNI-MASQ");
        sources.forEach(source -> nat(v6, "-A POSTROUTING -s " + source + " -j CNI-MASQ"));
        excludes(podCidr, v6).forEach(exclude -> nat(v6, "-A CNI-MASQ -d " + exclude + " -j RETURN"));
        nat(v6, "-A CNI-MASQ -j " + masquerade());
    }

    /// containernetworking/plugins, pkg/ip/ipmasq_iptables_linux.go: a chain for each pod, which spares its own prefix
    /// only, so that pods of other nodes see the node.
    private void bridge(boolean v6) {
        for (Pod pod : node.pods()) {
            for (Cidr address : pod.network().addresses()) {
                if (address.v6() == v6) {
                    String chain = "CNI-" + Devices.sha1(pod.id().value()).substring(0, 24);
                    nat(v6, "-N " + chain);
                    nat(v6, "-A " + chain + " -d " + address.network() + " -j ACCEPT");
                    nat(v6, "-A " + chain + " ! -d " + of(MULTICAST, v6) + " -j " + masquerade());
                    nat(v6, "-A POSTROUTING -s " + address.ip() + " -j " + chain);
                }
            }
        }
    }

    /// pkg/kubelet/dockershim/network/kubenet/kubenet_linux.go `ensureMasqRule`: any source, one exception.
    private void kubenet(boolean v6) {
        excludes(KUBENET, v6).stream()
                .findFirst()
                .ifPresent(exclude -> nat(
                        v6,
                        "-A POSTROUTING ! -d " + exclude
                                + " -m comment --comment \"kubenet: SNAT for outbound traffic from cluster\""
                                + " -m addrtype ! --dst-type LOCAL -j " + masquerade()));
    }

    /// cmd/ip-masq-agent/ip-masq-agent.go: any source, the node's own packets too.
    private void agent(boolean v6) {
        List<Cidr> excludes = excludes(PRIVATE, v6);
        if (v6 && excludes.isEmpty() || excludes.size() > MOST_RANGES) {
            return;
        }
        nat(v6, "-N IP-MASQ-AGENT");
        nat(v6, "-A POSTROUTING -m addrtype ! --dst-type LOCAL -j IP-MASQ-AGENT");
        if (!settings.masqLinkLocal()) {
            nat(v6, "-A IP-MASQ-AGENT -d " + of(LINK_LOCAL, v6) + " -j RETURN");
        }
        excludes.forEach(exclude -> nat(v6, "-A IP-MASQ-AGENT -d " + exclude + " -j RETURN"));
        nat(v6, "-A IP-MASQ-AGENT -j MASQUERADE --random-fully");
    }

    /// flannel, pkg/trafficmngr/iptables/iptables.go: what goes between the node's own pods and the network is let be,
    /// what else leaves or enters the network is masqueraded. It opens FORWARD for the network.
    private void flannel(boolean v6) {
        List<Cidr> own = node.podCidr().stream()
                .filter(c -> c.v6() == v6)
                .map(Cidr::network)
                .toList();
        Optional<Cidr> first = sources(v6).stream().findFirst();
        if (own.isEmpty() || first.isEmpty()) {
            return;
        }
        String network = first.get().toString();
        String pods = own.getFirst().toString();
        String chain = "-A FLANNEL-POSTRTG ";
        String end = "-j MASQUERADE --random-fully";
        nat(v6, "-N FLANNEL-POSTRTG");
        nat(v6, "-A POSTROUTING -m comment --comment \"flanneld masq\" -j FLANNEL-POSTRTG");
        nat(v6, chain + "-m mark --mark 0x4000/0x4000 -j RETURN");
        nat(v6, chain + "-s " + pods + " -d " + network + " -j RETURN");
        nat(v6, chain + "-s " + network + " -d " + pods + " -j RETURN");
        nat(v6, chain + "! -s " + network + " -d " + pods + " -j RETURN");
        nat(v6, chain + "-s " + network + " ! -d " + of(MULTICAST, v6) + " " + end);
        nat(v6, chain + "! -s " + network + " -d " + network + " " + end);
        String filter = v6 ? "ip6tables " : "iptables ";
        lines.add(filter + "-N FLANNEL-FWD");
        lines.add(filter + "-A FORWARD -m comment --comment \"flanneld forward\" -j FLANNEL-FWD");
        lines.add(filter + "-A FLANNEL-FWD -s " + network + " -j ACCEPT");
        lines.add(filter + "-A FLANNEL-FWD -d " + network + " -j ACCEPT");
    }

    /// calico, felix/rules/nat.go and static.go: inserted, hence before kube-proxy's, unless chainInsertMode
    /// says otherwise. Pools and hosts are asked one by one rather than as sets. What the node itself sends
    /// into a tunnel leaves with the tunnel's address.
    private void calico(boolean v6) {
        if (sources(v6).isEmpty()) {
            return;
        }
        nat(v6, "-N cali-POSTROUTING");
        nat(v6, "-N cali-nat-outgoing");
        boolean append = node.cni() != null && node.cni().calico().append();
        nat(v6, (append ? "-A" : "-I") + " POSTROUTING -j cali-POSTROUTING");
        nat(v6, "-A cali-POSTROUTING -j cali-nat-outgoing");
        excludes(podCidr, v6).forEach(pool -> nat(v6, "-A cali-nat-outgoing -d " + pool + " -j RETURN"));
        if (settings.sparesHosts()) {
            hosts(v6).forEach(host -> nat(v6, "-A cali-nat-outgoing -d " + host + " -j RETURN"));
        }
        sources(v6).forEach(pool -> outgoing(v6, "-A cali-nat-outgoing -s " + pool));
        Overlay overlay = node.cni() == null ? null : node.cni().overlay();
        if (overlay != null) {
            nat(
                    v6,
                    "-A cali-POSTROUTING -o " + overlay.device() + " -m addrtype ! --src-type LOCAL --limit-iface-out"
                            + " -m addrtype --src-type LOCAL -j " + masquerade());
        }
    }

    /// The addresses of all nodes.
    private List<Ip> hosts(boolean v6) {
        return site.nodes().values().stream()
                .flatMap(each -> each.addresses().stream())
                .filter(ip -> ip.v6() == v6)
                .toList();
    }

    /// Ports are for protocols that have them; the rest comes last (makeNATOutgoingRuleIPTables).
    private void outgoing(boolean v6, String from) {
        String ports = settings.natPortRange();
        String target = outgoing(v6);
        if (ports == null) {
            nat(v6, from + " -j " + target + random());
            return;
        }
        @Nullable Ip address = outgoingAddress(v6);
        String with = address == null
                ? target + " --to-ports " + ports.replace(':', '-')
                : target + ":" + ports.replace(':', '-');
        for (String protocol : List.of("tcp", "udp")) {
            nat(v6, from + " -p " + protocol + " -j " + with + random());
            nat(v6, from + " -p " + protocol + " -j RETURN");
        }
        nat(v6, from + " -j " + target + random());
    }

    private String outgoing(boolean v6) {
        @Nullable Ip address = outgoingAddress(v6);
        return address == null
                ? "MASQUERADE"
                : "SNAT --to-source " + (v6 && settings.natPortRange() != null ? "[" + address + "]" : address);
    }

    private @Nullable Ip outgoingAddress(boolean v6) {
        @Nullable Ip address = settings.natOutgoingAddress();
        return address == null || address.v6() != v6 ? null : address;
    }
}
