package vethscope.model.element;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The fields of a Kubernetes spec, kept exactly as the API writes them: a tree of [Map], [java.util.List],
/// [String], [Number], [Boolean] and null values.
public record Spec(Map<String, Object> fields) {

    public static final Spec EMPTY = new Spec(Map.of());

    public Spec {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /// The field of one key, null when it is not there.
    static Part<Spec, Object> part(String key) {
        return new Part<>(spec -> spec.fields.get(key), (spec, value) -> {
            var next = new LinkedHashMap<>(spec.fields);
            if (value == null) {
                next.remove(key);
            } else {
                next.put(key, value);
            }
            return new Spec(next);
        });
    }

    /// Fields of these keys, each followed by its line for people.
    static Fields<Spec> keys(String... keysAndAbouts) {
        Fields<Spec> keys = Fields.of(Spec.class, EMPTY);
        for (int i = 0; i < keysAndAbouts.length; i += 2) {
            keys = keys.key(keysAndAbouts[i], FieldType.TREE, part(keysAndAbouts[i]), keysAndAbouts[i + 1]);
        }
        return keys;
    }

    /// As [#keys], and every other key belongs to the spec too: the API may grow.
    static Fields<Spec> open(String... keysAndAbouts) {
        return keys(keysAndAbouts).withRest(Part.component(Spec.class, "fields"));
    }
}
