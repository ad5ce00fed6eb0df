package vethscope.engine.compile.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.policy.PodPolicy.Direction;
import vethscope.engine.compile.policy.PodPolicy.Tier;
import vethscope.engine.compile.site.Devices;
import vethscope.engine.netfilter.Match;
import vethscope.engine.netfilter.Match.CtState;
import vethscope.engine.netfilter.Rule;
import vethscope.engine.netfilter.Ruleset.Chain;
import vethscope.engine.netfilter.Ruleset.Generated;
import vethscope.engine.netfilter.Target;
import vethscope.engine.origin.Origin;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.Pod;

/// One node's policy chains, all made when the first is looked at.
///
/// ```text
///  FORWARD ─► CNI-POLICY-FORWARD ─► CNI-OUT-pod ─► CNI-NPE-policy ─► CNI-DST-set   what a pod of the node sends
///                                └► CNI-IN-pod  ─► CNI-NPI-policy ─► CNI-SRC-set   what it gets
///  INPUT ───► CNI-POLICY-INPUT ───► CNI-UP-pod  ─► CNI-CPE-policy ─► CNI-DST-set   what it sends to the node
/// ```
/// With br_netfilter, packets between pods of one bridge cross FORWARD as routed ones do.
final class PolicyChains implements Generated {

    static final String FORWARD = "CNI-POLICY-FORWARD";
    static final String INPUT = "CNI-POLICY-INPUT";

    /// XT_EXTENSION_MAXNAMELEN less the closing zero (linux/netfilter/x_tables.h).
    private static final int LONGEST_NAME = 28;

    private static final Match REPLIES = new CtState(false, Set.of(CtState.State.RELATED, CtState.State.ESTABLISHED));
    private static final Target CLEAR = new Target.MarkSet(0, PolicyMarks.ALL);

    /// Solicitations and advertisements: no policy speaks of them, and without them nobody reaches anybody.
    private static final List<Integer> NEIGHBOUR_DISCOVERY = List.of(135, 136);

    private final Policies policies;
    private final List<Pod> pods;
    private final boolean v6;
    private volatile @Nullable Map<String, Chain> chains;

    /// @param pods of the node, with a namespace of their own
    PolicyChains(Policies policies, List<Pod> pods, boolean v6) {
        this.policies = policies;
        this.pods = pods;
        this.v6 = v6;
    }

    @Override
    public Iterable<String> names() {
        return all().keySet();
    }

    @Override
    public @Nullable Chain chain(String name) {
        return all().get(name);
    }

    private Map<String, Chain> all() {
        Map<String, Chain> ready = chains;
        if (ready == null) {
            ready = made();
            chains = ready;
        }
        return ready;
    }

    private Map<String, Chain> made() {
        var made = new LinkedHashMap<String, Chain>();
        var forward = new ArrayList<Rule>();
        var input = new ArrayList<Rule>();
        var own = new ArrayList<Chain>();
        for (Pod pod : pods) {
            List<Ip> ips = addresses(pod);
            dispatch(pod, ips, Way.OUT, forward, own);
            dispatch(pod, ips, Way.UP, input, own);
        }
        pods.forEach(pod -> dispatch(pod, addresses(pod), Way.IN, forward, own));
        put(made, FORWARD, cleared(forward));
        if (!input.isEmpty()) {
            put(made, INPUT, cleared(input));
        }
        own.forEach(chain -> made.put(chain.name(), chain));
        put(
                made,
                PolicyRules.ALLOW,
                List.of(rule(List.of(), new Target.MarkSet(PolicyMarks.ALLOWED, PolicyMarks.ALL))));
        put(made, PolicyRules.PASS, List.of(rule(List.of(), new Target.MarkSet(PolicyMarks.PASSED, PolicyMarks.ALL))));
        for (Direction direction : Direction.values()) {
            policies(direction, made);
        }
        return made;
    }

    /// The policies of this node's pods and the sets that they ask.
    private void policies(Direction direction, Map<String, Chain> made) {
        var subjects = new LinkedHashMap<PodPolicy, List<Pod>>();
        for (Pod pod : pods) {
            policies.on(pod, direction)
                    .forEach(policy -> subjects.computeIfAbsent(policy, k -> new ArrayList<>())
                            .add(pod));
        }
        var sets = new LinkedHashMap<String, Chain>();
        subjects.forEach((policy, on) -> {
            var rules = new PolicyRules(policy, direction, v6, policies.sets(), on);
            put(made, name(policy, direction), rules.rules());
            sets.putAll(rules.used());
        });
        made.putAll(sets);
    }

    private static void put(Map<String, Chain> made, String name, List<Rule> rules) {
        made.put(name, new Chain(name, null, rules));
    }

    /// What a pod's chain judges.
    enum Way {
        IN("CNI-IN-", Direction.INGRESS),
        OUT("CNI-OUT-", Direction.EGRESS),
        /// To its own node: NetworkPolicy always allows that, cluster-wide policies do not.
        UP("CNI-UP-", Direction.EGRESS);

