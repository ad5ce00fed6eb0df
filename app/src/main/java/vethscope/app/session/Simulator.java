package vethscope.app.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.Compiled;
import vethscope.engine.compile.Compiler;
import vethscope.engine.finding.Finding;
import vethscope.engine.network.World;
import vethscope.engine.replay.Played;
import vethscope.engine.replay.Replay;
import vethscope.engine.replay.Verdict;
import vethscope.engine.succession.Succession;
import vethscope.engine.trace.Trace;
import vethscope.engine.verify.Findings;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Probe;

/// What the session asks of the engine, as functions from value to value.
final class Simulator {

    private Simulator() {}

    static Compiled compile(Design design) {
        return Compiler.compile(design);
    }

    /// What is wrong with the drawing and was not accepted.
    static List<Finding> check(Design design, Compiled compiled) {
        return Findings.of(design, compiled);
    }

    /// What a packet finds of what the one before it left, if the drawing was edited in between. No time passes:
    /// whoever
    /// edits is not timed.
    ///
    /// @param stood the drawing before; null: nothing was sent
    static World found(@Nullable Compiled stood, World left, Compiled now) {
        return stood == null || stood == now
                ? left
                : Succession.of(stood, left, now, 0).world();
    }

    /// One packet in the world that the one before it left.
    static Played play(Design design, Compiled compiled, World world, Probe probe) {
        return Replay.of(design, compiled.network()).play(world, probe, false);
    }

    /// As [#play], but where chance chooses, with the smallest seed that leads to that endpoint, if one does.
    static Played play(Design design, Compiled compiled, World world, Probe probe, Id endpoint) {
        Played played = play(design, compiled, world, probe);
        if (played.traces().isEmpty() || ends(played.traces().getFirst(), endpoint)) {
            return played;
        }
        return played.leaves().stream()
                .filter(leaf -> ends(leaf, endpoint))
                .findFirst()
                .map(leaf ->
                        play(design, compiled, world, seeded(probe, leaf.probe().seed())))
                .orElse(played);
    }

    private static Probe seeded(Probe probe, long seed) {
        var run = new Probe.Run(probe.run().warm(), probe.run().attempts(), seed);
        return new Probe(
                probe.name(),
                probe.from(),
                probe.arrivesAt(),
                probe.to(),
                probe.protocol(),
                probe.shape(),
                run,
                probe.expect());
    }

    private static boolean ends(Trace trace, Id endpoint) {
        return trace.at() != null && trace.at().element().equals(endpoint);
    }

    /// All probes of the drawing, in order.
    static List<Verdict> test(Design design, Compiled compiled) {
        return Replay.run(design, compiled.network(), design.probes(), false).stream()
                .map(Verdict::of)
                .toList();
    }
}
