package vethscope.model.element;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One key of a kind: what the file, its schema, the documentation and the inspector's form know of it.
///
/// @param key as the file writes it
/// @param about one line for people: what it is for, units, what absence means
/// @param part where the value stands in the record
/// @param absent the value when the file does not have the key
/// @param aliases other keys of the same value
public record Field<E, V>(
        String key,
        FieldType<V> type,
        String about,
        Presence presence,
        Part<E, V> part,
        @Nullable V absent,
        List<Spelling<V>> aliases) {

    public enum Presence {
        /// Left out of the file when it is the default.
        OPTIONAL,
        /// Written always.
        WRITTEN,
        /// Without it the object means nothing.
        REQUIRED
    }

    /// A key for the value; an alias is written instead of the field's own key where `writes` says so.
    public record Spelling<V>(String key, FieldType<V> type, Predicate<V> writes) {}

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

    /// The field's own key, then its aliases.
    public List<Spelling<V>> spellings() {
        return Stream.concat(Stream.of(new Spelling<>(key, type, _ -> true)), aliases.stream())
                .toList();
    }

    /// The key that this value is written under.
    public Spelling<V> spelling(V value) {
        List<Spelling<V>> all = spellings();
        return aliases.stream()
                .filter(alias -> alias.writes.test(value))
                .findFirst()
                .orElse(all.getFirst());
    }

    /// The key of the field's name in the message bundles.
    public String labelKey() {
        return "field." + key;
    }

    /// The same field of something that has an `E` as a part.
    <T> Field<T, V> within(Part<T, E> outer) {
        return new Field<>(key, type, about, presence, outer.then(part), absent, aliases);
    }
}
