package vethscope.model.element;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The fields of a Kubernetes spec, kept exactly as the API writes them: a tree of [Map], [java.util.List], [String],
/// [Number], [Boolean] and null values.
public record Spec(Map<String, Object> fields) {

    public static final Spec EMPTY = new Spec(Map.of());

    public Spec {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}
