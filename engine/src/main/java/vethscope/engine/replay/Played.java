package vethscope.engine.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.World;
import vethscope.engine.trace.Trace;
import vethscope.model.Probe;

/// What became of one probe.
///
/// @param traces one for each attempt, or with all seeds the leaves; empty if refused
/// @param leaves one for each distinct combination of the first attempt's random decisions, in rule order
/// @param cut there are more leaves than were visited
/// @param after what the next probe of the run finds
public record Played(
        Probe probe,
        List<Trace> traces,
        List<Trace> leaves,
        boolean cut,
        @Nullable Refusal refused,
        World after) {

    public Played {
        traces = List.copyOf(traces);
        leaves = List.copyOf(leaves);
    }

    static Played refused(Probe probe, Refusal why, World world) {
        return new Played(probe, List.of(), List.of(), false, why, world);
    }
}
