package vethscope.engine.compile.kubeproxy;

import static vethscope.engine.compile.kubeproxy.KubeRules.comment;

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
import vethscope.model.KubeProxy;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// kube-proxy in iptables mode: the program as one node's chains and rules, named and ordered as kube-proxy does
/// (pkg/proxy/iptables/proxier.go).
public final class KubeProxyIptables {

    private static final String POSTROUTING = "KUBE-POSTROUTING";
    private static final String FORWARD = "KUBE-FORWARD";
    static final String FIREWALL = "KUBE-FIREWALL";
    private static final String CANARY = "KUBE-PROXY-CANARY";

    private static final Match NEW = new Match.CtState(false, Set.of(State.NEW));

    private KubeProxyIptables() {}

    /// The rules that the node has after kube-proxy's first sync: its own, with kube-proxy's jumps inserted in
    /// front. The IPv6 rules are installed where the node has an IPv6 address or a service has one.
    public static Ruleset install(Ruleset base, ServiceProgram program, NodeView node, KubeProxy settings) {
        return install(base, program, node, settings, false);
    }

    /// @param tcpBeLiberal sysctl `net.netfilter.nf_conntrack_tcp_be_liberal`: invalid packets are let through
    public static Ruleset install(
            Ruleset base, ServiceProgram program, NodeView node, KubeProxy settings, boolean tcpBeLiberal) {
        Ruleset four = family(base, ProxyNode.of(program, node, settings, false), settings, tcpBeLiberal);
        boolean six =
                !program.ports(true).isEmpty() || node.addresses().stream().anyMatch(Ip::v6);
        return six ? family(four, ProxyNode.of(program, node, settings, true), settings, tcpBeLiberal) : four;
    }

    private static Ruleset family(Ruleset base, ProxyNode at, KubeProxy settings, boolean tcpBeLiberal) {
        boolean v6 = at.v6();
        var portals = new Portals(at);
        Ruleset rules = base.with(v6, Table.MANGLE, empty(CANARY))
                .with(v6, Table.NAT, empty(CANARY))
                .with(v6, Table.NAT, markMasq(settings.masqueradeMark()))
                .with(v6, Table.NAT, postrouting(settings.masqueradeMark(), settings.randomFully()))
                .with(v6, Table.NAT, new KubeProxyChains(at, portals, Table.NAT))
                .with(v6, Table.FILTER, empty(CANARY))
                .with(v6, Table.FILTER, firewall(at))
                .with(v6, Table.FILTER, forward(settings.masqueradeMark(), tcpBeLiberal))
                .with(v6, Table.FILTER, new KubeProxyChains(at, portals, Table.FILTER));
        for (BuiltIn entry : JUMPS) {
            rules = inserted(rules, v6, entry);
        }
        return rules;
    }

    private static Chain empty(String name) {
        return new Chain(name, null, List.of());
    }

    private static Chain markMasq(int mark) {
        return KubeRules.own().add(new Target.MarkSet(mark, mark)).chain(KubeRules.MARK_MASQ);
    }

    /// The mark is cleared first, or a tunnel device would masquerade the outer packet as well.
    private static Chain postrouting(int mark, boolean randomFully) {
        return KubeRules.own()
                .add(new Target.Return(), new Match.Mark(true, mark, mark))
                .add(new Target.MarkSet(mark, 0))
                .add(
                        new Target.Masquerade(0, 0, false, randomFully),
                        comment("kubernetes service traffic requiring SNAT"))
                .chain(POSTROUTING);
    }

    /// With route_localnet a neighbour could otherwise call what listens on 127.0.0.1 only (CVE-2020-8558).
    private static Chain firewall(ProxyNode at) {
        KubeRules rules = KubeRules.own();
        if (!at.v6() && at.nodePorts().localhost()) {
            Cidr loopback = Cidr.parse("127.0.0.0/8");
            rules.add(
                    new Target.Drop(),
                    new Match.Source(true, loopback),
                    new Match.Destination(false, loopback),
                    comment("block incoming localnet connections"),
                    new Match.CtState(true, Set.of(State.RELATED, State.ESTABLISHED, State.DNAT)));
        }
        return rules.chain(FIREWALL);
    }

    private static Chain forward(int mark, boolean tcpBeLiberal) {
        KubeRules rules = KubeRules.own();
        if (!tcpBeLiberal) {
            rules.add(new Target.Drop(), new Match.CtState(false, Set.of(State.INVALID)));
        }
        return rules.add(new Target.Accept(), comment("kubernetes forwarding rules"), new Match.Mark(false, mark, mark))
                .add(
                        new Target.Accept(),
                        comment("kubernetes forwarding conntrack rule"),
                        new Match.CtState(false, Set.of(State.RELATED, State.ESTABLISHED)))
                .chain(FORWARD);
    }

    private record BuiltIn(Table table, Hook hook, List<Jump> jumps) {}

    private record Jump(String chain, String comment, boolean onlyNew) {}

    private static final Jump SERVICES = new Jump(KubeRules.SERVICES, "kubernetes service portals", true);
    private static final Jump ALL_SERVICES = new Jump(KubeRules.SERVICES, "kubernetes service portals", false);
    private static final Jump EXTERNAL =
            new Jump(KubeRules.EXTERNAL_SERVICES, "kubernetes externally-visible service portals", true);
    private static final Jump BALANCERS = new Jump(KubeRules.PROXY_FIREWALL, "kubernetes load balancer firewall", true);
    private static final Jump HEALTH = new Jump(KubeRules.NODE_PORTS, "kubernetes health check service ports", false);
    private static final Jump LOCALNET = new Jump(FIREWALL, "", false);

    /// `iptablesJumpChains` and `iptablesKubeletJumpChains`: each is inserted at the front, which gives this order.
    /// OUTPUT has
    /// no KUBE-EXTERNAL-SERVICES.
    private static final List<BuiltIn> JUMPS = List.of(
            new BuiltIn(Table.NAT, Hook.PREROUTING, List.of(ALL_SERVICES)),
            new BuiltIn(Table.NAT, Hook.OUTPUT, List.of(ALL_SERVICES)),
            new BuiltIn(
                    Table.NAT, Hook.POSTROUTING, List.of(new Jump(POSTROUTING, "kubernetes postrouting rules", false))),
            new BuiltIn(Table.FILTER, Hook.INPUT, List.of(LOCALNET, BALANCERS, HEALTH, EXTERNAL)),
            new BuiltIn(
                    Table.FILTER,
                    Hook.FORWARD,
                    List.of(BALANCERS, new Jump(FORWARD, "kubernetes forwarding rules", false), SERVICES, EXTERNAL)),
            new BuiltIn(Table.FILTER, Hook.OUTPUT, List.of(LOCALNET, BALANCERS, SERVICES)));

    private static Ruleset inserted(Ruleset rules, boolean v6, BuiltIn entry) {
        KubeRules jumps = KubeRules.own();
        for (Jump jump : entry.jumps) {
            var matches = new ArrayList<Match>();
            if (jump.onlyNew) {
                matches.add(NEW);
            }
            if (!jump.comment.isEmpty()) {
                matches.add(comment(jump.comment));
            }
            jumps.jump(jump.chain, matches.toArray(Match[]::new));
        }
        Chain builtIn = rules.chain(v6, entry.table, entry.hook.name())
                .orElse(new Chain(entry.hook.name(), Policy.ACCEPT, List.of()));
        var all = new ArrayList<Rule>(jumps.rules());
        all.addAll(builtIn.rules());
        return rules.with(v6, entry.table, builtIn.withRules(all));
    }
}
