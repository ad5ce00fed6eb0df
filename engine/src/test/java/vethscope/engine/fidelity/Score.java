package vethscope.engine.fidelity;

import java.util.ArrayList;
import java.util.List;

/// How many probes were predicted as the kernel did it.
///
/// @param outcome status, container and the source that it saw
/// @param path every interface crossed, in order, with addresses and TTL
/// @param frames hardware addresses and ARP too
/// @param misses what differed, for the eye
record Score(int probes, int outcome, int path, int frames, List<String> misses) {

    static final Score NONE = new Score(0, 0, 0, 0, List.of());

    static Score miss(String why) {
        return new Score(1, 0, 0, 0, List.of(why));
    }

    static Score of(int outcome, int path, int frames, String why) {
        return new Score(1, outcome, path, frames, why.isEmpty() ? List.of() : List.of(why));
    }

    Score plus(Score other) {
        List<String> all = new ArrayList<>(misses);
        all.addAll(other.misses);
        return new Score(probes + other.probes, outcome + other.outcome, path + other.path, frames + other.frames, all);
    }

    Score better(Score other) {
        return other.outcome + other.path + other.frames > outcome + path + frames ? other : this;
    }

    @Override
    public String toString() {
        return "outcome %d/%d path %d/%d frames %d/%d".formatted(outcome, probes, path, probes, frames, probes);
    }
}
