package vethscope.engine.compile.kubeproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import vethscope.engine.netfilter.Hook;
import vethscope.engine.netfilter.Match;
import vethscope.engine.netfilter.Match.CtState.State;
import vethscope.engine.netfilter.Rule;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.netfilter.Ruleset.Chain;
import vethscope.engine.netfilter.Ruleset.Policy;
import vethscope.engine.netfilter.Table;
import vethscope.engine.netfilter.Target;
import vethscope.model.KubeProxy;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// kube-proxy in nftables mode: the base chains of its table, each at the hook and in the order of its priority
/// (pkg/proxy/nftables/proxier.go). What stands at priority −110, before destination NAT, stands in mangle here.
public final class KubeProxyNftables {

    /// kube-proxy's own table of nftables, in either family.
    public static final String TABLE = "kube-proxy";

    /// The chain that every packet meets; a machine without it runs no kube-proxy in nftables mode.
    public static final String SERVICES = NftablesChains.SERVICES;

    private static final String MASQUERADING = "masquerading";
    private static final Set<String> FIXED = Set.of(
            SERVICES,
            MASQUERADING,
            NftablesChains.FIREWALL_CHECK,
            NftablesChains.ENDPOINTS_CHECK,
            NftablesChains.NODE_PORTS_CHECK,
            NftablesChains.CLUSTER_IPS_CHECK,
            NftablesChains.MARK);
    private static final Pattern OF_A_PORT =
            Pattern.compile("(service|local|external|firewall|endpoint)-[0-9A-Z]{8}-.*/(tcp|udp|sctp)/.*");
    private static final Match NEW = new Match.CtState(false, Set.of(State.NEW));

    private KubeProxyNftables() {}

    /// Whether a chain of a node's rules stands in kube-proxy's own table rather than in one of iptables.
    public static boolean owns(String chain) {
        return FIXED.contains(chain) || OF_A_PORT.matcher(chain).matches();
    }

    /// What kube-proxy calls its chain at a hook (`nftablesBaseChains`).
    public static String baseChain(Table table, Hook hook) {
        String name = (table == Table.NAT ? "nat-" : "filter-") + hook.name().toLowerCase(Locale.ROOT);
        return table == Table.MANGLE ? name + "-pre-dnat" : name;
    }

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
        Ruleset rules = base.with(v6, Table.MANGLE, chains)
                .with(v6, Table.NAT, chains)
                .with(v6, Table.NAT, markForMasquerade(settings.masqueradeMark()))
                .with(v6, Table.NAT, masquerading(settings.masqueradeMark()))
                .with(v6, Table.FILTER, chains);
        for (Hook hook : List.of(Hook.PREROUTING, Hook.OUTPUT)) {
            rules = jumping(rules, v6, Table.MANGLE, hook, true, NftablesChains.FIREWALL_CHECK);
            rules = jumping(rules, v6, Table.NAT, hook, false, SERVICES);
        }
        rules = jumping(rules, v6, Table.NAT, Hook.POSTROUTING, false, MASQUERADING);
        rules = jumping(
                rules,
                v6,
                Table.FILTER,
                Hook.INPUT,
                true,
                NftablesChains.NODE_PORTS_CHECK,
                NftablesChains.ENDPOINTS_CHECK);
        for (Hook hook : List.of(Hook.FORWARD, Hook.OUTPUT)) {
            rules = jumping(
                    rules,
                    v6,
                    Table.FILTER,
                    hook,
                    true,
                    NftablesChains.ENDPOINTS_CHECK,
                    NftablesChains.CLUSTER_IPS_CHECK);
        }
        return rules;
    }

    /// The rules with kube-proxy's nat chains behind those of iptables: of two base chains with one priority the
    /// younger is asked first (nf_hook_entries_grow), and iptables' nat table is made when the CNI or the owner
    /// adds the first rule, after kube-proxy made its own.
    public static Ruleset behindIptables(Ruleset rules) {
        Ruleset sorted = rules;
        for (boolean v6 : new boolean[] {false, true}) {
            for (Hook hook : List.of(Hook.PREROUTING, Hook.OUTPUT, Hook.POSTROUTING)) {
                Optional<Chain> chain = sorted.chain(v6, Table.NAT, hook.name());
                if (chain.isPresent() && chain.get().rules().stream().anyMatch(KubeProxyNftables::isEntrance)) {
                    List<Rule> all = new ArrayList<>(chain.get().rules());
                    all.removeIf(KubeProxyNftables::isEntrance);
                    chain.get().rules().stream()
                            .filter(KubeProxyNftables::isEntrance)
                            .forEach(all::add);
                    sorted = sorted.with(v6, Table.NAT, chain.get().withRules(all));
                }
            }
        }
        return sorted;
    }

    private static boolean isEntrance(Rule rule) {
        return rule.target() instanceof Target.Jump jump
                && (jump.chain().equals(SERVICES) || jump.chain().equals(MASQUERADING));
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

    private static Ruleset jumping(
            Ruleset rules, boolean v6, Table table, Hook hook, boolean onlyNew, String... chains) {
        KubeRules jumps = KubeRules.own();
        for (String chain : chains) {
            if (onlyNew) {
                jumps.jump(chain, NEW);
            } else {
                jumps.jump(chain);
            }
        }
        Chain builtIn = rules.chain(v6, table, hook.name()).orElse(new Chain(hook.name(), Policy.ACCEPT, List.of()));
        List<Rule> all = new ArrayList<>(jumps.rules());
        all.addAll(builtIn.rules());
        return rules.with(v6, table, builtIn.withRules(all).withNotation(NftablesNotation.NFT));
    }
}
