package vethscope.engine.compile.kubeproxy;

import static vethscope.engine.compile.kubeproxy.KubeRules.comment;
import static vethscope.engine.compile.kubeproxy.KubeRules.destinationLocal;
import static vethscope.engine.compile.kubeproxy.KubeRules.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.IpSet.Side;
import vethscope.engine.netfilter.Match;
import vethscope.engine.netfilter.Match.AddrType;
import vethscope.engine.netfilter.Match.CtState.State;
import vethscope.engine.netfilter.Ruleset.Chain;
import vethscope.engine.netfilter.Ruleset.Generated;
import vethscope.engine.netfilter.Table;
import vethscope.engine.netfilter.Target;
import vethscope.model.KubeProxy;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// The chains of one table in IPVS mode: few, for their rules ask sets (pkg/proxy/ipvs/proxier.go writeIptablesRules).
/// They are made when a packet or a reader first looks at them, as a rule stands only where its set has entries.
final class IpvsChains implements Generated {

    static final String NODE_PORT = "KUBE-NODE-PORT";
    static final String POSTROUTING = "KUBE-POSTROUTING";
    static final String FORWARD = "KUBE-FORWARD";
    static final String IPVS_FILTER = "KUBE-IPVS-FILTER";
    static final String IPVS_OUT_FILTER = "KUBE-IPVS-OUT-FILTER";
    private static final String LOAD_BALANCER = "KUBE-LOAD-BALANCER";
    private static final String SOURCE_RANGES = "KUBE-SOURCE-RANGES-FIREWALL";

    private static final Match NEW = new Match.CtState(false, Set.of(State.NEW));

    /// What kube-proxy says about a set wherever a rule asks it.
    private static final Map<String, String> COMMENTS = Map.ofEntries(
            Map.entry(IpvsSets.LOOP_BACK, "Kubernetes endpoints dst ip:port, source ip for solving hairpin purpose"),
            Map.entry(IpvsSets.CLUSTER_IP, "Kubernetes service cluster ip + port for masquerade purpose"),
            Map.entry(IpvsSets.EXTERNAL_IP, "Kubernetes service external ip + port for masquerade and filter purpose"),
            Map.entry(
                    IpvsSets.EXTERNAL_IP_LOCAL,
                    "Kubernetes service external ip + port with externalTrafficPolicy=local"),
            Map.entry(IpvsSets.LOAD_BALANCER, "Kubernetes service lb portal"),
            Map.entry(
                    IpvsSets.LOAD_BALANCER_LOCAL,
                    "Kubernetes service load balancer ip + port with externalTrafficPolicy=local"),
            Map.entry(
                    IpvsSets.FIREWALL, "Kubernetes service load balancer ip + port for load balancer with sourceRange"),
            Map.entry(
                    IpvsSets.SOURCE_IP,
                    "Kubernetes service load balancer ip + port + source IP for packet filter purpose"),
            Map.entry(
                    IpvsSets.SOURCE_CIDR,
                    "Kubernetes service load balancer ip + port + source cidr for packet filter purpose"),
            Map.entry(IpvsSets.nodePorts(Protocol.TCP, false), "Kubernetes nodeport TCP port for masquerade purpose"),
            Map.entry(
                    IpvsSets.nodePorts(Protocol.TCP, true),
                    "Kubernetes nodeport TCP port with externalTrafficPolicy=local"),
            Map.entry(IpvsSets.nodePorts(Protocol.UDP, false), "Kubernetes nodeport UDP port for masquerade purpose"),
            Map.entry(
                    IpvsSets.nodePorts(Protocol.UDP, true),
                    "Kubernetes nodeport UDP port with externalTrafficPolicy=local"),
            Map.entry(
                    IpvsSets.nodePorts(Protocol.SCTP, false),
                    "Kubernetes nodeport SCTP port for masquerade purpose with type 'hash ip:port'"),
            Map.entry(
                    IpvsSets.nodePorts(Protocol.SCTP, true),
                    "Kubernetes nodeport SCTP port with externalTrafficPolicy=local with type 'hash ip:port'"),
            Map.entry(IpvsSets.HEALTH_CHECK, "Kubernetes health check node port"));

