package vethscope.engine.lab;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.IptablesText;
import vethscope.engine.netfilter.IpvsadmText;
import vethscope.engine.netfilter.Rule;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.netfilter.Table;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Route;
import vethscope.engine.origin.Origin;
import vethscope.engine.stage.NeighbourDiscovery;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// The part of a lab that makes one namespace the machine that was drawn.
final class LabMachine {

    /// What a kernel may lack where kube-proxy runs in IPVS mode.
    static final String IPVS = "IPVS";

    private static final int MOST_AUTHORS = 6;

    private final Netns netns;
    private final Set<Ip> asked;
    private final Text text = new Text();

    private LabMachine(Netns netns, Set<Ip> asked) {
        this.netns = netns;
        this.asked = asked;
    }

    /// Empty for a machine that needs nothing beyond its cables.
    ///
    /// @param asked the IPv6 addresses that somebody may want a neighbour's hardware address for
    static String section(Netns netns, Set<Ip> asked) {
        var machine = new LabMachine(netns, asked);
        machine.write();
        return machine.text.toString();
    }

    /// Whether kube-proxy runs there in IPVS mode.
    static boolean hasIpvs(Netns netns) {
        return !netns.ruleset().sets().isEmpty();
    }

    /// Whether it takes part in IPv6: with an address, or as a gateway with routes and link-local addresses only.
    static boolean hasV6(Netns netns) {
        return netns.interfaces().values().stream()
                        .filter(i -> i.kind() != Interface.Kind.LOOPBACK)
                        .flatMap(i -> i.addresses().stream())
                        .anyMatch(Cidr::v6)
                || netns.fib().tables().values().stream()
                        .flatMap(List::stream)
                        .anyMatch(r -> r.destination().v6() && !r.author().equals(Origin.KERNEL));
    }

