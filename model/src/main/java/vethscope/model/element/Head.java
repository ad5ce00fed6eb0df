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

    private static final Fields<Head> BLANK = Fields.of(Head.class, Head.of("new"));

    /// The common fields that stand first.
    static final Fields<Head> FRONT = BLANK.key(
                    "name", FieldType.TEXT, "label", "what people see and Kubernetes calls it; none: its id")
            .key("in", FieldType.ref(), "in", "the element that contains this one; none: it stands on the canvas");

    /// The common field that stands last.
    static final Fields<Head> BACK = BLANK.key(
            "auto", FieldType.LINES, "auto", "keys whose values were generated; a user's own value removes the key");

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
