package vethscope.engine.compile.kubeproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import vethscope.engine.netfilter.Hook;
import vethscope.engine.netfilter.Match;
import vethscope.engine.netfilter.Match.CtState.State;
import vethscope.engine.netfilter.Rule;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.netfilter.Ruleset.Chain;
import vethscope.engine.netfilter.Ruleset.Policy;
import vethscope.engine.netfilter.Table;
import vethscope.engine.netfilter.Target;
import vethscope.engine.origin.Origin;
import vethscope.model.address.Cidr;

/// The rule that kubelet writes whatever kube-proxy does (pkg/kubelet/kubelet_network_linux.go `syncIPTablesRules`): a
/// neighbour must not call what listens on 127.0.0.1 only (CVE-2020-8558). kube-proxy in iptables mode writes the same.
final class Kubelet {

    private static final Cidr LOOPBACK = Cidr.parse("127.0.0.0/8");

    private Kubelet() {}

    /// IPv4 only. kubelet starts before kube-proxy, which puts its jumps in front.
    static Ruleset install(Ruleset rules) {
        var drop = new Rule(
                List.of(
                        new Match.Source(true, LOOPBACK),
                        new Match.Destination(false, LOOPBACK),
                        new Match.Comment("block incoming localnet connections"),
                        new Match.CtState(true, Set.of(State.RELATED, State.ESTABLISHED, State.DNAT))),
                new Target.Drop(),
                Origin.KUBELET);
        Ruleset all = rules.with(false, Table.FILTER, new Chain(KubeProxyIptables.FIREWALL, null, List.of(drop)));
        for (Hook hook : List.of(Hook.INPUT, Hook.OUTPUT)) {
            Chain builtIn =
                    all.chain(Table.FILTER, hook.name()).orElse(new Chain(hook.name(), Policy.ACCEPT, List.of()));
            var jumping = new ArrayList<>(builtIn.rules());
            jumping.add(new Rule(List.of(), new Target.Jump(KubeProxyIptables.FIREWALL), Origin.KUBELET));
            all = all.with(false, Table.FILTER, builtIn.withRules(jumping));
        }
        return all;
    }
}
