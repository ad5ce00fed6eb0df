package vethscope.engine.netfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vethscope.engine.netfilter.Ruleset.Chain;
import vethscope.engine.netfilter.Ruleset.Policy;
import vethscope.engine.packet.Packet;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

class DispatchTest {

    private static final int RULES = 300;

    @Test
    void aLongChainDecidesAsItsPiecesWouldOneByOne() {
        var random = new Random(7);
        for (int round = 0; round < 50; round++) {
            List<Rule> rules = rules(random);
            Ruleset whole = forward(rules);
            Ruleset pieces = inPieces(rules);
            for (int i = 0; i < 40; i++) {
                Facts facts = Lines.facts(packet(random));
                Verdict fast = Evaluation.walk(whole, Table.FILTER, Hook.FORWARD, facts);
                Verdict slow = Evaluation.walk(pieces, Table.FILTER, Hook.FORWARD, facts);
                assertEquals(slow.decision(), fast.decision());
                assertEquals(slow.mark(), fast.mark());
                assertEquals(slow.remembered(), fast.remembered());
                assertEquals(slow.hit() == null, fast.hit() == null);
            }
        }
    }

    @Test
    void rulesForOtherDestinationsAreOneCheckThatCountsThem() {
        var rules = new ArrayList<Rule>();
        for (int i = 0; i < 100; i++) {
            rules.add(new Rule(
                    List.of(new Match.Destination(false, Cidr.host(Ip.v4(0x0a600000L + i)))), new Target.Drop(), null));
        }
        Verdict verdict = Evaluation.walk(
                forward(rules), Table.FILTER, Hook.FORWARD, Lines.facts(Lines.tcp("10.0.0.1", 1, "10.96.0.70", 80)));
        assertEquals(
                List.of(
                        new RuleCheck("filter", "FORWARD", 1, "rules 1–70", false, "destination differs"),
                        new RuleCheck("filter", "FORWARD", 71, "-d 10.96.0.70/32 -j DROP", true, null)),
                verdict.checks());
    }

    @Test
    void whatIsDecidedQuicklyIsWhatTheMatchesSay() {
        var random = new Random(11);
        for (int round = 0; round < 20; round++) {
            for (Rule rule : rules(random)) {
                Facts facts = Lines.facts(packet(random));
                var quick = new Quick(rule);
                int first = Quick.HOLDS;
                for (int m = quick.rest() - 1; m >= 0; m--) {
                    first = Conditions.holds(rule.matches().get(m), facts, 0, 0) ? first : m;
                }
                assertEquals(first, quick.failing(facts.packet()), rule::toString);
            }
        }
    }

    private static Ruleset forward(List<Rule> rules) {
        return Ruleset.EMPTY.with(false, Table.FILTER, new Chain("FORWARD", Policy.ACCEPT, rules));
    }

    private static Ruleset inPieces(List<Rule> rules) {
        Ruleset ruleset = Ruleset.EMPTY;
        var jumps = new ArrayList<Rule>();
        for (int from = 0; from < rules.size(); from += 50) {
            ruleset =
                    ruleset.with(false, Table.FILTER, new Chain("PIECE" + from, null, rules.subList(from, from + 50)));
            jumps.add(new Rule(List.of(), new Target.Jump("PIECE" + from), null));
        }
        return ruleset.with(false, Table.FILTER, new Chain("FORWARD", Policy.ACCEPT, jumps));
    }

    private static List<Rule> rules(Random random) {
        var rules = new ArrayList<Rule>();
        for (int i = 0; i < RULES; i++) {
            var matches = new ArrayList<Match>();
            if (random.nextInt(10) < 3) {
                matches.add(new Match.Destination(
                        random.nextInt(20) == 0, new Cidr(ip(random), random.nextInt(9) == 0 ? 30 : 32)));
            }
            if (random.nextInt(10) < 3) {
                matches.add(new Match.Source(random.nextInt(20) == 0, new Cidr(ip(random), 32)));
            }
            if (matches.isEmpty() || random.nextBoolean()) {
                matches.add(
                        new Match.Proto(random.nextInt(20) == 0, random.nextBoolean() ? Protocol.TCP : Protocol.UDP));
                if (random.nextInt(8) == 0) {
                    matches.add(
                            new Match.RecentList(false, "L" + random.nextInt(4), Match.RecentList.Mode.SET, 0, false));
                }
                int port = random.nextInt(100);
                matches.add(
                        new Match.DestinationPorts(random.nextInt(30) == 0, List.of(new Match.PortRange(port, port))));
            }
            Target target = random.nextInt(6) == 0 ? new Target.Drop() : new Target.MarkSet(1 << random.nextInt(20), 0);
            rules.add(new Rule(matches, target, null));
        }
        return rules;
    }

    private static Packet packet(Random random) {
        Packet packet = random.nextBoolean()
                ? Lines.tcp(ip(random).toString(), 1, ip(random).toString(), random.nextInt(100))
                : Lines.udp(ip(random).toString(), 1, ip(random).toString(), random.nextInt(100));
        return random.nextInt(6) == 0 ? packet.withFragment(new Packet.Fragment(1, 1480, false), 40) : packet;
    }

    private static Ip ip(Random random) {
        return Ip.v4(0x0a000000L + random.nextInt(60));
    }
}
