package vethscope.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.element.FieldType;
import vethscope.model.element.Fields;

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

    static final Fields<Expectation> FIELDS = Fields.of(
                    Expectation.class, new Expectation(null, List.of(), false, null, List.of(), List.of(), null, null))
            .key("outcome", FieldType.TEXT, "outcome", "how the request ends")
            .key("at", FieldType.LINES, "at", "element or element/container, any of these")
            .key("all", FieldType.FLAG, "all", "each of `at` for some seed")
            .key("sourceSeen", FieldType.TEXT, "sourceSeen", "the source address that the receiver sees")
            .key("through", FieldType.LINES, "through", "elements that the request passes, in order")
            .key("avoiding", FieldType.LINES, "avoiding", "elements that it does not pass")
            .key("rewrites", FieldType.LINES, "rewrites", "`field from -> to`, all of them, in order")
            .key("reply", FieldType.TEXT, "reply", "how the answer ends");

    public Expectation {
        at = List.copyOf(at);
        through = List.copyOf(through);
        avoiding = List.copyOf(avoiding);
        rewrites = rewrites == null ? null : List.copyOf(rewrites);
    }
}