    private final ProxyNode at;
    private final IpvsSets sets;
    private final KubeProxy settings;
    private final int mark;
    private final Table table;
    private final Map<String, Chain> made = new ConcurrentHashMap<>();

    IpvsChains(ProxyNode at, IpvsSets sets, KubeProxy settings, Table table) {
        this.at = at;
        this.sets = sets;
        this.settings = settings;
        this.mark = settings.masqueradeMark();
        this.table = table;
    }

    @Override
    public List<String> names() {
        return table == Table.NAT
                ? List.of(KubeRules.SERVICES, POSTROUTING, NODE_PORT, LOAD_BALANCER, KubeRules.MARK_MASQ)
                : List.of(FORWARD, NODE_PORT, KubeRules.PROXY_FIREWALL, SOURCE_RANGES, IPVS_FILTER, IPVS_OUT_FILTER);
    }

    @Override
    public @Nullable Chain chain(String name) {
        Chain known = made.get(name);
        if (known != null || !names().contains(name)) {
            return known;
        }
        KubeRules rules = table == Table.NAT ? nat(name) : filter(name);
        return made.computeIfAbsent(name, rules::chain);
    }

    private KubeRules nat(String name) {
        return switch (name) {
            case KubeRules.SERVICES -> services();
            case POSTROUTING -> postrouting();
            case NODE_PORT -> nodePorts();
            case LOAD_BALANCER -> balancers();
            default -> KubeRules.own().add(new Target.MarkSet(mark, mark));
        };
    }

    private KubeRules filter(String name) {
        return switch (name) {
            case FORWARD -> forward();
            case NODE_PORT -> healthChecks();
            case KubeRules.PROXY_FIREWALL ->
                asked(KubeRules.own(), IpvsSets.FIREWALL, new Target.Jump(SOURCE_RANGES), List.of(DOOR));
            case SOURCE_RANGES -> sourceRanges();
            case IPVS_FILTER -> ipvsFilter();
            default -> ipvsOutFilter();
        };
    }

    private static final Side[] DOOR = {Side.DST, Side.DST};
    private static final Side[] DOOR_AND_SOURCE = {Side.DST, Side.DST, Side.SRC};

    private Match inSet(String set, Side... sides) {
        return new Match.InSet(false, sets.get(set).name(), List.of(sides));
    }

    private static Match about(String set) {
        return comment(Objects.requireNonNull(COMMENTS.get(set)));
    }

    /// A rule that stands only where the set has entries.
    private KubeRules asked(KubeRules rules, String set, Target target, List<Side> sides, Match... more) {
        if (sets.get(set).isEmpty()) {
            return rules;
        }
        var matches = new ArrayList<Match>();
        matches.add(about(set));
        matches.add(inSet(set, sides.toArray(Side[]::new)));
        matches.addAll(Arrays.asList(more));
        return rules.add(target, matches.toArray(Match[]::new));
    }

    private KubeRules services() {
        Cidr loopback = at.v6() ? Cidr.host(Ip.LOOPBACK6) : new Cidr(Ip.LOOPBACK, 8).network();
        KubeRules rules = KubeRules.own().add(new Target.Return(), new Match.Source(false, loopback));
        Target masquerade = new Target.Jump(KubeRules.MARK_MASQ);
        asked(rules, IpvsSets.LOAD_BALANCER, new Target.Jump(LOAD_BALANCER), List.of(DOOR));
        if (at.masqueradeAll()) {
            asked(rules, IpvsSets.CLUSTER_IP, masquerade, List.of(DOOR));
        } else if (at.notPod() != null) {
            asked(rules, IpvsSets.CLUSTER_IP, masquerade, List.of(DOOR), at.notPod());
        } else {
            // the node's own calls have a service's address as their source
            asked(rules, IpvsSets.CLUSTER_IP, masquerade, List.of(Side.SRC, Side.DST));
        }
        asked(rules, IpvsSets.EXTERNAL_IP, masquerade, List.of(DOOR));
        fromOutside(rules, IpvsSets.EXTERNAL_IP);
        fromOutside(rules, IpvsSets.EXTERNAL_IP_LOCAL);
        rules.jump(NODE_PORT, destinationLocal());
        // in case other rules would stop what IPVS is for
        for (String set : List.of(IpvsSets.CLUSTER_IP, IpvsSets.LOAD_BALANCER)) {
            if (!sets.get(set).isEmpty()) {
                rules.add(new Target.Accept(), inSet(set, DOOR));
            }
        }
        return rules;
    }

