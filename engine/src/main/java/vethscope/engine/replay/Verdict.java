package vethscope.engine.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.trace.Step;
import vethscope.engine.trace.Trace;
import vethscope.model.Expectation;

/// Whether a probe did what its author expects. Only the keys that are present are judged; a probe without an
/// expectation passes.
///
/// @param trace what was judged: the first attempt that fails, else the first; null if the probe was refused
/// @param refused why the probe could not be sent at all; null if it was
public record Verdict(
        Played played,
        @Nullable Trace trace,
        List<Mismatch> mismatches,
        @Nullable Refusal refused) {

    public Verdict {
        mismatches = List.copyOf(mismatches);
    }

    /// One key that turned out otherwise.
    ///
    /// @param key of the expectation, such as `sourceSeen`
    /// @param found `nothing` where there is none
    /// @param step the first hop that differs; null if none can be named
    public record Mismatch(
            String key,
            String expected,
            String found,
            @Nullable Step step) {}

    public boolean passed() {
        return mismatches.isEmpty() && (refused == null || played.probe().expect() == null);
    }

    public static Verdict of(Played played) {
        Expectation expect = played.probe().expect();
        if (played.refused() != null || played.traces().isEmpty()) {
            return new Verdict(played, null, List.of(), played.refused());
        }
        if (expect != null) {
            for (Trace trace : played.traces()) {
                List<Mismatch> found = new Judge(trace, expect).judge(played.leaves());
                if (!found.isEmpty()) {
                    return new Verdict(played, trace, found, null);
                }
            }
        }
        return new Verdict(played, played.traces().getFirst(), List.of(), null);
    }
}
