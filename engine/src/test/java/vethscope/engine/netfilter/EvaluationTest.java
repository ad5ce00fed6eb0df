package vethscope.engine.netfilter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vethscope.engine.netfilter.Match.AddrType;
import vethscope.engine.netfilter.Match.CtState.State;
import vethscope.engine.netfilter.Verdict.Decision;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.model.address.Ip;

class EvaluationTest {

    private static final Packet WEB = Lines.tcp("10.244.1.2", 40000, "10.96.0.10", 443);

    private static Verdict forward(String lines) {
        return Evaluation.walk(Lines.rules(lines), Table.FILTER, Hook.FORWARD, Lines.facts(WEB));
    }

    private static List<String> seen(Verdict verdict) {
        return verdict.checks().stream()
                .map(c -> c.chain() + " " + c.number() + (c.matched() ? " +" : " -")
                        + (c.why() == null ? "" : " " + c.why()))
                .toList();
    }

    @Test
    void aTableWithoutRulesAccepts() {
        Verdict verdict = Evaluation.walk(Ruleset.EMPTY, Table.FILTER, Hook.FORWARD, Lines.facts(WEB));
        assertEquals(new Decision.Accept(), verdict.decision());
        assertNull(verdict.hit());
        assertTrue(verdict.checks().isEmpty());
    }

    @Test
    void thePolicyDecidesAtTheEnd() {
        Verdict verdict = forward("-P FORWARD DROP\n-A FORWARD -p udp -j ACCEPT");
        assertEquals(new Decision.Drop(), verdict.decision());
        assertEquals(
                "FORWARD policy DROP",
                java.util.Objects.requireNonNull(verdict.hit()).text(false));
        assertEquals(List.of("FORWARD 1 - proto tcp ≠ udp", "FORWARD 0 +"), seen(verdict));
    }

    @Test
    void returnGoesBackToTheCaller() {
        Verdict verdict = forward("""
            -N A
            -A A -p tcp -j RETURN
            -A A -j DROP
            -A FORWARD -j A
            -A FORWARD -j REJECT --reject-with icmp-host-prohibited
            """);
        assertEquals(new Decision.Reject(Target.Reject.With.HOST_PROHIBITED), verdict.decision());
        assertEquals(List.of("FORWARD 1 +", "A 1 +", "FORWARD 2 +"), seen(verdict));
    }

    @Test
    void returnInABuiltInChainMeansThePolicy() {
        assertEquals(
                new Decision.Drop(),
                forward("-P FORWARD DROP\n-A FORWARD -j RETURN\n-A FORWARD -j ACCEPT")
                        .decision());
    }

    @Test
    void theEndOfAChainEnteredByGotoSkipsTheRestOfTheChainThatWentThere() {
        Verdict verdict = forward("""
            -N MIDDLE
            -N LAST
            -A LAST -p udp -j DROP
            -A MIDDLE -g LAST
            -A MIDDLE -j DROP
            -A FORWARD -j MIDDLE
            -A FORWARD -j ACCEPT
            """);
        assertEquals(new Decision.Accept(), verdict.decision());
        assertEquals(List.of("FORWARD 1 +", "MIDDLE 1 +", "LAST 1 - proto tcp ≠ udp", "FORWARD 2 +"), seen(verdict));
    }

    @Test
    void aMarkSetOnTheWayIsSeenByLaterRules() {
        Verdict verdict =
                forward("-A FORWARD -j MARK --or-mark 0x4000\n-A FORWARD -m mark --mark 0x4000/0x4000 -j DROP");
        assertEquals(new Decision.Drop(), verdict.decision());
        assertEquals(0x4000, verdict.mark());
    }

    @Test
    void theConnectionMarkIsSetSavedAndRestored() {
        Verdict verdict = forward("""
            -A FORWARD -j CONNMARK --set-mark 0x80/0x80
            -A FORWARD -j CONNMARK --restore-mark --mask 0x80
            -A FORWARD -j MARK --or-mark 0x1
            -A FORWARD -j CONNMARK --save-mark --mask 0x1
            """);
        assertEquals(0x81, verdict.mark());
        assertEquals(0x81, verdict.connMark());
    }

    @Test
    void natRulesTranslate() {
        Verdict verdict = Evaluation.walk(
                Lines.rules("-t nat -A PREROUTING -p tcp --dport 443 -j DNAT --to-destination 10.244.2.2:8443"),
                Table.NAT,
                Hook.PREROUTING,
                Lines.facts(WEB));
        Ip backend = Ip.parse("10.244.2.2");
        assertEquals(
                new Decision.Translate(new Target.Dnat(backend, backend, 8443, 8443, false, false)),
                verdict.decision());
    }

