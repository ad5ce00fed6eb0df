package vethscope.engine.lab;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vethscope.engine.compile.kubeproxy.KubeProxyNftables;
import vethscope.engine.netfilter.Rule;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.netfilter.Ruleset.Chain;
import vethscope.engine.netfilter.Ruleset.Policy;
import vethscope.engine.netfilter.Table;
import vethscope.engine.netfilter.Target;

/// A machine's rules by who keeps them: kube-proxy in nftables mode has a table of its own, the rest is iptables'.
final class Backends {

    private Backends() {}

    static boolean kubeProxyInNftables(Ruleset rules, boolean v6) {
        return rules.chain(v6, Table.NAT, KubeProxyNftables.SERVICES).isPresent();
    }

    /// Without what stands in kube-proxy's own table, and without tables that then hold nothing.
    static Ruleset iptables(Ruleset rules) {
        return new Ruleset(part(rules, false, false), part(rules, true, false));
    }

    /// What stands in kube-proxy's own table: its chains, and its jumps at the hooks.
    static Map<Table, Map<String, Chain>> nftables(Ruleset rules, boolean v6) {
        return part(rules, v6, true);
    }

    private static Map<Table, Map<String, Chain>> part(Ruleset rules, boolean v6, boolean nftables) {
        if (!kubeProxyInNftables(rules, v6)) {
            return nftables ? Map.of() : rules.family(v6);
        }
        var tables = new EnumMap<Table, Map<String, Chain>>(Table.class);
        rules.family(v6).forEach((table, chains) -> {
            var kept = new LinkedHashMap<String, Chain>();
            chains.forEach((name, chain) -> {
                if (chain.policy() != null) {
                    List<Rule> own = chain.rules().stream()
                            .filter(r -> isJump(r) == nftables)
                            .toList();
                    kept.put(name, new Chain(name, nftables ? Policy.ACCEPT : chain.policy(), own));
                } else if (KubeProxyNftables.owns(name) == nftables) {
                    kept.put(name, chain);
                }
            });
            if (kept.values().stream().anyMatch(Backends::saysSomething)) {
                tables.put(table, kept);
            }
        });
        return tables;
    }

    private static boolean isJump(Rule rule) {
        return rule.target() instanceof Target.Jump(String chain) && KubeProxyNftables.owns(chain);
    }

    private static boolean saysSomething(Chain chain) {
        return chain.policy() == null
                || chain.policy() == Policy.DROP
                || !chain.rules().isEmpty();
    }
}