    /// What comes neither from a bridge nor from this machine, and what this machine holds for its own.
    private void fromOutside(KubeRules rules, String set) {
        asked(
                rules,
                set,
                new Target.Accept(),
                List.of(DOOR),
                new Match.PhysDev(true, null, null, false, true, false),
                new AddrType(true, AddrType.Type.LOCAL, null, AddrType.Limit.NONE));
        asked(rules, set, new Target.Accept(), List.of(DOOR), destinationLocal());
    }

    private KubeRules balancers() {
        KubeRules rules = KubeRules.own();
        asked(rules, IpvsSets.LOAD_BALANCER_LOCAL, new Target.Return(), List.of(DOOR));
        return rules.jump(KubeRules.MARK_MASQ);
    }

    private KubeRules nodePorts() {
        KubeRules rules = KubeRules.own();
        for (Protocol each : List.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP)) {
            List<Side> sides = each == Protocol.SCTP ? List.of(DOOR) : List.of(Side.DST);
            asked(rules, IpvsSets.nodePorts(each, true), new Target.Return(), sides, protocol(each));
            asked(rules, IpvsSets.nodePorts(each, false), new Target.Jump(KubeRules.MARK_MASQ), sides, protocol(each));
        }
        return rules;
    }

    private KubeRules postrouting() {
        KubeRules rules = KubeRules.own();
        asked(rules, IpvsSets.LOOP_BACK, new Target.Masquerade(0, 0, false, false), List.of(DOOR_AND_SOURCE));
        return rules.add(new Target.Return(), new Match.Mark(true, mark, mark))
                .add(new Target.MarkSet(mark, 0))
                .add(
                        new Target.Masquerade(0, 0, false, settings.randomFully()),
                        comment("kubernetes service traffic requiring SNAT"));
    }

    private KubeRules forward() {
        return KubeRules.own()
                .add(new Target.Accept(), comment("kubernetes forwarding rules"), new Match.Mark(false, mark, mark))
                .add(
                        new Target.Accept(),
                        comment("kubernetes forwarding conntrack rule"),
                        new Match.CtState(false, Set.of(State.RELATED, State.ESTABLISHED)));
    }

    private KubeRules healthChecks() {
        return KubeRules.own()
                .add(new Target.Accept(), about(IpvsSets.HEALTH_CHECK), inSet(IpvsSets.HEALTH_CHECK, Side.DST));
    }

    private KubeRules sourceRanges() {
        KubeRules rules = KubeRules.own();
        asked(rules, IpvsSets.SOURCE_CIDR, new Target.Return(), List.of(DOOR_AND_SOURCE));
        asked(rules, IpvsSets.SOURCE_IP, new Target.Return(), List.of(DOOR_AND_SOURCE));
        return rules.add(new Target.Drop());
    }

    /// What listens on the machine must not be reached through a service's address.
    private KubeRules ipvsFilter() {
        KubeRules rules = KubeRules.own();
        for (String set : List.of(
                IpvsSets.LOAD_BALANCER, IpvsSets.CLUSTER_IP, IpvsSets.EXTERNAL_IP, IpvsSets.EXTERNAL_IP_LOCAL)) {
            rules.add(new Target.Return(), inSet(set, DOOR));
        }
        return rules.add(new Target.Return(), inSet(IpvsSets.HEALTH_CHECK, Side.DST))
                .add(new Target.Reject(Target.Reject.With.PORT_UNREACHABLE), NEW, inSet(IpvsSets.BOUND, Side.DST));
    }

    /// The node itself may not call a load balancer none of whose source ranges holds it; its calls have the balancer's
    /// address as their source.
    private KubeRules ipvsOutFilter() {
        KubeRules rules = KubeRules.own();
        for (IpvsDoors.Door door : IpvsDoors.restricted(at.ports(), ranges -> !at.isAllowed(ranges))) {
            rules.add(
                    new Target.Drop(),
                    KubeRules.from(door.ip()),
                    new Match.OfVirtualServer(false, Cidr.host(door.ip()), door.protocol(), door.port()));
        }
        return rules;
    }
}
