package vethscope.model.element;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An object of the file: its fields in the order in which they are written, and the value without any of them.
///
/// @param keys every key that a field reads
/// @param rest where keys go that no field names; null: they are unknown
public record Fields<R>(
        Class<R> type,
        R blank,
        List<Field<R, ?>> all,
        Set<String> keys,
        @Nullable Part<R, Map<String, Object>> rest) {

    Fields(Class<R> type, R blank, List<Field<R, ?>> all, @Nullable Part<R, Map<String, Object>> rest) {
        this(type, blank, List.copyOf(all), keys(all), rest);
    }

    private static <R> Set<String> keys(List<Field<R, ?>> all) {
        return all.stream()
                .flatMap(field -> field.spellings().stream().map(Field.Spelling::key))
                .collect(Collectors.toUnmodifiableSet());
    }

    public static <R> Fields<R> of(Class<R> type, R blank) {
        return new Fields<>(type, blank, List.of(), null);
    }

    /// A field that is the record's component of that name.
    public <V> Fields<R> key(String key, FieldType<V> type, String component, String about) {
        return key(key, type, Part.component(this.type, component), about);
    }

    public <V> Fields<R> key(String key, FieldType<V> type, Part<R, V> part, String about) {
        return aliased(key, type, part, about, List.of());
    }

    /// A field with other keys beside its own.
    public <V> Fields<R> aliased(
            String key, FieldType<V> type, Part<R, V> part, String about, List<Field.Spelling<V>> aliases) {
        List<Field.Spelling<V>> spellings = new ArrayList<>(aliases);
        spellings.addFirst(new Field.Spelling<>(key, type, _ -> true));
        V absent = part.read().apply(blank);
        return plus(new Field<>(spellings, about, Field.Presence.OPTIONAL, part, absent));
    }

    /// The last field is written even when it is the default.
    public Fields<R> written() {
        return presence(Field.Presence.WRITTEN);
    }

    /// Without the last field the object means nothing.
    public Fields<R> required() {
        return presence(Field.Presence.REQUIRED);
    }

    private Fields<R> presence(Field.Presence presence) {
        return replaceLast(last(presence, all.getLast()));
    }

    private static <R, V> Field<R, V> last(Field.Presence presence, Field<R, V> field) {
        return new Field<>(field.spellings(), field.about(), presence, field.part(), field.absent());
    }

    /// All fields of a component, as if they were this record's own.
    public <P> Fields<R> including(String component, Fields<P> inner) {
        return including(Part.component(type, component), inner);
    }

    public <P> Fields<R> including(Part<R, P> part, Fields<P> inner) {
        List<Field<R, ?>> both = new ArrayList<>(all);
        inner.all.forEach(f -> both.add(f.within(part)));
        return new Fields<>(type, blank, both, inner.rest == null ? rest : part.then(inner.rest));
    }

    public Fields<R> withRest(Part<R, Map<String, Object>> rest) {
        return new Fields<>(type, blank, all, rest);
    }

    /// Those fields that the test takes.
    public Fields<R> only(Predicate<Field<R, ?>> test) {
        return new Fields<>(type, blank, all.stream().filter(test).toList(), rest);
    }

    /// The fields in this order, then the others.
    public Fields<R> ordered(String... keys) {
        List<String> order = List.of(keys);
        Comparator<Field<R, ?>> byOrder =
                Comparator.comparingInt(f -> order.contains(f.key()) ? order.indexOf(f.key()) : order.size());
        return new Fields<>(type, blank, all.stream().sorted(byOrder).toList(), rest);
    }

    /// A list of records as an object by name.
    public static <E, R> Part<E, Map<String, R>> byName(
            Part<E, List<R>> list, Function<R, String> name, BiFunction<R, String, R> named) {
        return list.then(new Part<>(
                all -> {
                    var map = new LinkedHashMap<String, R>();
                    all.forEach(r -> map.put(name.apply(r), r));
                    return map;
                },
                (_, map) -> map.entrySet().stream()
                        .map(e -> named.apply(e.getValue(), e.getKey()))
                        .toList()));
    }

    private Fields<R> plus(Field<R, ?> field) {
        return new Fields<>(
                type, blank, Stream.concat(all.stream(), Stream.of(field)).toList(), rest);
    }

    private Fields<R> replaceLast(Field<R, ?> field) {
        return new Fields<>(type, blank, all.subList(0, all.size() - 1), rest).plus(field);
    }
}
