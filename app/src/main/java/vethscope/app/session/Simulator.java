package vethscope.app.session;

import java.util.List;
import vethscope.engine.compile.Compiled;
import vethscope.engine.compile.Compiler;
import vethscope.engine.network.World;
import vethscope.engine.replay.Played;
import vethscope.engine.replay.Replay;
import vethscope.engine.replay.Verdict;
import vethscope.model.Design;
import vethscope.model.Probe;

/// What the session asks of the engine, as functions from value to value.
final class Simulator {

    private Simulator() {}

    static Compiled compile(Design design) {
        return Compiler.compile(design);
    }

    /// One packet in the world that the one before it left.
    static Played play(Design design, Compiled compiled, World world, Probe probe) {
        return Replay.of(design, compiled.network()).play(world, probe, false);
    }

    /// All probes of the drawing, in order.
    static List<Verdict> test(Design design, Compiled compiled) {
        return Replay.run(design, compiled.network(), design.probes(), false).stream()
                .map(Verdict::of)
                .toList();
    }
}