    static String kind(Netns netns) {
        return netns.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /// What a kernel may lack for a device of this kind; null: every kernel that has namespaces and veth has it.
    static @Nullable String feature(Interface device) {
        return switch (device.kind()) {
            case IPIP -> "IPIP";
            case DUMMY -> "dummy devices";
            case VXLAN -> "VXLAN";
            // a lab has a cable of its own in place of a tag
            case LOOPBACK, ETHERNET, BRIDGE, VLAN -> null;
        };
    }

    private void write() {
        devices();
        netns.interfaces().values().stream().filter(d -> feature(d) != null).forEach(this::special);
        commands(
                "ip_batch " + netns.id(),
                new Text()
                        .authored(IpCommands.routes(netns, false, this::isPlain))
                        .toString());
        commands(
                "ip_batch " + netns.id() + " -6",
                new Text()
                        .authored(IpCommands.routes(netns, true, this::isPlain))
                        .toString());
        commands("ip_batch " + netns.id(), joined(IpCommands.rules(netns, false)));
        if (hasV6(netns)) {
            commands("ip_batch " + netns.id() + " -6", joined(IpCommands.rules(netns, true)));
        }
        commands("ip_batch " + netns.id(), joined(neighbours(null)));
        commands("sysctls " + netns.id(), joined(LabSysctls.ofDevices(netns)));
        proxies();
        rules();
    }

    /// A cloud answers for whom it leads to. Over IPv4 that is proxy ARP; IPv6 wants each address told.
    private void proxies() {
        List<String> lines = netns.interfaces().values().stream()
                .flatMap(device -> asked.stream()
                        .filter(ip -> NeighbourDiscovery.proxied(ip, device.name(), netns)
                                .isPresent())
                        .map(ip -> "neigh add proxy " + ip + " dev " + device.name()))
                .toList();
        if (!lines.isEmpty()) {
            commands("sysctls " + netns.id(), "net/ipv6/conf/all/proxy_ndp = 1\n");
            commands("ip_batch " + netns.id() + " -6", joined(lines));
        }
    }

    private static String joined(List<String> lines) {
        return lines.stream().map(l -> l + "\n").collect(Collectors.joining());
    }

    private void commands(String command, String body) {
        if (!body.isEmpty()) {
            text.hereDocument(command, body);
        }
    }

    private void devices() {
        var lines = new ArrayList<String>();
        for (Interface device : netns.interfaces().values()) {
            if (device.kind() == Interface.Kind.BRIDGE) {
                lines.add("link add " + device.name() + " mtu " + device.mtu() + " address " + device.mac()
                        + " type bridge stp_state 0 forward_delay 0 mcast_snooping 0");
                netns.ports(device.name()).forEach(port -> {
                    lines.add("link set dev " + port.name() + " master " + device.name());
                    if (port.port() != null && port.port().hairpin()) {
                        lines.add("link set dev " + port.name() + " type bridge_slave hairpin on");
                    }
                });
                // it shrank to that of its smallest port
                lines.add("link set dev " + device.name() + " mtu " + device.mtu());
            }
        }
        for (Interface device : netns.interfaces().values()) {
            if (feature(device) == null) {
                lines.addAll(addresses(device));
            }
        }
        commands("ip_batch " + netns.id(), joined(lines));
    }

    private static List<String> addresses(Interface device) {
        var lines = new ArrayList<String>();
        device.addresses().stream()
                .filter(a -> !(device.kind() == Interface.Kind.LOOPBACK && a.ip().isLoopback()))
                .forEach(a -> lines.add("addr add " + a + " dev " + device.name() + (a.v6() ? " nodad" : "")));
        // kube-ipvs0 holds addresses and is never up
        if (device.kind() != Interface.Kind.LOOPBACK && (device.kind() != Interface.Kind.DUMMY || device.up())) {
            lines.add("link set dev " + device.name() + " up");
        }
        return lines;
    }

    /// A device that the kernel may lack, with all that stands on it.
    private void special(Interface device) {
        String type = switch (device.kind()) {
            case VXLAN -> {
                Interface.Tunnel t = java.util.Objects.requireNonNull(device.tunnel());
                yield "address " + device.mac() + " mtu " + device.mtu() + " type vxlan id " + t.vni() + " local "
                        + t.local() + " dev " + t.underlay() + " dstport " + t.udpPort() + " nolearning";
            }
            case IPIP -> {
                Interface.Tunnel t = java.util.Objects.requireNonNull(device.tunnel());
                yield "mtu " + device.mtu() + " type ipip local " + t.local() + " dev " + t.underlay() + " ttl 64";
            }
            case DUMMY -> "address " + device.mac() + " mtu " + device.mtu() + " type dummy";
            case LOOPBACK, ETHERNET, BRIDGE, VLAN ->
                throw new IllegalStateException(device + " needs no special kernel");
        };
        text.line("if has " + Text.quoted(String.valueOf(feature(device))) + " ip -n \"$P-" + netns.id()
                + "\" link add " + device.name() + " " + type + "; then");
        var body = new Text();
        body.lines(addresses(device));
        body.authored(IpCommands.routes(netns, false, r -> device.name().equals(r.dev())));
        body.lines(neighbours(device));
        commands("ip_batch " + netns.id(), body.toString());
        commands(
                "ip_batch " + netns.id() + " -6",
                new Text()
                        .authored(IpCommands.routes(
                                netns, true, r -> device.name().equals(r.dev())))
                        .toString());
        commands(
                "bridge -n \"$P-" + netns.id() + "\" -batch -",
                joined(IpCommands.fdb(netns).stream()
                        .filter(l -> l.contains(" dev " + device.name() + " "))
                        .toList()));
        text.line("fi");
    }

    /// The permanent neighbours on a device that some kernels lack; null: on all others.
    private List<String> neighbours(@Nullable Interface device) {
        return IpCommands.neighbours(netns).stream()
                .filter(line -> device == null
                        ? netns.interfaces().values().stream()
                                .noneMatch(d -> feature(d) != null && line.contains(" dev " + d.name() + " "))
                        : line.contains(" dev " + device.name() + " "))
                .toList();
    }

    private boolean isPlain(Route route) {
        return netns.find(route.dev()).map(d -> feature(d) == null).orElse(true);
    }

    /// Rules of iptables name the sets, so where the kernel has no IPVS they are left out too.
    private void rules() {
        if (!hasIpvs(netns)) {
            tables();
            return;
        }
        text.line("# kube-proxy in IPVS mode");
        text.line("if has " + IPVS + " on " + netns.id() + " ipvsadm -C && has " + IPVS + " on " + netns.id()
                + " ipset list; then");
        commands("sysctls " + netns.id(), joined(LabSysctls.ofIpvs(netns)));
        commands(
                "on " + netns.id() + " ipset restore",
                IpvsadmText.print(netns.ruleset().sets().values()));
        commands("on " + netns.id() + " ipvsadm -R", IpvsadmText.print(netns.ipvs()));
        tables();
        text.line("fi");
    }

    private void tables() {
        for (boolean v6 : new boolean[] {false, true}) {
            // of chains with one priority at one hook, the one that came last is asked first (nf_hook_entries_grow)
            String nft = NftText.kubeProxy(netns.ruleset(), v6);
            if (!nft.isEmpty()) {
                text.line("# kube-proxy in nftables mode");
                text.hereDocument("on " + netns.id() + " nft -f -", nft);
            }
            Ruleset kept = netns.ruleset();
            String saved = v6 ? IptablesText.print6(kept) : IptablesText.print(kept);
            if (!saved.isEmpty()) {
                text.line("# " + authors(kept, v6));
                text.hereDocument("on " + netns.id() + " " + (v6 ? "ip6tables-restore" : "iptables-restore"), saved);
            }
        }
        String cloud = CloudRules.of(netns.filter());
        if (!cloud.isEmpty()) {
            text.line("# security groups and network ACLs");
            text.hereDocument("on " + netns.id() + " iptables-restore --noflush", cloud);
        }
    }

    private static String authors(Ruleset rules, boolean v6) {
        Set<String> names = new LinkedHashSet<>();
        Function<Rule, String> name = rule -> rule.origin() == null
                ? "unknown"
                : (rule.origin().kind() == Origin.Kind.SERVICE ? Origin.KUBE_PROXY : rule.origin()).toString();
        for (Table table : Table.values()) {
            rules.family(v6)
                    .getOrDefault(table, java.util.Map.of())
                    .values()
                    .forEach(chain -> chain.rules().forEach(rule -> names.add(name.apply(rule))));
        }
        List<String> first = names.stream().limit(MOST_AUTHORS).toList();
        String all = Text.oneLine(String.join(", ", first)) + (names.size() > MOST_AUTHORS ? ", …" : "");
        return names.isEmpty() ? "policies only" : all;
    }
}