        private final String prefix;
        private final Direction direction;

        Way(String prefix, Direction direction) {
            this.prefix = prefix;
            this.direction = direction;
        }

        Direction direction() {
            return direction;
        }
    }

    private List<Ip> addresses(Pod pod) {
        return Roster.ips(pod).stream().filter(ip -> ip.v6() == v6).toList();
    }

    /// The jump to the pod's chain, and the chain, if any policy judges the pod that way.
    private void dispatch(Pod pod, List<Ip> ips, Way way, List<Rule> jumps, List<Chain> own) {
        List<PodPolicy> all = policies.on(pod, way.direction);
        if (ips.isEmpty() || !policies.judges(pod, way)) {
            return;
        }
        Direction far = way == Way.IN ? Direction.EGRESS : Direction.INGRESS;
        var chain = new Chain(named(way.prefix, pod.id().value()), null, rules(all, ips, way));
        own.add(chain);
        ips.forEach(ip -> jumps.add(new Rule(
                List.of(PolicySets.end(far, Cidr.host(ip)), PolicyRules.comment(Roster.nameOf(pod))),
                new Target.Jump(chain.name()),
                Origin.policy(origin(all)))));
    }

    private List<Rule> rules(List<PodPolicy> all, List<Ip> ips, Way way) {
        var rules = new ArrayList<Rule>();
        rules.add(rule(List.of(REPLIES), new Target.Accept()));
        if (way != Way.UP) {
            ips.forEach(ip -> rules.add(rule(
                    List.of(PolicySets.end(way.direction, Cidr.host(ip)), PolicyRules.comment("a pod reaches itself")),
                    new Target.Return())));
        }
        rules.add(rule(List.of(), CLEAR));
        of(all, Tier.ADMIN).forEach(policy -> rules.add(jump(policy, way, PolicyMarks.ALLOWED | PolicyMarks.PASSED)));
        List<PodPolicy> namespaced = of(all, Tier.NAMESPACED).toList();
        if (namespaced.isEmpty()) {
            baseline(of(all, Tier.BASELINE).toList(), way, rules);
        } else if (way != Way.UP) {
            namespaced.forEach(policy -> rules.add(jump(policy, way, PolicyMarks.ALLOWED)));
            rules.add(new Rule(
                    List.of(unmarked(PolicyMarks.ALLOWED), PolicyRules.comment("not allowed by " + origin(namespaced))),
                    new Target.Drop(),
                    Origin.policy(origin(namespaced))));
        }
        return rules;
    }

    /// A packet that an Admin policy passed on is judged afresh.
    private static void baseline(List<PodPolicy> baseline, Way way, List<Rule> rules) {
        if (!baseline.isEmpty()) {
            rules.add(rule(
                    List.of(new Match.Mark(false, PolicyMarks.PASSED, PolicyMarks.PASSED)),
                    new Target.MarkSet(0, PolicyMarks.PASSED)));
            baseline.forEach(policy -> rules.add(jump(policy, way, PolicyMarks.ALLOWED | PolicyMarks.PASSED)));
        }
    }

    private static Stream<PodPolicy> of(List<PodPolicy> all, Tier tier) {
        return all.stream().filter(policy -> policy.tier() == tier);
    }

    /// Asks a policy unless one of these marks says that the question is settled.
    private static Rule jump(PodPolicy policy, Way way, int settled) {
        return new Rule(
                List.of(unmarked(settled)),
                new Target.Jump(name(policy, way.direction)),
                Origin.policy(policy.origin()));
    }

    private static Match unmarked(int bits) {
        return new Match.Mark(false, 0, bits);
    }

    /// The marks mean nothing to what comes later.
    private List<Rule> cleared(List<Rule> jumps) {
        var rules = new ArrayList<Rule>();
        if (v6) {
            NEIGHBOUR_DISCOVERY.forEach(type -> rules.add(rule(
                    List.of(new Match.Proto(false, Protocol.ICMP), new Match.IcmpType(false, type, -1)),
                    new Target.Return())));
        }
        rules.addAll(jumps);
        rules.add(rule(List.of(new Match.Mark(true, 0, PolicyMarks.ALL)), CLEAR));
        return rules;
    }

    private static Rule rule(List<Match> matches, Target target) {
        return new Rule(matches, target, Origin.CNI);
    }

    private static String origin(List<PodPolicy> all) {
        return all.stream().map(PodPolicy::origin).collect(Collectors.joining(", "));
    }

    private static String name(PodPolicy policy, Direction direction) {
        String kind = policy.tier() == Tier.NAMESPACED ? "CNI-NP" : "CNI-CP";
        return named(
                kind + (direction == Direction.INGRESS ? "I-" : "E-"),
                policy.id().value());
    }

    private static String named(String prefix, String id) {
        String name = prefix + id;
        return name.length() <= LONGEST_NAME ? name : prefix + Devices.sha1(id).substring(0, 12);
    }
}
