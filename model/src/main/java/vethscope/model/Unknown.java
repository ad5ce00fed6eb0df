package vethscope.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a reader of the file did not understand, kept to be written back: keys of later versions and values of
/// the wrong form, by where they stood. A place is a JSON pointer in which list items stand under their identity
/// (a link's `from`, a probe's or container's `name`) rather than their index, so that it survives edits around
/// it.
public record Unknown(Map<String, Kept> byPlace) {

    public static final Unknown NONE = new Unknown(Map.of());

    public Unknown {
        byPlace = Collections.unmodifiableMap(new LinkedHashMap<>(byPlace));
    }

    /// Without what stood at the places that the test takes.
    public Unknown without(Predicate<String> place) {
        var left = new LinkedHashMap<>(byPlace);
        left.keySet().removeIf(place);
        return new Unknown(left);
    }

    /// @param json the value's JSON text
    /// @param entry an entry of a list or map, not the value of a key of an object
    /// @param after the identity of the entry that it stood after; null: it was the first
    public record Kept(String json, boolean entry, @Nullable String after) {}
}
