package vethscope.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
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

    /// @param json the value's JSON text
    /// @param after null: the value of a key of an object; otherwise an entry of a list or map, which stood
    ///     after the entry of that identity, the empty text meaning first
    public record Kept(String json, @Nullable String after) {}
}
