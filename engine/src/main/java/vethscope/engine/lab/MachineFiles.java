package vethscope.engine.lab;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import vethscope.engine.lab.Text.Authored;
import vethscope.engine.netfilter.IptablesText;
import vethscope.engine.netfilter.IpvsadmText;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Network;

/// What each machine of a network is configured with, in the words of the programs that would do it.
public final class MachineFiles {

    private MachineFiles() {}

    /// As `iptables-save` and `ip6tables-save` would print it: files `ELEMENT.iptables` and `ELEMENT.ip6tables` of the
    /// machines that have rules.
    public static Map<String, String> iptables(Network network) {
        var files = new LinkedHashMap<String, String>();
        for (Netns netns : network.spaces().values()) {
            var rules = netns.ruleset();
            String four = IptablesText.print(rules);
            String six = IptablesText.print6(rules);
            boolean inNftables = !rules.nft().isEmpty();
            if (!four.isEmpty() || inNftables) {
                files.put(
                        netns.id() + ".iptables",
                        (inNftables ? "# kube-proxy keeps its rules in nftables: nft list table ip kube-proxy\n" : "")
                                + four);
            }
            if (!six.isEmpty()) {
                files.put(netns.id() + ".ip6tables", six);
            }
        }
        return files;
    }

    /// For `nft -f`: files `ELEMENT.nft` of the machines that have rules.
    public static Map<String, String> nft(Network network) {
        return each(network, ".nft", netns -> {
            var text = new StringBuilder();
            for (boolean v6 : new boolean[] {false, true}) {
                text.append(NftText.kubeProxy(netns.ruleset(), v6)).append(NftText.tables(netns.ruleset(), v6));
            }
            return text.toString();
        });
    }

    /// For a shell: files `ELEMENT.routes` with `ip route`, `ip rule`, `ip neigh` and `bridge fdb`.
    public static Map<String, String> routes(Network network) {
        return each(network, ".routes", netns -> {
            var text = new Text();
            IpCommands.kernelRoutes(netns).forEach(r -> text.line("# by the kernel: " + r));
            for (boolean v6 : new boolean[] {false, true}) {
                String ip = v6 ? "ip -6 " : "ip ";
                text.authored(IpCommands.routes(netns, v6, r -> true).stream()
                        .map(a -> new Authored(a.author(), ip + a.line()))
                        .toList());
                if (!v6 || LabMachine.hasV6(netns)) {
                    IpCommands.rules(netns, v6).forEach(r -> text.line(ip + r));
                }
            }
            IpCommands.neighbours(netns).forEach(n -> text.line("ip " + n));
            IpCommands.fdb(netns).forEach(f -> text.line("bridge " + f));
            return text.toString();
        });
    }

    /// Of the nodes where kube-proxy runs in IPVS mode: files `ELEMENT.ipset` for `ipset restore` and `ELEMENT.ipvsadm`
    /// for `ipvsadm -R`.
    public static Map<String, String> ipvsadm(Network network) {
        var files = new LinkedHashMap<>(each(
                network, ".ipset", n -> IpvsadmText.print(n.ruleset().sets().values())));
        files.putAll(each(network, ".ipvsadm", n -> IpvsadmText.print(n.ipvs())));
        return files;
    }

    private static Map<String, String> each(Network network, String ending, Function<Netns, String> text) {
        var files = new LinkedHashMap<String, String>();
        network.spaces().values().forEach(netns -> {
            String file = text.apply(netns);
            if (!file.isEmpty()) {
                files.put(netns.id() + ending, file);
            }
        });
        return files;
    }
}
