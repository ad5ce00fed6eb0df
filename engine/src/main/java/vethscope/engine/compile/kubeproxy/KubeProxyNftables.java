package vethscope.engine.compile.kubeproxy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import vethscope.engine.netfilter.Hook;
import vethscope.engine.netfilter.Match;
import vethscope.engine.netfilter.Match.CtState.State;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.netfilter.Ruleset.Chain;
import vethscope.engine.netfilter.Table;
import vethscope.engine.netfilter.Target;
import vethscope.model.KubeProxy;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// kube-proxy in nftables mode: the base chains of its table, each at its hook (pkg/proxy/nftables/proxier.go).
/// What has the priority −110, before destination NAT, is asked after mangle, what has 0 after iptables' filter.
public final class KubeProxyNftables {

    /// kube-proxy's own table of nftables, in either family.
    public static final String TABLE = "kube-proxy";

    private static final String SERVICES = NftablesChains.SERVICES;
    private static final String MASQUERADING = "masquerading";
    private static final Match NEW = new Match.CtState(false, Set.of(State.NEW));

    private KubeProxyNftables() {}

    /// The rules that the node has after kube-proxy's first sync.
    public static Ruleset install(Ruleset base, ServiceProgram program, NodeView node, KubeProxy settings) {
        Ruleset four = family(base, program, node, settings, false);
        boolean six =
                !program.ports(true).isEmpty() || node.addresses().stream().anyMatch(Ip::v6);
        return six ? family(four, program, node, settings, true) : four;
    }

    private static Ruleset family(Ruleset base, ServiceProgram program, NodeView node, KubeProxy settings, boolean v6) {
        ProxyNode at = ProxyNode.of(program, node, settings, v6);
        List<Cidr> cidrs =
                settings.serviceCidrs().stream().filter(c -> c.v6() == v6).toList();
        var chains = new NftablesChains(at, nodeAddresses(at, settings), cidrs);
        List<Chain> checks = List.of(
                base(Table.MANGLE, Hook.PREROUTING, NftablesChains.FIREWALL_CHECK),
                base(Table.MANGLE, Hook.OUTPUT, NftablesChains.FIREWALL_CHECK));
        List<Chain> translations = List.of(
                markForMasquerade(settings.masqueradeMark()),
                masquerading(settings.masqueradeMark()),
                base(Table.NAT, Hook.PREROUTING, SERVICES),
                base(Table.NAT, Hook.OUTPUT, SERVICES),
                base(Table.NAT, Hook.POSTROUTING, MASQUERADING));
        List<Chain> filters = List.of(
                base(Table.FILTER, Hook.INPUT, NftablesChains.NODE_PORTS_CHECK, NftablesChains.ENDPOINTS_CHECK),
                base(Table.FILTER, Hook.FORWARD, NftablesChains.ENDPOINTS_CHECK, NftablesChains.CLUSTER_IPS_CHECK),
                base(Table.FILTER, Hook.OUTPUT, NftablesChains.ENDPOINTS_CHECK, NftablesChains.CLUSTER_IPS_CHECK));
        return base.withNft(v6, Table.MANGLE, chains, checks)
                .withNft(v6, Table.NAT, chains, translations)
                .withNft(v6, Table.FILTER, chains, filters);
    }

    /// What kube-proxy calls its chain at a hook (`nftablesBaseChains`): one that filters looks at new connections
    /// only.
    private static Chain base(Table table, Hook hook, String... chains) {
        KubeRules jumps = KubeRules.own();
        for (String chain : chains) {
            if (table == Table.NAT) {
                jumps.jump(chain);
            } else {
                jumps.jump(chain, NEW);
            }
        }
        String name = (table == Table.NAT ? "nat-" : "filter-") + hook.name().toLowerCase(Locale.ROOT);
        return Chain.base(table == Table.MANGLE ? name + "-pre-dnat" : name, hook, jumps.rules(), NftablesNotation.NFT);
    }

    /// Without `nodePortAddresses` only the primary address; loopback never.
    private static List<Ip> nodeAddresses(ProxyNode at, KubeProxy settings) {
        return NodePortAddresses.of(settings, at.v6())
                .of(at.primary(), at.node().addresses())
                .stream()
                .filter(ip -> !ip.isLoopback())
                .toList();
    }

    private static Chain markForMasquerade(int mark) {
        return KubeRules.own()
                .add(new Target.MarkSet(mark, mark))
                .chain(NftablesChains.MARK)
                .withNotation(NftablesNotation.NFT);
    }

    private static Chain masquerading(int mark) {
        return KubeRules.own()
                .add(new Target.Return(), new Match.Mark(true, mark, mark))
                .add(new Target.MarkSet(mark, 0))
                .add(new Target.Masquerade(0, 0, false, true))
                .chain(MASQUERADING)
                .withNotation(NftablesNotation.NFT);
    }
}
