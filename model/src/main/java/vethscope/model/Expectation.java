package vethscope.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a probe's author expects; only what is present is judged.
///
/// @param outcome an outcome of docs/outcomes.md
/// @param at element or element/container, any of these; with `all` each of them for some seed
/// @param through elements that the request passes, in order
/// @param rewrites `field from -> to`, all of them, in order
/// @param reply an outcome of the answer
public record Expectation(
        @Nullable String outcome,
        List<String> at,
        boolean all,
        @Nullable String sourceSeen,
        List<String> through,
        List<String> avoiding,
        @Nullable List<String> rewrites,
        @Nullable String reply) {

    public Expectation {
        at = List.copyOf(at);
        through = List.copyOf(through);
        avoiding = List.copyOf(avoiding);
        rewrites = rewrites == null ? null : List.copyOf(rewrites);
    }
}
