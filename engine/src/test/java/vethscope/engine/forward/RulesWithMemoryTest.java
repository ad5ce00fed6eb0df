package vethscope.engine.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vethscope.engine.compile.Compiler;
import vethscope.engine.network.Conntrack;
import vethscope.engine.network.World;
import vethscope.engine.replay.Played;
import vethscope.engine.replay.Replay;
import vethscope.engine.trace.Trace;
import vethscope.model.Design;
import vethscope.model.Probe;
import vethscope.model.Protocol;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;

/// A client and a server on either side of a router whose rules remember what passed: recent lists, nth counters, marks
/// of connections, connections themselves. Expectations after the kernel files that the engine cites.
class RulesWithMemoryTest {

    private static Design design(String... rules) {
        String lines = String.join(
                ", ", List.of(rules).stream().map(r -> "\"" + r + "\"").toList());
        String text = """
                { "vethscope": 1,
                  "elements": {
                    "client": { "kind": "host", "interfaces": { "eth0": { "address": "10.0.1.2/24" } }, "routes": [ "default via 10.0.1.1" ] },
                    "router": { "kind": "router", "interfaces": { "left": { "address": "10.0.1.1/24" }, "right": { "address": "10.0.2.1/24" } },
                                "iptables": [ %s ] },
                    "server": { "kind": "host", "interfaces": { "eth0": { "address": "10.0.2.2/24" } }, "routes": [ "default via 10.0.2.1" ],
                                "containers": [ { "name": "web", "ports": [ { "port": 80 }, { "port": 53, "protocol": "UDP" }, { "port": 90, "protocol": "SCTP" } ] } ] } },
                  "links": [ { "from": "client:eth0", "to": "router:left" }, { "from": "server:eth0", "to": "router:right" } ] }
                """.formatted(lines);
        return assertInstanceOf(Reading.Opened.class, Veth.read(text)).design();
    }

    /// Probes one after the other, each warm.
    private record Run(Design design, World[] world) {
        static Run of(String... rules) {
            return new Run(RulesWithMemoryTest.design(rules), new World[] {World.COLD});
        }

        Trace send(String to, Protocol protocol, int sourcePort) {
            var shape = new Probe.Shape(sourcePort, null, 64, 0, false, null, null);
            var probe = new Probe("p", "client", null, to, protocol, shape, new Probe.Run(true, 1, 1), null);
            Played played =
                    Replay.of(design, Compiler.compile(design).network()).play(world[0], probe, false);
            world[0] = played.after();
            return played.traces().getFirst();
        }

        String tcp(int sourcePort) {
            return send("10.0.2.2:80", Protocol.TCP, sourcePort).outcome().json();
        }

        void later(long seconds) {
            world[0] = world[0].at(world[0].micros() + seconds * 1_000_000);
        }

        long connections() {
            return world[0].conntrack().connections().values().stream()
                    .map(Conntrack.Connection::original)
                    .filter(t -> t.protocol() == Protocol.UDP)
                    .count();
        }
    }

    @Test
    void oneOfEveryThreePacketsIsCountedByTheRuleItself() {
        Run run = Run.of("-A FORWARD -p tcp --syn -m statistic --mode nth --every 3 --packet 1 -j DROP");
        assertEquals(
                List.of("delivered", "timeout", "delivered", "delivered", "timeout"),
                List.of(run.tcp(1), run.tcp(2), run.tcp(3), run.tcp(4), run.tcp(5)));
    }

    @Test
    void aListDropsWhoComesTooOftenUntilTimeHasPassed() {
        Run run = Run.of(
                "-A FORWARD -p tcp --syn -m recent --name often --update --seconds 60 --hitcount 2 -j DROP",
                "-A FORWARD -p tcp --syn -m recent --name often --set");
        assertEquals(List.of("delivered", "delivered", "timeout"), List.of(run.tcp(1), run.tcp(2), run.tcp(3)));
        run.later(120);
        assertEquals("delivered", run.tcp(4));
    }

    @Test
    void whoKnocksIsLetInAndTakenOffTheList() {
        Run run = Run.of(
                "-A FORWARD -p udp --dport 53 -m recent --name open --set -j DROP",
                "-A FORWARD -p tcp --syn -m recent --name open --remove -j ACCEPT",
                "-A FORWARD -p tcp --syn -j DROP");
        assertEquals("timeout", run.tcp(1));
        assertEquals(
                "timeout", run.send("10.0.2.2:53", Protocol.UDP, 9).outcome().json());
        assertEquals(List.of("delivered", "timeout"), List.of(run.tcp(2), run.tcp(3)));
    }

