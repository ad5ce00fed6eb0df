package vethscope.model.element;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One key of a kind: what the file, its schema, the documentation and the inspector's form know of it.
///
/// @param spellings its key in the file, then other keys of the same value
/// @param about one line for people: what it is for, units, what absence means
/// @param part where the value stands in the record
/// @param absent the value when the file does not have the key
public record Field<E, V>(
        List<Spelling<V>> spellings,
        String about,
        Presence presence,
        Part<E, V> part,
        @Nullable V absent) {

    public Field {
        spellings = List.copyOf(spellings);
    }

    public enum Presence {
        /// Left out of the file when it is the default.
        OPTIONAL,
        /// Written always.
        WRITTEN,
        /// Without it the object means nothing.
        REQUIRED
    }

    /// A key for the value. One after the first is written instead of it where `writes` says so.
    public record Spelling<V>(String key, FieldType<V> type, Predicate<V> writes) {}

    public String key() {
        return spellings.getFirst().key;
    }

    public FieldType<V> type() {
        return spellings.getFirst().type;
    }

    public V of(E owner) {
        return part.read().apply(owner);
    }

    /// @throws IllegalArgumentException if the owner refuses the value
    public E with(E owner, @Nullable V value) {
        return part.with().apply(owner, value);
    }

    public boolean isDefault(E owner) {
        return Objects.equals(of(owner), absent);
    }

    public E withDefault(E owner) {
        return with(owner, absent);
    }

    /// The key that this value is written under.
    public Spelling<V> spelling(V value) {
        for (Spelling<V> other : spellings.subList(1, spellings.size())) {
            if (other.writes.test(value)) {
                return other;
            }
        }
        return spellings.getFirst();
    }

    /// The key of the field's name in the message bundles.
    public String labelKey() {
        return "field." + key();
    }

    /// The same field of something that has an `E` as a part.
    <T> Field<T, V> within(Part<T, E> outer) {
        return new Field<>(spellings, about, presence, outer.then(part), absent);
    }
}