    @Test
    void aPacketThatGoesRoundIsDropped() {
        Ruleset ruleset = Lines.rules("-N A\n-A FORWARD -j A");
        var around = new Ruleset.Chain("A", null, List.of(new Rule(List.of(), new Target.Jump("A"), null)));
        Verdict verdict = Evaluation.walk(
                ruleset.with(false, Table.FILTER, around), Table.FILTER, Hook.FORWARD, Lines.facts(WEB));
        assertEquals(new Decision.Drop(), verdict.decision());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        -s 10.244.1.3                                 | src 10.244.1.2 ≠ 10.244.1.3
        ! -s 10.244.0.0/16                            | src 10.244.1.2 is in 10.244.0.0/16
        -s 10.245.0.0/16                              | src 10.244.1.2 not in 10.245.0.0/16
        -d 10.96.0.1                                  | dst 10.96.0.10 ≠ 10.96.0.1
        ! -d 10.96.0.10                               | dst 10.96.0.10 is 10.96.0.10
        -i cni0                                       | in eth0 ≠ cni0
        ! -i eth+                                     | in eth0 is eth+
        -o cni0                                       | out none ≠ cni0
        -p udp                                        | proto tcp ≠ udp
        -p tcp --dport 80                             | dport 443 ≠ 80
        -p tcp --sport 1:1023                         | sport 40000 not in 1:1023
        -p tcp -m multiport ! --dports 80,443         | dport 443 is in 80,443
        -m conntrack --ctstate RELATED,ESTABLISHED    | state NEW not in RELATED,ESTABLISHED
        -m mark --mark 0x4000/0x4000                  | mark 0x0 ≠ 0x4000/0x4000
        -m connmark --mark 0x80/0x80                  | connmark 0x0 ≠ 0x80/0x80
        -m addrtype --dst-type LOCAL                  | dst is UNICAST, not LOCAL
        -m addrtype ! --src-type UNICAST              | src is UNICAST
        -m physdev --physdev-in vetha                 | physdev in none ≠ vetha
        -m physdev --physdev-is-bridged               | not bridged
        -m recent --rcheck --name K                   | src 10.244.1.2 not in list K
        -p tcp ! --syn                                | flags SYN are SYN
        -p tcp --tcp-flags SYN,ACK ACK                | flags SYN ≠ ACK
        -m set --match-set x src                      | set x is not known here
        -f                                            | not a later fragment
        """)
    void aRuleThatDoesNotMatchSaysTheFirstConditionThatFailed(String spec, String why) {
        assertEquals("TEST 1 - " + why, seen(walkTest(spec)).get(1));
    }

    private static Verdict walkTest(String spec) {
        return Evaluation.walk(
                Lines.rules(
                        "-t mangle -N TEST\n-t mangle -A PREROUTING -j TEST\n-t mangle -A TEST " + spec + " -j ACCEPT"),
                Table.MANGLE,
                Hook.PREROUTING,
                Lines.facts(WEB));
    }

    @ParameterizedTest
    @CsvSource({"--dport 443", "! --dport 80", "-m multiport ! --dports 1"})
    void portsNeverHoldForALaterFragment(String ports) {
        Packet fragment = WEB.withFragment(new Packet.Fragment(1, 1480, false), 100);
        Ruleset ruleset = Lines.rules("-A FORWARD -p tcp " + ports + " -j DROP");
        Verdict verdict = Evaluation.walk(ruleset, Table.FILTER, Hook.FORWARD, Lines.facts(fragment));
        assertEquals(new Decision.Accept(), verdict.decision());
    }

    @Test
    void icmpTypesAreRead() {
        Packet ping =
                new Packet(Ip.parse("10.0.0.1"), Ip.parse("10.0.0.2"), 64, false, 28, null, new Payload.Echo(false, 7));
        Ruleset ruleset =
                Lines.rules("-A INPUT -p icmp --icmp-type 3/4 -j DROP\n-A INPUT -p icmp --icmp-type ping -j DROP");
        Verdict verdict = Evaluation.walk(ruleset, Table.FILTER, Hook.INPUT, Lines.facts(ping));
        assertEquals(List.of("INPUT 1 - icmp type 8 ≠ 3/4", "INPUT 2 +"), seen(verdict));
    }

    @Test
    void anAddressIsOfTheTypeThatTheMachineSays() {
        var machine = new Lines.Machine();
        machine.types.put(Ip.parse("10.96.0.10"), AddrType.Type.LOCAL);
        Ruleset ruleset = Lines.rules("-A INPUT -m addrtype --dst-type LOCAL -j DROP");
        assertEquals(
                new Decision.Drop(),
                Evaluation.walk(ruleset, Table.FILTER, Hook.INPUT, Lines.facts(WEB, machine))
                        .decision());
    }

    @Test
    void statesAreThoseOfTheConnection() {
        Ruleset ruleset = Lines.rules("-A INPUT -m conntrack --ctstate DNAT -j DROP");
        Facts facts = Lines.with(Lines.facts(WEB), "eth0", null, 0, EnumSet.of(State.NEW, State.DNAT));
        assertEquals(
                new Decision.Drop(),
                Evaluation.walk(ruleset, Table.FILTER, Hook.INPUT, facts).decision());
        assertEquals(
                new Decision.Accept(),
                Evaluation.walk(ruleset, Table.FILTER, Hook.INPUT, Lines.with(facts, null, null, 0, Set.of()))
                        .decision());
    }

    private static Verdict balance(Lines.Machine machine, String lines) {
        return Evaluation.walk(
                Lines.rules("-t nat -N A\n-t nat -N B\n-t nat -N C\n" + lines),
                Table.NAT,
                Hook.PREROUTING,
                Lines.facts(WEB, machine));
    }

    @Test
    void rulesThatDifferByProbabilityAreOneEvenDecision() {
        var machine = new Lines.Machine().answering(1);
        Verdict verdict = balance(machine, """
            -t nat -A PREROUTING -m comment --comment a -m statistic --mode random --probability 0.3333333333 -j A
            -t nat -A PREROUTING -m comment --comment b -m statistic --mode random --probability 0.5000000000 -j B
            -t nat -A PREROUTING -m comment --comment c -j C
            -t nat -A B -j ACCEPT
            """);
        assertEquals(1, machine.asked.size());
        assertArrayEquals(new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}, machine.asked.getFirst());
        assertEquals(List.of("PREROUTING 1 - chance", "PREROUTING 2 + chance 2 of 3", "B 1 +"), seen(verdict));
    }

    @Test
    void theLastOfTheRunNeedsNoProbability() {
        Verdict verdict = balance(new Lines.Machine().answering(1), """
            -t nat -A PREROUTING -m statistic --mode random --probability 0.5 -j A
            -t nat -A PREROUTING -j B
            -t nat -A B -j ACCEPT
            """);
        assertEquals(List.of("PREROUTING 1 - chance", "PREROUTING 2 + chance 2 of 2", "B 1 +"), seen(verdict));
    }

    @Test
    void aRunWithoutAnUnconditionalEndMayChooseNone() {
        var machine = new Lines.Machine().answering(2);
        Verdict verdict = balance(machine, """
            -t nat -A PREROUTING -p tcp -m statistic --mode random --probability 0.5 -j A
            -t nat -A PREROUTING -p tcp -m statistic --mode random --probability 0.2 -j B
            -t nat -A PREROUTING -j C
            """);
        assertArrayEquals(new double[] {0.5, 0.1, 0.4}, machine.asked.getFirst(), 1e-9);
        assertEquals(
                List.of("PREROUTING 1 - chance", "PREROUTING 2 - chance", "PREROUTING 3 +", "PREROUTING 0 +"),
                seen(verdict));
    }

    @Test
    void nothingIsDrawnWhereAnotherConditionFails() {
        var machine = new Lines.Machine();
        Verdict verdict = balance(
                machine,
                "-t nat -A PREROUTING -p tcp -m statistic --mode random --probability 0.5 -m tcp --dport 80 -j A");
        assertTrue(machine.asked.isEmpty());
        assertEquals("PREROUTING 1 - dport 443 ≠ 80", seen(verdict).getFirst());
    }

    @Test
    void afterAChainThatComesBackTheRestIsDrawnAnew() {
        var machine = new Lines.Machine();
        balance(machine, """
            -t nat -A PREROUTING -m statistic --mode random --probability 0.25 -j A
            -t nat -A PREROUTING -m statistic --mode random --probability 0.5 -j B
            """);
        assertEquals(2, machine.asked.size());
        assertArrayEquals(new double[] {0.5, 0.5}, machine.asked.get(1), 1e-9);
    }

    @Test
    void recentRemembersOnlyWhereTheConditionsToItsLeftHold() {
        Verdict verdict = balance(new Lines.Machine(), """
            -t nat -A PREROUTING -p udp -m recent --set --name LEFT -j A
            -t nat -A PREROUTING -m recent --set --name FIRST -m comment --comment x -m mark --mark 7 -j A
            -t nat -A PREROUTING -m recent --update --name UNKNOWN -j A
            -t nat -A PREROUTING -m recent --rcheck --name FIRST -p tcp -j DNAT --to-destination 10.0.0.1
            """);
        assertEquals(
                List.of("FIRST"),
                verdict.remembered().stream().map(Verdict.Remembered::list).toList());
        assertInstanceOf(Decision.Translate.class, verdict.decision());
    }
}