    @Test
    void anUntrackedPacketHasThatStateAndLeavesNoConnection() {
        Run run = Run.of(
                "-t raw -A PREROUTING -p udp -j CT --notrack",
                "-A FORWARD -p udp -m conntrack --ctstate UNTRACKED -j ACCEPT",
                "-A FORWARD -p udp -j DROP");
        assertEquals(
                "delivered", run.send("10.0.2.2:53", Protocol.UDP, 9).outcome().json());
        assertEquals(0, run.connections());
    }

    @Test
    void anUntrackedPacketIsNotTranslated() {
        Run run = Run.of("-t raw -A PREROUTING -s 10.0.1.2 -j NOTRACK", "-t nat -A POSTROUTING -o right -j MASQUERADE");
        assertEquals("10.0.1.2:9", run.send("10.0.2.2:53", Protocol.UDP, 9).sourceSeen());
    }

    @Test
    void theMarkOfAConnectionComesBackWithItsAnswer() {
        Run run = Run.of(
                "-t mangle -A PREROUTING -i left -j MARK --set-mark 0x12",
                "-t mangle -A PREROUTING -i left -j CONNMARK --save-mark --nfmask 0x10 --ctmask 0xff",
                "-t mangle -A PREROUTING -i right -j CONNMARK --restore-mark",
                "-A FORWARD -i right -m mark ! --mark 0x10 -j DROP");
        assertEquals("delivered", run.tcp(1));
    }

    @Test
    void aMarkSetInTheNatTableStaysWithTheConnection() {
        Run run = Run.of(
                "-t nat -A PREROUTING -i left -j CONNMARK --set-mark 0x80",
                "-A FORWARD -i right -m connmark ! --mark 0x80 -j DROP");
        assertEquals("delivered", run.tcp(1));
    }

    @Test
    void aMarkSetOnAnEstablishedConnectionStays() {
        Run run = Run.of(
                "-A FORWARD -i right -j CONNMARK --set-mark 7",
                "-A FORWARD -i left -p udp -m connmark ! --mark 7 -m conntrack --ctstate ESTABLISHED -j DROP");
        assertEquals(
                "delivered", run.send("10.0.2.2:53", Protocol.UDP, 9).outcome().json());
        assertEquals(
                "delivered", run.send("10.0.2.2:53", Protocol.UDP, 9).outcome().json());
    }

    /// nf_conntrack_proto_udp.c: 30 s, and 120 s for what is used again after two seconds.
    @Test
    void aUdpConnectionIsForgottenAfterThirtySecondsAndAStreamAfterTwoMinutes() {
        Run run = Run.of("-A FORWARD -m conntrack --ctstate INVALID -j DROP");
        run.send("10.0.2.2:53", Protocol.UDP, 9);
        assertEquals(1, run.connections());
        run.later(29);
        assertEquals(0, run.connections());
        run.send("10.0.2.2:53", Protocol.UDP, 9);
        run.later(5);
        run.send("10.0.2.2:53", Protocol.UDP, 9);
        run.later(100);
        assertEquals(1, run.connections());
        run.later(30);
        assertEquals(0, run.connections());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -p sctp --dport 90                                  | timeout
            -p sctp -m multiport --dports 80,90                 | timeout
            -p sctp --sport 1                                   | delivered
            -m iprange --dst-range 10.0.2.1-10.0.2.9            | timeout
            -i left -m iprange ! --src-range 10.0.1.1-10.0.1.9  | delivered
            -m ttl --ttl-lt 64                                  | timeout
            -m ttl --ttl-eq 64                                  | delivered
            -m length --length 61:                              | delivered
            -m limit --limit 1/min                              | timeout
            -p sctp -m multiport --ports 90                     | timeout
            -m conntrack --ctorigdst 10.0.2.2 --ctdir ORIGINAL  | timeout
            -m conntrack --ctrepldstport 40000 --ctdir REPLY    | timeout
            -m conntrack ! --ctorigsrc 10.0.1.0/24              | delivered
            """)
    void anAssociationMeetsRulesLikeAConnection(String match, String outcome) {
        Run run = Run.of("-A FORWARD " + match + " -j DROP");
        assertEquals(
                outcome, run.send("10.0.2.2:90", Protocol.SCTP, 40000).outcome().json());
    }

    @Test
    void anAssociationIsTranslatedAndItsAnswerPutBack() {
        Run run = Run.of(
                "-t nat -A PREROUTING -p sctp --dport 99 -j DNAT --to-destination 10.0.2.2:90",
                "-t nat -A POSTROUTING -o right -p sctp -j MASQUERADE");
        Trace trace = run.send("10.0.1.1:99", Protocol.SCTP, 40000);
        assertEquals("delivered", trace.outcome().json());
        assertEquals("10.0.2.1:40000", trace.sourceSeen());
        assertEquals("10.0.1.1:99", trace.replySeen());
        assertTrue(
                run.send("10.0.2.2:91", Protocol.SCTP, 40000).outcome().json().equals("refused"));
    }
}
