package vethscope.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import vethscope.engine.compile.Compiled;
import vethscope.engine.compile.Compiler;
import vethscope.engine.network.World;
import vethscope.engine.replay.Played;
import vethscope.engine.replay.Replay;
import vethscope.engine.succession.Succession;
import vethscope.model.Design;
import vethscope.model.Probe;

/// The options that let one drawing follow another.
final class ChangeOptions {

    /// Ten days: longer than anything is remembered.
    private static final long LONGEST = 864_000;

    @Option(
            names = "--before",
            paramLabel = "FILE",
            order = 34,
            description = "The design before a change: its saved probes are sent first, then it becomes this one.")
    private @Nullable Path before;

    @Option(
            names = "--after",
            paramLabel = "SECONDS",
            order = 35,
            description = "With --before: seconds from the change to the next packet. Default: 1.")
    private @Nullable Long after;

    /// What was sent before the change, and what the change did.
    record Changed(List<Played> before, Succession succession) {
        Changed {
            before = List.copyOf(before);
        }
    }

    /// @throws Stop if the options make no sense together
    void check(Words words) {
        if (after != null && before == null) {
            throw new Stop(Exit.USAGE, words.say("usage.after-without-before"));
        }
        if (after != null && (after < 0 || after > LONGEST)) {
            throw new Stop(Exit.USAGE, words.say("usage.range", "--after", after, 0, LONGEST));
        }
    }

    boolean isAsked() {
        return before != null;
    }

    /// Plays the drawing before, then changes it; null: nobody asked for it.
    ///
    /// @param pretend what is done to every drawing that is opened
    /// @param more sent after the saved probes
    @Nullable
    Changed play(Common common, UnaryOperator<Design> pretend, List<Probe> more, Compiled next) {
        if (before == null) {
            return null;
        }
        Design design = pretend.apply(new Designs(common).open(before));
        Compiled compiled = Compiler.compile(design);
        Replay replay = Replay.of(design, compiled.network());
        var played = new ArrayList<Played>();
        var probes = new ArrayList<>(design.probes());
        probes.addAll(more);
        World world = World.COLD;
        for (Probe probe : probes) {
            Played one = replay.play(world, probe, false);
            played.add(one);
            world = one.after();
            if (one.refused() != null) {
                String why = one.refused().in(common.locale());
                common.note(common.words().say("probe.refused", probe.name(), why));
            }
        }
        long seconds = after == null ? Succession.SECONDS : after;
        return new Changed(played, Succession.of(compiled, world, next, seconds));
    }
}
