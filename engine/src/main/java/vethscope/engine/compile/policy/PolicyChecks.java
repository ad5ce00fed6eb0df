package vethscope.engine.compile.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vethscope.engine.compile.policy.PodPolicy.Direction;
import vethscope.engine.compile.policy.PodPolicy.Tier;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.engine.netfilter.Evaluation;
import vethscope.engine.netfilter.Facts;
import vethscope.engine.netfilter.Hook;
import vethscope.engine.netfilter.Match.AddrType;
import vethscope.engine.netfilter.Match.CtState.State;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.netfilter.Table;
import vethscope.engine.netfilter.Verdict.Decision;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;
import vethscope.model.element.Pod;

/// What is likely wrong with policies that the API server takes.
final class PolicyChecks {

    /// The label of the cluster's DNS servers (kubernetes/website content/en/docs/tasks/administer-cluster/
    /// dns-debugging-resolution.md).
    private static final String DNS_LABEL = "k8s-app";

    private static final String DNS_APP = "kube-dns";
    private static final int DNS_PORT = 53;
    private static final int CLIENT_PORT = 40000;

    private final Policies policies;
    private final Roster roster;
    private final Notes notes;

    private PolicyChecks(Policies policies, Roster roster, Notes notes) {
        this.policies = policies;
        this.roster = roster;
        this.notes = notes;
    }

    /// @param all in the order in which they are asked
    static void check(Policies policies, Roster roster, List<PodPolicy> all, Notes notes) {
        var checks = new PolicyChecks(policies, roster, notes);
        all.forEach(checks::peers);
        checks.pods();
    }

    /// A peer that is nobody, hence a rule that says nothing.
    private void peers(PodPolicy policy) {
        for (Direction direction : Direction.values()) {
            policy.rules(direction).stream()
                    .flatMap(rule -> rule.peers().stream())
                    .distinct()
                    .filter(this::isNobody)
                    .forEach(peer ->
                            notes.add(Flaw.POLICY_PEER_ABSENT, policy.id(), direction.key(), policy.origin(), peer));
        }
    }

    private boolean isNobody(PolicyPeer peer) {
        return switch (peer) {
            case PolicyPeer.Pods pods -> roster.select(pods).findAny().isEmpty();
            case PolicyPeer.Nodes nodes -> roster.select(nodes).findAny().isEmpty();
            case PolicyPeer.Domain domain -> roster.select(domain).findAny().isEmpty();
            case PolicyPeer.Block _ -> false;
        };
    }

    /// Pods on which the same policies lie are in the same position: one of them speaks for all.
    private void pods() {
        List<Pod> servers = roster.pods()
                .filter(pod -> DNS_APP.equals(pod.labels().get(DNS_LABEL)))
                .toList();
        var seen = new HashSet<List<Id>>();
        roster.pods().forEach(pod -> {
            List<PodPolicy> on = policies.on(pod);
            if (!on.isEmpty() && seen.add(on.stream().map(PodPolicy::id).toList())) {
                ties(pod, on);
                dns(pod, servers);
            }
        });
    }

    /// The order of policies of one priority is not defined (kubernetes-sigs/network-policy-api apis/v1alpha2,
    /// priority).
    private void ties(Pod pod, List<PodPolicy> on) {
        for (int i = 1; i < on.size(); i++) {
            PodPolicy first = on.get(i - 1);
            PodPolicy second = on.get(i);
            boolean tied = first.tier() != Tier.NAMESPACED
                    && first.tier() == second.tier()
                    && first.priority() == second.priority();
            if (tied && first.rules().keySet().stream().anyMatch(second::judges)) {
                notes.add(
                        Flaw.POLICY_TIE,
                        second.id(),
                        "priority",
                        first.origin(),
                        second.origin(),
                        first.priority(),
                        Roster.nameOf(pod));
            }
        }
    }

    /// Whoever may call others but no DNS server cannot look up their names: short answers come by UDP, and what does
    /// not fit is asked for again by TCP (RFC 7766), where a server listens for it.
    private void dns(Pod pod, List<Pod> servers) {
        List<PodPolicy> egress = policies.on(pod, Direction.EGRESS).stream()
                .filter(policy -> policy.tier() == Tier.NAMESPACED)
                .toList();
        boolean mayCall = egress.stream()
                .anyMatch(policy -> !policy.rules(Direction.EGRESS).isEmpty());
        if (!mayCall || servers.isEmpty() || servers.contains(pod)) {
            return;
        }
        String missing = Stream.of(Protocol.UDP, Protocol.TCP)
                .filter(protocol -> protocol == Protocol.UDP || servers.stream().anyMatch(PolicyChecks::listensByTcp))
                .filter(protocol -> servers.stream().noneMatch(server -> reaches(pod, server, protocol)))
                .map(protocol -> protocol + " " + DNS_PORT)
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            notes.add(
                    Flaw.POLICY_FORGETS_DNS,
                    egress.getFirst().id(),
                    "egress",
                    Roster.nameOf(pod),
                    missing,
                    Roster.nameOf(servers.getFirst()),
                    egress.getFirst().origin());
        }
    }

    private static boolean listensByTcp(Pod server) {
        return server.containers().stream()
                .flatMap(container -> container.ports().stream())
                .anyMatch(port -> port.protocol() == Protocol.TCP && port.port() == DNS_PORT);
    }

    /// Whether the policies of the caller let a question for a name through.
    private boolean reaches(Pod pod, Pod server, Protocol protocol) {
        return Roster.ips(pod).stream()
                .anyMatch(from -> Roster.ips(server).stream()
                        .anyMatch(to -> from.v6() == to.v6() && reaches(pod, from, to, protocol)));
    }

    private boolean reaches(Pod pod, Ip from, Ip to, Protocol protocol) {
        Payload question = protocol == Protocol.TCP
                ? new Payload.Tcp(CLIENT_PORT, DNS_PORT, Payload.Tcp.Flags.SYN)
                : new Payload.Udp(CLIENT_PORT, DNS_PORT, false, null);
        var packet = new Packet(from, to, 64, false, 60, null, question);
        var facts = new Facts(packet, null, null, null, null, 0, 0, Set.of(State.NEW), ELSEWHERE);
        Ruleset rules = policies.install(Ruleset.EMPTY, List.of(pod));
        return Evaluation.walk(rules, Table.FILTER, Hook.FORWARD, facts).decision() instanceof Decision.Accept;
    }

    /// No rule of a policy asks about these.
    private static final Facts.Surroundings ELSEWHERE = new Facts.Surroundings() {
        @Override
        public AddrType.Type typeOf(Ip ip) {
            return AddrType.Type.UNICAST;
        }

        @Override
        public int recent(String list, Ip address, int seconds) {
            return 0;
        }

        @Override
        public int choose(double[] weights) {
            return 0;
        }
    };
}
