package vethscope.model.element;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.Id;

/// What every element has.
///
/// @param label the given name; null means that the id is shown
/// @param in the containing element, null on the canvas itself
/// @param auto the keys whose values the app generated; a user's own value removes the key
public record Head(Id id, @Nullable String label, @Nullable Id in, List<String> auto) {

    public Head {
        auto = List.copyOf(auto);
    }

    public static Head of(String id) {
        return new Head(Id.of(id), null, null, List.of());
    }

    public static Head of(String id, String in) {
        return new Head(Id.of(id), null, Id.of(in), List.of());
    }

    public Head withId(Id id) {
        return new Head(id, label, in, auto);
    }

    public Head withLabel(@Nullable String label) {
        return new Head(id, label, in, auto);
    }

    public Head withIn(@Nullable Id in) {
        return new Head(id, label, in, auto);
    }

    public Head withAuto(List<String> auto) {
        return new Head(id, label, in, auto);
    }
}
