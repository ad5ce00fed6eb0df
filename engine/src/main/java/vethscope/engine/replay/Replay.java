package vethscope.engine.replay;

import java.util.ArrayList;
import java.util.List;
import vethscope.engine.forward.Chance;
import vethscope.engine.forward.Flow;
import vethscope.engine.forward.Forwarder;
import vethscope.engine.network.Network;
import vethscope.engine.network.World;
import vethscope.engine.trace.Trace;
import vethscope.model.Design;
import vethscope.model.Probe;

/// Sends probes, one after the other, each into the world that those before it left.
public final class Replay {

    /// Simulated time between one packet's end and the next.
    private static final long PAUSE_MICROS = 1_000_000;

    private final Design design;
    private final Network network;
    private final Sender sender;
    private final int limit;

    private Replay(Design design, Network network, Sender sender, int limit) {
        this.design = design;
        this.network = network;
        this.sender = sender;
        this.limit = limit;
    }

    public static Replay of(Design design, Network network) {
        return new Replay(
                design, network, (world, flow, chance) -> Forwarder.send(network, world, flow, chance), Leaves.LIMIT);
    }

    static Replay with(Design design, Network network, Sender sender, int limit) {
        return new Replay(design, network, sender, limit);
    }

    /// The flow that a probe asks about.
    public static Resolution resolve(Design design, Network network, Probe probe) {
        return new Resolver(design, network).resolve(probe);
    }

    /// All probes in order in one run, which starts cold.
    public static List<Played> run(Design design, Network network, List<Probe> probes, boolean allSeeds) {
        return of(design, network).run(probes, allSeeds);
    }

    List<Played> run(List<Probe> probes, boolean allSeeds) {
        var results = new ArrayList<Played>();
        World world = World.COLD;
        for (Probe probe : probes) {
            Played played = play(world, probe, allSeeds);
            results.add(played);
            world = played.after();
        }
        return results;
    }

    /// One probe in a world that others left; a cold probe clears it first.
    ///
    /// @param allSeeds the first attempt once for each leaf, instead of every attempt once
    public Played play(World world, Probe probe, boolean allSeeds) {
        return switch (resolve(design, network, probe)) {
            case Resolution.Refused(var why) -> Played.refused(probe, why, world);
            case Resolution.Ready(var flow) -> send(probe.run().warm() ? world : world.cold(), probe, flow, allSeeds);
        };
    }

    private Played send(World first, Probe probe, Flow flow, boolean allSeeds) {
        long seed = probe.run().seed();
        var own = new ArrayList<Trace>();
        boolean chancy = false;
        World world = first;
        for (int attempt = 0; attempt < Math.max(1, probe.run().attempts()); attempt++) {
            World before = attempt == 0 ? first : world.withoutConnections();
            Chance chance = Chance.seeded(seed);
            Forwarder.Run run = sender.send(before, numbered(flow, attempt, seed), chance);
            own.add(run.trace());
            chancy |= attempt == 0 && !chance.taken().isEmpty();
            world = later(run, before);
        }
        Leaves leaves = chancy || allSeeds && seed != 1
                ? Leaves.of(sender, first, s -> numbered(flow, 0, s), seed, limit)
                : new Leaves(List.of(own.getFirst()), false);
        var branches = List.copyOf(leaves.ends(network.owners(), flow));
        List<Trace> every = branched(leaves.traces(), branches);
        return new Played(probe, allSeeds ? every : branched(own, branches), every, leaves.cut(), null, world);
    }

    private static List<Trace> branched(List<Trace> traces, List<String> branches) {
        return traces.stream().map(t -> t.withBranches(branches)).toList();
    }

    private static World later(Forwarder.Run run, World before) {
        var steps = run.trace().steps();
        long took = steps.isEmpty() ? 0 : steps.getLast().micros();
        return run.after().at(Math.max(run.after().micros(), before.micros() + took) + PAUSE_MICROS);
    }

    /// Each attempt comes from the next source port.
    private static Flow numbered(Flow flow, int attempt, long seed) {
        Trace.Sent sent = flow.sent();
        int port = (flow.sourcePort() + attempt - 1) % 65535 + 1;
        return new Flow(
                new Trace.Sent(sent.name(), sent.from(), sent.to(), sent.protocol(), sent.port(), port, attempt, seed),
                flow.from(),
                flow.container(),
                flow.arrivesAt(),
                flow.protocol(),
                flow.source(),
                port,
                flow.destination(),
                flow.port(),
                flow.ttl(),
                flow.size(),
                flow.df(),
                flow.request(),
                flow.lookup());
    }
}
