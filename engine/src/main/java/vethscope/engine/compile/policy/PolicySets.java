package vethscope.engine.compile.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.policy.PodPolicy.Direction;
import vethscope.engine.compile.policy.Policies.IpBlocks;
import vethscope.engine.compile.policy.Roster.Named;
import vethscope.engine.compile.site.Devices;
import vethscope.engine.netfilter.Match;
import vethscope.engine.netfilter.Rule;
import vethscope.engine.netfilter.Ruleset.Chain;
import vethscope.engine.netfilter.Target;
import vethscope.engine.origin.Origin;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.Pod;

/// Sets of addresses as chains that mark a packet whose address is in the set. The same peer has the same chain on
/// every node, made when the first of them asks.
final class PolicySets {

    /// Hexadecimal digits of the hash that tells sets apart.
    private static final int DIGITS = 12;

    private static final Target MARK = new Target.MarkSet(PolicyMarks.MATCH, PolicyMarks.MATCH);

    private final Roster roster;
    private final IpBlocks blocks;
    private final Map<Key, Chain> made = new ConcurrentHashMap<>();

    /// @param peer null: every pod
    /// @param port asked of the destination pod; null: the address decides alone
    private record Key(Direction direction, @Nullable PolicyPeer peer, PolicyPort.@Nullable Named port, boolean v6) {

        String chain() {
            String hash = Devices.sha1(direction + "\n" + peer + "\n" + port).substring(0, DIGITS);
            return (direction == Direction.INGRESS ? "CNI-SRC-" : "CNI-DST-") + hash;
        }
    }

    PolicySets(Roster roster, IpBlocks blocks) {
        this.roster = roster;
        this.blocks = blocks;
    }

    /// Where the peer's end of a connection is: its source on the way in, its destination on the way out.
    static Match end(Direction direction, Cidr cidr) {
        return switch (direction) {
            case INGRESS -> new Match.Source(false, cidr);
            case EGRESS -> new Match.Destination(false, cidr);
        };
    }

    /// The same; nothing where every address is meant.
    static List<Match> ends(Direction direction, Cidr cidr) {
        return cidr.prefix() == 0 ? List.of() : List.of(end(direction, cidr));
    }

    /// Whether one rule can say who the peer is.
    boolean isPlain(PolicyPeer peer) {
        return peer instanceof PolicyPeer.Block block && block.except().isEmpty() && blocks == IpBlocks.ANY_ADDRESS;
    }

    /// The set of a peer's addresses; without rules if it has none of the family.
    Chain of(Direction direction, PolicyPeer peer, boolean v6) {
        return made(new Key(direction, peer, null, v6));
    }

    /// The set of the destinations among a peer's pods that have the named port, with its number on each.
    ///
    /// @param peer null: every pod
    Chain named(@Nullable PolicyPeer peer, PolicyPort.Named port, boolean v6) {
        return made(new Key(Direction.EGRESS, peer, port, v6));
    }

    private Chain made(Key key) {
        return made.computeIfAbsent(key, k -> new Chain(k.chain(), null, rules(k)));
    }

    private List<Rule> rules(Key key) {
        PolicyPort.Named port = key.port();
        return switch (key.peer()) {
            case null -> port == null ? List.of() : ported(roster.pods(), port, key, ip -> true);
            case PolicyPeer.Pods pods when port != null -> ported(roster.select(pods), port, key, ip -> true);
            case PolicyPeer.Pods pods -> marked(roster.select(pods).flatMap(Roster::addresses), key);
            case PolicyPeer.Block block
            when port != null ->
                blocks == IpBlocks.ANY_ADDRESS ? ported(roster.pods(), port, key, ip -> isIn(block, ip)) : List.of();
            case PolicyPeer.Block block -> block(block, key);
            // Only pods have named ports.
            case PolicyPeer.Nodes nodes -> port != null ? List.of() : marked(roster.select(nodes), key);
            case PolicyPeer.Domain domain -> port != null ? List.of() : marked(roster.select(domain), key);
        };
    }

    private static boolean isIn(PolicyPeer.Block block, Ip ip) {
        return block.cidr().contains(ip) && block.except().stream().noneMatch(hole -> hole.contains(ip));
    }

    private static List<Rule> marked(Stream<Named> members, Key key) {
        return members.filter(member -> member.ip().v6() == key.v6())
                .distinct()
                .map(member -> rule(key, Cidr.host(member.ip()), member.name(), List.of(), MARK))
                .toList();
    }

    private static List<Rule> ported(Stream<Pod> pods, PolicyPort.Named named, Key key, Predicate<Ip> in) {
        return pods.flatMap(pod -> Roster.addresses(pod)
                        .filter(member -> member.ip().v6() == key.v6() && in.test(member.ip()))
                        .flatMap(member -> Roster.ports(pod, named).stream()
                                .map(port -> rule(
                                        key, Cidr.host(member.ip()), member.name(), PolicyRules.ports(port), MARK))))
                .toList();
    }

    /// The holes first; where blocks are for outside addresses only, every pod is a hole.
    private List<Rule> block(PolicyPeer.Block block, Key key) {
        var rules = new ArrayList<Rule>();
        if (block.cidr().v6() == key.v6()) {
            block.except().forEach(hole -> rules.add(rule(key, hole, "except", List.of(), new Target.Return())));
            if (blocks == IpBlocks.OUTSIDE_ONLY) {
                roster.pods()
                        .flatMap(Roster::addresses)
                        .filter(member -> isIn(block, member.ip()))
                        .forEach(member -> rules.add(
                                rule(key, Cidr.host(member.ip()), member.name(), List.of(), new Target.Return())));
            }
            rules.add(rule(key, block.cidr(), "block", List.of(), MARK));
        }
        return rules;
    }

    private static Rule rule(Key key, Cidr cidr, String who, List<Match> more, Target target) {
        var matches = new ArrayList<>(ends(key.direction(), cidr));
        matches.addAll(more);
        matches.add(PolicyRules.comment(who));
        return new Rule(matches, target, Origin.CNI);
    }
}
