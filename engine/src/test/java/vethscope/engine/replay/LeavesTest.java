package vethscope.engine.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vethscope.engine.forward.Chance;
import vethscope.engine.forward.Flow;
import vethscope.engine.forward.Forwarder;
import vethscope.engine.network.Network;
import vethscope.engine.network.Recent;
import vethscope.engine.network.World;
import vethscope.engine.stage.Request;
import vethscope.engine.trace.Fate;
import vethscope.engine.trace.Trace;
import vethscope.model.Id;
import vethscope.model.Probe;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;

/// The forwarder is a stand-in: three backends, of which the second is a balancer with two of its own.
class LeavesTest {

    private static final Ip CLIENT = Ip.parse("10.244.1.2");

    private final List<World> met = new ArrayList<>();
    private final List<Flow> sent = new ArrayList<>();

    private Forwarder.Run send(World world, Flow flow, Chance chance) {
        met.add(world);
        sent.add(flow);
        int first = chance.choose(new double[] {1, 1, 1});
        String end = first == 1 ? "1" + chance.choose(new double[] {1, 3}) : String.valueOf(first);
        var at = new Trace.Arrival(Id.of("pod" + end), null, Ip.parse("10.0.0.1"), 80);
        var trace = new Trace(
                flow.sent(), Fate.DELIVERED, null, at, null, null, List.of(), chance.taken(), List.of(), world);
        return new Forwarder.Run(trace, world.with(new Recent.Seen(Id.of("vm1"), "pod" + end, CLIENT, world.micros())));
    }

    private static Flow flow(long seed) {
        var question = new Trace.Sent("p", "a", "web:80", Protocol.TCP, 80, 40000, 0, seed);
        return new Flow(
                question,
                Id.of("a"),
                null,
                null,
                Protocol.TCP,
                null,
                40000,
                Ip.parse("10.96.0.10"),
                80,
                64,
                0,
                false,
                Request.NONE,
                null);
    }

    private static List<String> ends(List<Trace> traces) {
        return traces.stream()
                .map(t -> t.at() == null ? "none" : t.at().element().value())
                .toList();
    }

    @Test
    void everyCombinationOfDecisionsComesOnceInRuleOrder() {
        Leaves leaves = Leaves.of(this::send, World.COLD, LeavesTest::flow, 7, 100);
        assertEquals(List.of("pod0", "pod10", "pod11", "pod2"), ends(leaves.traces()));
        assertFalse(leaves.cut());
    }

    @Test
    void aLeafIsTheTraceOfTheSmallestSeedThatTakesItsDecisions() {
        Leaves leaves = Leaves.of(this::send, World.COLD, LeavesTest::flow, 7, 100);
        var seeds = new HashSet<Long>();
        for (Trace leaf : leaves.traces()) {
            long seed = leaf.probe().seed();
            assertTrue(seeds.add(seed), "two leaves have seed " + seed);
            for (long smaller = 1; smaller <= seed; smaller++) {
                Trace other =
                        send(World.COLD, flow(smaller), Chance.seeded(smaller)).trace();
                assertEquals(smaller == seed, other.decisions().equals(leaf.decisions()), "seed " + smaller);
            }
        }
    }

    @Test
    void everyLeafStartsFromTheSameWorld() {
        World world = World.COLD.at(42);
        Leaves.of(this::send, world, LeavesTest::flow, 1, 100);
        assertTrue(met.stream().allMatch(w -> w == world));
    }

    @Test
    void tooManyLeavesAreCutAndSaidToBe() {
        Leaves leaves = Leaves.of(this::send, World.COLD, LeavesTest::flow, 1, 3);
        assertEquals(List.of("pod0", "pod10", "pod11"), ends(leaves.traces()));
        assertTrue(leaves.cut());
    }

    @Test
    void branchesAreTheEndsOfAllLeavesWhetherTheyAreShownOrNot() {
        assertEquals(
                List.of("pod0", "pod10", "pod11", "pod2"),
                play(1, false, 1).traces().getFirst().branches());
        assertEquals(4, play(1, true, 1).traces().size());
        assertEquals(1, play(1, false, 1).traces().size());
    }

    @Test
    void whatLaterProbesFindIsLeftByTheProbesOwnSeedAndAllItsAttempts() {
        for (boolean allSeeds : new boolean[] {true, false}) {
            Played played = play(5, allSeeds, 3);
            String own = ends(List.of(
                            send(World.COLD, flow(5), Chance.seeded(5)).trace()))
                    .getFirst();
            assertEquals(1, played.after().recent().seen().size());
            assertTrue(played.after().recent().seen().containsKey(new Recent.Key(Id.of("vm1"), own, CLIENT)));
        }
    }

    @Test
    void eachAttemptComesFromTheNextPortLaterAndWithoutConnections() {
        Played played = play(1, false, 3);
        assertEquals(
                List.of(40000, 40001, 40002),
                played.traces().stream().map(t -> t.probe().sourcePort()).toList());
        assertEquals(
                List.of(0, 1, 2),
                played.traces().stream().map(t -> t.probe().attempt()).toList());
        assertEquals(
                List.of(40000, 40001, 40002),
                sent.subList(0, 3).stream().map(Flow::sourcePort).toList());
        assertTrue(met.get(0).micros() < met.get(1).micros()
                && met.get(1).micros() < met.get(2).micros());
    }

    @Test
    void aColdProbeForgetsAllButAffinityAndAWarmOneNothing() {
        Replay replay = replay();
        World before = World.COLD
                .with(new Recent.Seen(Id.of("vm1"), "x", CLIENT, 0))
                .with(new vethscope.engine.network.PathMtu.Learned(Id.of("a"), CLIENT, 1400, Long.MAX_VALUE));
        replay.play(before, probe(1, 1, false), false);
        assertEquals(before.cold(), met.getFirst());
        met.clear();
        replay.play(before, probe(1, 1, true), false);
        assertEquals(before, met.getFirst());
    }

    private Played play(long seed, boolean allSeeds, int attempts) {
        return replay().play(World.COLD, probe(seed, attempts, false), allSeeds);
    }

    private Replay replay() {
        met.clear();
        sent.clear();
        Network network = Spaces.of(Map.of("a", "10.244.1.2/24"));
        return Replay.with(Spaces.design("a"), network, this::send, 100);
    }

    private static Probe probe(long seed, int attempts, boolean warm) {
        return new Probe(
                "p",
                "a",
                null,
                "10.96.0.10:80",
                Protocol.TCP,
                Probe.Shape.DEFAULT,
                new Probe.Run(warm, attempts, seed),
                null);
    }
}
