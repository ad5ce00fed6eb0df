package vethscope.engine.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vethscope.engine.compile.Compiler;
import vethscope.engine.network.World;
import vethscope.engine.replay.Replay;
import vethscope.engine.trace.Behaviour;
import vethscope.engine.trace.Step;
import vethscope.engine.trace.Trace;
import vethscope.model.Design;
import vethscope.model.Probe;
import vethscope.model.Protocol;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;

/// Which behaviour a step is marked with, and so how sure it is.
class TrustTest {

    private static Design design(String text) {
        return assertInstanceOf(Reading.Opened.class, Veth.read(text)).design();
    }

    private static Design router(String iptables) {
        return design("""
                { "vethscope": 1,
                  "elements": {
                    "client": { "kind": "host", "interfaces": { "eth0": { "address": "10.0.1.2/24" } }, "routes": [ "default via 10.0.1.1" ] },
                    "router": { "kind": "router", "interfaces": { "left": { "address": "10.0.1.1/24" }, "right": { "address": "10.0.2.1/24" } },
                                "iptables": [ %s ] },
                    "server": { "kind": "host", "interfaces": { "eth0": { "address": "10.0.2.2/24" } }, "routes": [ "default via 10.0.2.1" ],
                                "containers": [ { "name": "web", "ports": [ { "port": 80 }, { "port": 90, "protocol": "SCTP" } ] } ] } },
                  "links": [ { "from": "client:eth0", "to": "router:left" }, { "from": "server:eth0", "to": "router:right" } ] }
                """.formatted(iptables));
    }

    private static Trace send(Design design, String to, Protocol protocol) {
        var shape = new Probe.Shape(0, null, 64, 0, false, null, null);
        var probe = new Probe("p", "client", null, to, protocol, shape, Probe.Run.DEFAULT, null);
        return Replay.of(design, Compiler.compile(design).network())
                .play(World.COLD, probe, false)
                .traces()
                .getFirst();
    }

    private static Set<Behaviour> at(Trace trace, String stage) {
        var found = new TreeSet<Behaviour>();
        trace.steps().stream().filter(s -> s.stage().equals(stage)).forEach(s -> found.add(s.behaviour()));
        return found;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -A FORWARD -p tcp --dport 80 -j ACCEPT                            | RULES
            -A FORWARD -m limit --limit 5/s -j ACCEPT                         | RULES_WITH_MEMORY
            -A FORWARD -m statistic --mode nth --every 2 --packet 1 -j DROP   | RULES_WITH_MEMORY
            -A FORWARD -m set --match-set blocked src -j DROP                 | RULE_PASSED_OVER
            -A FORWARD -p gre -j DROP                                         | RULES
            """)
    void aStepAtAHookIsAsSureAsTheRulesThatWereLookedAt(String rule, Behaviour expected) {
        Trace trace = send(router("\"" + rule + "\""), "10.0.2.2:80", Protocol.TCP);
        assertEquals(Set.of(expected), at(trace, "filter FORWARD"));
    }

    @Test
    void aDropIsAsSureAsTheRuleThatDroppedIt() {
        Trace trace = send(
                router("\"-A FORWARD -m statistic --mode nth --every 1 --packet 0 -j DROP\""),
                "10.0.2.2:80",
                Protocol.TCP);
        assertEquals(Set.of(Behaviour.RULES_WITH_MEMORY), at(trace, "drop"));
    }

    @Test
    void noRecordingCoversSctp() {
        Trace trace = send(router(""), "10.0.2.2:90", Protocol.SCTP);
        assertTrue(trace.steps().stream()
                .filter(s -> s.leg() != vethscope.engine.trace.Leg.ARP)
                .filter(s -> !s.stage().equals("arp"))
                .allMatch(s -> s.behaviour() == Behaviour.SCTP));
    }

    /// Each step of a recording of plain Linux is covered by recordings; only a cloud's router stands in for what
    /// nobody
    /// can watch.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "02-same-node-bridge",
                "08-internet-1to1",
                "10-lb-local",
                "14-vxlan",
                "15-routed-p2p",
                "18-nftables-proxy"
            })
    void whatWasRecordedIsMarkedKernel(String recording) throws IOException {
        Design design = design(Files.readString(Path.of("src/test/resources/truth/kernel", recording, "design.veth")));
        var unsure = new TreeSet<Behaviour>();
        Replay.run(design, Compiler.compile(design).network(), design.probes(), false)
                .forEach(played -> played.traces()
                        .forEach(trace -> trace.steps().stream()
                                .filter(s -> s.basis() != Step.Basis.KERNEL)
                                .forEach(s -> unsure.add(s.behaviour()))));
        unsure.remove(Behaviour.VPC);
        unsure.remove(Behaviour.INTERNET);
        assertEquals(Set.of(), unsure);
    }
}
