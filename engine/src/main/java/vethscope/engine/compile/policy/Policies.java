package vethscope.engine.compile.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import vethscope.engine.compile.policy.PodPolicy.Direction;
import vethscope.engine.compile.policy.PodPolicy.Tier;
import vethscope.engine.compile.site.Site;
import vethscope.engine.compile.site.Site.NodeSite;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.engine.netfilter.Hook;
import vethscope.engine.netfilter.Rule;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.netfilter.Ruleset.Chain;
import vethscope.engine.netfilter.Table;
import vethscope.engine.netfilter.Target;
import vethscope.engine.origin.Origin;
import vethscope.model.Id;
import vethscope.model.element.ClusterNetworkPolicy;
import vethscope.model.element.Element;
import vethscope.model.element.NetworkPolicy;
import vethscope.model.element.Pod;

/// NetworkPolicy and the cluster-wide policies, as a CNI plugin that enforces them keeps them on its nodes: rules
/// in the filter table for the pods that some policy judges, none for the others. They judge what starts a
/// connection; what belongs to one is let through.
///
/// A NetworkPolicy allows what any of its rules allows, and where one selects a pod, what none allows is dropped
/// (kubernetes/website content/en/docs/concepts/services-networking/network-policies.md). Admin policies are asked
/// before, in order of priority, Baseline ones where no NetworkPolicy selects the pod
/// (kubernetes-sigs/network-policy-api apis/v1alpha2).
public final class Policies {

    /// What an `ipBlock` and `networks` match. The API means them for addresses outside the cluster and leaves
    /// pods' addresses open.
    public enum IpBlocks {
        /// Pods' addresses too: what plugins do, and what Kubernetes' own tests expect.
        ANY_ADDRESS,
        OUTSIDE_ONLY
    }

    private static final Comparator<PodPolicy> ASKED =
            Comparator.comparing(PodPolicy::tier).thenComparingInt(PodPolicy::priority);

    private final PolicySets sets;
    private final Map<Id, List<PodPolicy>> byPod = new HashMap<>();

    private Policies(Roster roster, IpBlocks blocks) {
        this.sets = new PolicySets(roster, blocks);
    }

    /// The policies of a drawing, and a note for each that cannot be read.
    public static Policies of(Site site, IpBlocks blocks, Notes notes) {
        var roster = new Roster(site);
        var policies = new Policies(roster, blocks);
        List<PodPolicy> all = site.design().topology().elements().values().stream()
                .flatMap(element -> read(element, notes).stream())
                .sorted(ASKED)
                .toList();
        for (PodPolicy policy : all) {
            List<Pod> subjects = roster.select(policy.subject()).toList();
            if (subjects.isEmpty()) {
                notes.add(Flaw.POLICY_SELECTS_NOTHING, policy.id(), null, policy.origin());
            }
            subjects.forEach(pod -> policies.byPod
                    .computeIfAbsent(pod.id(), k -> new ArrayList<>())
                    .add(policy));
        }
        PolicyChecks.check(policies, roster, all, notes);
        return policies;
    }

    private static Optional<PodPolicy> read(Element element, Notes notes) {
        return switch (element) {
            case NetworkPolicy policy ->
                read(policy, NetworkPolicyReader.origin(policy), () -> NetworkPolicyReader.read(policy), notes);
            case ClusterNetworkPolicy policy ->
                read(policy, ClusterPolicyReader.origin(policy), () -> ClusterPolicyReader.read(policy), notes);
            default -> Optional.empty();
        };
    }

    private interface Read {
        PodPolicy policy() throws SpecRefusal;
    }

    /// What the API server refuses is not in the cluster.
    private static Optional<PodPolicy> read(Element element, String origin, Read read, Notes notes) {
        try {
            return Optional.of(read.policy());
        } catch (SpecRefusal e) {
            notes.add(Flaw.POLICY_REFUSED, element.id(), null, origin, e.words());
            return Optional.empty();
        }
    }

    /// The node's rules with those of the policies in front: what they drop must not be accepted before.
    public Ruleset install(Ruleset rules, NodeSite node) {
        return install(rules, node.pods());
    }

    /// @param pods of the node, with a namespace of their own
    public Ruleset install(Ruleset rules, List<Pod> pods) {
        List<Pod> judged = pods.stream()
                .filter(pod -> Stream.of(PolicyChains.Way.values()).anyMatch(way -> judges(pod, way)))
                .toList();
        return install(install(rules, judged, false), judged, true);
    }

    private Ruleset install(Ruleset rules, List<Pod> judged, boolean v6) {
        List<Pod> pods = judged.stream()
                .filter(pod -> pod.network().addresses().stream().anyMatch(a -> a.v6() == v6))
                .toList();
        if (pods.isEmpty()) {
            return rules;
        }
        Ruleset jumping = inserted(rules, v6, Hook.FORWARD, PolicyChains.FORWARD);
        if (pods.stream().anyMatch(pod -> judges(pod, PolicyChains.Way.UP))) {
            jumping = inserted(jumping, v6, Hook.INPUT, PolicyChains.INPUT);
        }
        return jumping.with(v6, Table.FILTER, new PolicyChains(this, pods, v6));
    }

    private static Ruleset inserted(Ruleset rules, boolean v6, Hook hook, String chain) {
        Chain builtIn = rules.chain(v6, Table.FILTER, hook.name())
                .orElse(new Chain(hook.name(), Ruleset.Policy.ACCEPT, List.of()));
        var all = new ArrayList<Rule>();
        all.add(new Rule(List.of(), new Target.Jump(chain), Origin.CNI));
        all.addAll(builtIn.rules());
        return rules.with(v6, Table.FILTER, builtIn.withRules(all));
    }

    /// Whether a rule of FORWARD leads to the policies of a node.
    public static boolean isJump(Rule rule) {
        return rule.target() instanceof Target.Jump(String chain) && chain.equals(PolicyChains.FORWARD);
    }

    PolicySets sets() {
        return sets;
    }

    /// The policies that select a pod, in the order in which they are asked.
    List<PodPolicy> on(Pod pod) {
        return byPod.getOrDefault(pod.id(), List.of());
    }

    /// Those of them that judge the one direction, in the order in which they are asked.
    List<PodPolicy> on(Pod pod, Direction direction) {
        return on(pod).stream().filter(policy -> policy.judges(direction)).toList();
    }

    boolean judges(Pod pod, PolicyChains.Way way) {
        return on(pod).stream()
                .anyMatch(policy -> policy.judges(way.direction())
                        && (way != PolicyChains.Way.UP || policy.tier() != Tier.NAMESPACED));
    }
}
