package vethscope.app.session;

import java.util.List;
import vethscope.engine.replay.Verdict;

/// What the probes of a drawing gave when they were last run.
///
/// @param verdicts in the order of the probes
/// @param running whether a run is under way
public record Tests(List<Verdict> verdicts, boolean running) {

    public static final Tests NONE = new Tests(List.of(), false);

    public Tests {
        verdicts = List.copyOf(verdicts);
    }

    public long passed() {
        return verdicts.stream().filter(Verdict::passed).count();
    }

    Tests started() {
        return new Tests(verdicts, true);
    }
}
