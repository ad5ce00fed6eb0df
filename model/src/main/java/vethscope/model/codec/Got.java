package vethscope.model.codec;

import org.jspecify.annotations.Nullable;

/// What a value of the file came to.
sealed interface Got<V> {

    record Understood<V>(@Nullable V value) implements Got<V> {}

    /// Some items were not understood; the text is kept beside the value.
    record Partly<V>(V value, String must) implements Got<V> {}

    /// @param must completes "must be …"; empty: the problem is already told
    record Not<V>(String must) implements Got<V> {}
}
