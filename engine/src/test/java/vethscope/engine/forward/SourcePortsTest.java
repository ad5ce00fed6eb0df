package vethscope.engine.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vethscope.engine.compile.Compiler;
import vethscope.engine.network.World;
import vethscope.engine.replay.Played;
import vethscope.engine.replay.Replay;
import vethscope.engine.trace.Fate;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Trace;
import vethscope.model.Design;
import vethscope.model.Probe;
import vethscope.model.Protocol;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;

/// Two clients behind one masquerade. Expectations after net/netfilter/nf_nat_core.c get_unique_tuple, seen so on
/// Linux 6.18 with the same topology: the second client's clashing port is changed, and the change stays with it.
class SourcePortsTest {

    private World world = World.COLD;

    private static Design design(String options) {
        String text = """
                { "vethscope": 1,
                  "elements": {
                    "one": { "kind": "host", "interfaces": { "eth0": { "address": "10.0.1.2/24" } }, "routes": [ "default via 10.0.1.1" ] },
                    "two": { "kind": "host", "interfaces": { "eth0": { "address": "10.0.4.2/24" } }, "routes": [ "default via 10.0.4.1" ] },
                    "router": { "kind": "router",
                                "interfaces": { "a": { "address": "10.0.1.1/24" }, "b": { "address": "10.0.2.1/24" }, "e": { "address": "10.0.4.1/24" } },
                                "iptables": [ "-t nat -A POSTROUTING -o b -p udp -j MASQUERADE%s" ] },
                    "server": { "kind": "host", "interfaces": { "eth0": { "address": "10.0.2.2/24" } }, "routes": [ "default via 10.0.2.1" ],
                                "containers": [ { "name": "dns", "ports": [ { "port": 53, "protocol": "UDP" }, { "port": 54, "protocol": "UDP" } ] } ] } },
                  "links": [ { "from": "one:eth0", "to": "router:a" }, { "from": "server:eth0", "to": "router:b" }, { "from": "two:eth0", "to": "router:e" } ] }
                """.formatted(options);
        return assertInstanceOf(Reading.Opened.class, Veth.read(text)).design();
    }

    /// The source port that the server sees.
    private int seen(Design design, String from, int sourcePort, int port) {
        var shape = new Probe.Shape(sourcePort, null, 64, 0, false, null, null);
        var probe =
                new Probe("p", from, null, "10.0.2.2:" + port, Protocol.UDP, shape, new Probe.Run(true, 1, 1), null);
        Played played = Replay.of(design, Compiler.compile(design).network()).play(world, probe, false);
        world = played.after();
        String source = played.traces().getFirst().sourceSeen();
        assertNotNull(source);
        return Integer.parseInt(source.substring(source.indexOf(':') + 1));
    }

    @Test
    void aPortThatClashesIsChangedAndTheChangeStaysWithTheSource() {
        Design design = design("");
        assertEquals(7000, seen(design, "one", 7000, 53));
        int changed = seen(design, "two", 7000, 53);
        assertNotEquals(7000, changed);
        assertEquals(changed, seen(design, "two", 7000, 54));
    }

    @Test
    void differentServersMayShareAPort() {
        Design design = design("");
        assertEquals(7000, seen(design, "one", 7000, 53));
        assertEquals(7000, seen(design, "two", 7000, 54));
    }

    @Test
    void aLowPortStaysLow() {
        Design design = design("");
        assertEquals(600, seen(design, "one", 600, 53));
        int changed = seen(design, "two", 600, 53);
        assertEquals(true, changed > 600 && changed <= 1023, String.valueOf(changed));
    }

    @Test
    void aRangeOfPortsIsKept() {
        int port = seen(design(" --to-ports 2000-2009"), "one", 7000, 53);
        assertEquals(true, port >= 2000 && port <= 2009, String.valueOf(port));
    }

    // nf_nat_l4proto_unique_tuple: each of three ranges is left for no other

    @ParameterizedTest
    @CsvSource({"300, 1, 511", "511, 1, 511", "512, 600, 1023", "1023, 600, 1023", "1024, 1024, 65535"})
    void aClashingPortIsReplacedByOneOfItsKind(int port, int first, int last) {
        Design design = design("");
        assertEquals(port, seen(design, "one", port, 53));
        int changed = seen(design, "two", port, 53);
        assertNotEquals(port, changed);
        assertTrue(first <= changed && changed <= last, String.valueOf(changed));
    }

    @Test
    void whatIsFullyRandomChangesPortsThatAreFree() {
        assertNotEquals(7000, seen(design(" --random-fully"), "one", 7000, 53));
    }

    @Test
    void whereNoPortIsLeftThePacketIsDropped() {
        Design design = design(" --to-ports 2000");
        assertEquals(2000, seen(design, "one", 7000, 53));
        var shape = new Probe.Shape(7000, null, 64, 0, false, null, null);
        var probe = new Probe("p", "two", null, "10.0.2.2:53", Protocol.UDP, shape, new Probe.Run(true, 1, 1), null);
        Trace lost = Replay.of(design, Compiler.compile(design).network())
                .play(world, probe, false)
                .traces()
                .getFirst();
        assertEquals(Fate.TIMEOUT, lost.outcome());
        assertEquals(
                Reason.NAT_PORTS_EXHAUSTED,
                java.util.Objects.requireNonNull(lost.reason()).code());
        assertEquals(2000, seen(design, "two", 7000, 54));
    }
}
