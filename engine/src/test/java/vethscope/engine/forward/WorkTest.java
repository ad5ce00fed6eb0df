package vethscope.engine.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vethscope.engine.compile.Compiler;
import vethscope.engine.network.Network;
import vethscope.engine.network.World;
import vethscope.engine.replay.Replay;
import vethscope.engine.replay.Resolution;
import vethscope.engine.trace.Step;
import vethscope.engine.trace.Trace;
import vethscope.model.Design;
import vethscope.model.Probe;
import vethscope.model.Protocol;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;

/// The work of a trace, in numbers that are the same on every machine: the chain of docs/performance.md.
class WorkTest {

    /// Bytes of a trace of the chain without the optimising compiler, which leaves some objects out. Raise it only for
    /// more to tell.
    private static final long BYTES = 11_600;

    private static final String SERVER = "\"10.1.2.2:8080\"";
    private static final String OTHERS = "\"10.244.0.1:8080\", \"10.244.0.2:8080\"";

    private static final String DRAWING = """
            { "vethscope": 1,
              "cluster": { "podCIDR": "10.1.0.0/16", "masquerade": null, "kubeProxy": { "mode": "none" } },
              "elements": {
                "c": { "kind": "host", "interfaces": { "eth0": { "address": "10.1.1.2/24" } }, "routes": ["default via 10.1.1.1"] },
                "a": { "kind": "node",
                       "interfaces": { "ac": { "address": "10.1.1.1/24" }, "ab": { "address": "10.9.0.1/24" } },
                       "routes": ["10.1.2.0/24 via 10.9.0.2"],
                       "iptables": ["-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT"],
                       "kubeProxy": { "mode": "iptables" } },
                "b": { "kind": "node",
                       "interfaces": { "ba": { "address": "10.9.0.2/24" }, "bs": { "address": "10.1.2.1/24" } },
                       "routes": ["10.1.1.0/24 via 10.9.0.1"],
                       "iptables": ["-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT"] },
                "s": { "kind": "host", "interfaces": { "eth0": { "address": "10.1.2.2/24" } }, "routes": ["default via 10.1.2.1"],
                       "containers": [{ "name": "sink", "ports": [{ "protocol": "UDP", "port": 8080, "reply": "silent" }] }] }
                %s
              },
              "links": [{ "from": "c:eth0", "to": "a:ac" }, { "from": "a:ab", "to": "b:ba" }, { "from": "b:bs", "to": "s:eth0" }] }
            """;

    private record Chain(Network network, Flow flow, World warm) {

        /// The last of so many Services is the server's.
        static Chain of(int services) {
            String many = IntStream.range(0, services)
                    .mapToObj(i -> """
                            , "svc-%d": { "kind": "service", "clusterIPs": ["%s"],
                               "ports": [{ "protocol": "UDP", "port": 80, "targetPort": "8080" }], "endpoints": [%s] }
                            """.formatted(i, address(i), i == services - 1 ? SERVER : OTHERS))
                    .collect(Collectors.joining());
            Design design = ((Reading.Opened) Veth.read(DRAWING.formatted(many))).design();
            Network network = Compiler.compile(design).network();
            String last = address(services - 1) + ":80";
            var probe = new Probe("", "c", null, last, Protocol.UDP, Probe.Shape.DEFAULT, Probe.Run.DEFAULT, null);
            Flow flow = ((Resolution.Ready) Replay.resolve(design, network, probe)).flow();
            World warm = Forwarder.send(network, World.COLD, flow, Chance.seeded(1))
                    .after()
                    .withoutConnections();
            return new Chain(network, flow, warm);
        }

        private static String address(int service) {
            return "10.96." + service / 256 + "." + service % 256;
        }

        Trace trace(long seed) {
            return Forwarder.send(network, warm, flow, Chance.seeded(seed)).trace();
        }

        int rules() {
            return trace(1).steps().stream()
                    .mapToInt(step -> step.checks().size())
                    .sum();
        }
    }

    private final Chain chain = Chain.of(100);

    @Test
    void aTraceOfTheChainHasItsTwentyStepsAndAllocatesNoMoreThanItDid() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        int rounds = 200;
        long least = Long.MAX_VALUE;
        for (int again = 0; again < 5; again++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int seed = 0; seed < rounds; seed++) {
                chain.trace(seed);
            }
            least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / rounds);
        }
        assertEquals(20, chain.trace(1).steps().size());
        assertTrue(least <= BYTES, "a trace allocates " + least + " bytes, not at most " + BYTES);
    }

    /// PREROUTING's, the Services before the last as one, the last, its two and its endpoint's two; then nine and two
    /// of FORWARD and three of POSTROUTING, with the chains they lead to and the policies.
    @Test
    void aTraceLooksAtAsManyRulesHoweverManyServicesThereAre() {
        assertEquals(7 + 9 + 2 + 3, chain.rules());
        assertEquals(7 + 9 + 2 + 3, Chain.of(700).rules());
    }

    /// What a step says, in every respect.
    private static List<String> words(Trace trace) {
        return trace.steps().stream().map(WorkTest::words).toList();
    }

    private static String words(Step step) {
        return String.join(
                " | ",
                step.n() + " " + step.leg() + " " + step.netns() + " " + step.iface() + " " + step.stage(),
                step.text().in(Locale.ENGLISH),
                step.text().in(Locale.SIMPLIFIED_CHINESE),
                step.frame() + " " + step.rule() + " " + step.origin() + " " + step.rewrite(),
                step.changes() + " " + step.checks() + " " + step.behaviour() + " " + step.micros());
    }

    @Test
    void aStepThatIsReadLateAndTwiceSaysWhatItSaysAtOnce() {
        Trace early = chain.trace(1);
        List<String> atOnce = words(early);
        Trace late = chain.trace(1);
        World after = chain.warm;
        for (int seed = 2; seed < 50; seed++) {
            after = Forwarder.send(chain.network, after, chain.flow, Chance.seeded(seed))
                    .after();
        }
        assertEquals(atOnce, words(late));
        assertEquals(atOnce, words(late));
        assertEquals(early, late);
    }
}
