package vethscope.engine.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.World;
import vethscope.engine.trace.Trace;
import vethscope.model.Probe;

/// What became of one probe.
///
/// @param traces one for each attempt, or with all seeds one for each leaf, in rule order; empty if refused
/// @param cut there are more leaves than were visited
/// @param after what the next probe of the run finds
public record Played(
        Probe probe,
        List<Trace> traces,
        boolean cut,
        @Nullable Refusal refused,
        World after) {

    public Played {
        traces = List.copyOf(traces);
    }

    static Played refused(Probe probe, Refusal why, World world) {
        return new Played(probe, List.of(), false, why, world);
    }
}
