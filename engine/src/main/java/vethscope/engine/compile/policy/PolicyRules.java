package vethscope.engine.compile.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vethscope.engine.compile.policy.PodPolicy.Action;
import vethscope.engine.compile.policy.PodPolicy.Direction;
import vethscope.engine.compile.policy.PodPolicy.PolicyRule;
import vethscope.engine.netfilter.Match;
import vethscope.engine.netfilter.Rule;
import vethscope.engine.netfilter.Ruleset.Chain;
import vethscope.engine.netfilter.Target;
import vethscope.engine.origin.Origin;
import vethscope.model.address.Cidr;
import vethscope.model.element.Pod;

/// The rules of one policy in one direction, as a chain: a packet that a rule accepts comes back marked as
/// allowed, one that it passes on as passed, one that it denies never comes back, and one that no rule speaks of
/// comes back as it was.
final class PolicyRules {

    /// Sets the mark; jumped to with -g, so that the packet goes back to the pod's chain.
    static final String ALLOW = "CNI-POLICY-ALLOW";

    static final String PASS = "CNI-POLICY-PASS";

    /// xt_comment.h, XT_MAX_COMMENT_LEN less the closing zero.
    private static final int LONGEST_COMMENT = 255;

    private static final Match MATCHED = new Match.Mark(false, PolicyMarks.MATCH, PolicyMarks.MATCH);

    private final PodPolicy policy;
    private final Direction direction;
    private final boolean v6;
    private final PolicySets sets;
    private final List<Pod> subjects;
    private final List<Rule> rules = new ArrayList<>();
    private final Map<String, Chain> used = new LinkedHashMap<>();

    /// @param subjects the pods of the node that the policy applies to: a named port of a rule for what comes in
    /// is theirs
    PolicyRules(PodPolicy policy, Direction direction, boolean v6, PolicySets sets, List<Pod> subjects) {
        this.policy = policy;
        this.direction = direction;
        this.v6 = v6;
        this.sets = sets;
        this.subjects = subjects;
        policy.rules(direction).forEach(this::add);
    }

    List<Rule> rules() {
        return rules;
    }

    /// The sets that the rules ask.
    Map<String, Chain> used() {
        return used;
    }

    static Match comment(String text) {
        return new Match.Comment(text.length() <= LONGEST_COMMENT ? text : text.substring(0, LONGEST_COMMENT));
    }

    static List<Match> ports(PolicyPort.Numbers ports) {
        Match protocol = new Match.Proto(false, ports.protocol());
        return ports.isAll()
                ? List.of(protocol)
                : List.of(
                        protocol,
                        new Match.DestinationPorts(false, List.of(new Match.PortRange(ports.first(), ports.last()))));
    }

    private void add(PolicyRule rule) {
        if (rule.ports().isEmpty()) {
            add(rule, List.of());
        }
        for (PolicyPort port : rule.ports()) {
            switch (port) {
                case PolicyPort.Numbers numbers -> add(rule, ports(numbers));
                case PolicyPort.Named named -> {
                    switch (direction) {
                        case INGRESS -> addOwn(rule, named);
                        case EGRESS -> addFar(rule, named);
                    }
                }
            }
        }
    }

    private void add(PolicyRule rule, List<Match> ports) {
        if (rule.peers().isEmpty()) {
            act(rule, ports);
        }
        for (PolicyPeer peer : rule.peers()) {
            if (!sets.isPlain(peer)) {
                ask(rule, ports, sets.of(direction, peer, v6), peer.toString());
            } else if (peer instanceof PolicyPeer.Block(Cidr cidr, var _) && cidr.v6() == v6) {
                act(rule, with(ports, PolicySets.ends(direction, cidr)));
            }
        }
    }

    /// A named port of the node's own pods, which are the destinations.
    private void addOwn(PolicyRule rule, PolicyPort.Named named) {
        for (Pod pod : subjects) {
            for (PolicyPort.Numbers numbers : Roster.ports(pod, named)) {
                Roster.addresses(pod)
                        .filter(member -> member.ip().v6() == v6)
                        .forEach(member -> add(
                                rule,
                                with(ports(numbers), List.of(new Match.Destination(false, Cidr.host(member.ip()))))));
            }
        }
    }

    /// A named port of whoever is called.
    private void addFar(PolicyRule rule, PolicyPort.Named named) {
        if (rule.peers().isEmpty()) {
            ask(rule, List.of(), sets.named(null, named, v6), "port " + named.name());
        }
        for (PolicyPeer peer : rule.peers()) {
            ask(rule, List.of(), sets.named(peer, named, v6), "port " + named.name() + " of " + peer);
        }
    }

    private void ask(PolicyRule rule, List<Match> ports, Chain set, String who) {
        if (!set.rules().isEmpty()) {
            used.put(set.name(), set);
            rules.add(new Rule(
                    with(ports, List.of(comment(who))), new Target.Jump(set.name()), Origin.policy(policy.origin())));
            act(rule, List.of(MATCHED));
        }
    }

    private void act(PolicyRule rule, List<Match> matches) {
        Target target = switch (rule.action()) {
            case ACCEPT -> new Target.Goto(ALLOW);
            case PASS -> new Target.Goto(PASS);
            case DENY -> new Target.Drop();
        };
        List<Match> named = rule.action() == Action.DENY || !rule.name().isEmpty()
                ? with(matches, List.of(comment(policy.origin() + (rule.name().isEmpty() ? "" : ": " + rule.name()))))
                : matches;
        rules.add(new Rule(named, target, Origin.policy(policy.origin())));
    }

    private static List<Match> with(List<Match> matches, List<Match> more) {
        var all = new ArrayList<>(matches);
        all.addAll(more);
        return all;
    }
}
