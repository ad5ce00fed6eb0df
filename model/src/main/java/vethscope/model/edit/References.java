package vethscope.model.edit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import vethscope.model.Id;
import vethscope.model.element.Element;
import vethscope.model.element.Field;
import vethscope.model.element.FieldType;
import vethscope.model.element.Fields;
import vethscope.model.element.Kinds;

/// Follows the ids in an element's fields: each becomes another one, or goes when there is none. Which fields
/// hold ids is what their types say.
record References(Function<Id, Optional<Id>> rewrite) {

    private static final Map<Class<?>, Fields<?>> WITH_IDS = new ConcurrentHashMap<>();

    /// The same element if none of its ids changes.
    <E extends Element> Element in(E element) {
        return in(withIds(Kinds.of(element).fields()), element);
    }

    /// Most fields hold no ids; asking the types once keeps large drawings quick.
    @SuppressWarnings("unchecked") // stored under the class that they are of
    private static <R> Fields<R> withIds(Fields<R> fields) {
        return (Fields<R>) WITH_IDS.computeIfAbsent(
                fields.type(),
                _ -> fields.only(field -> field.spellings().stream().anyMatch(s -> holdsIds(s.type()))));
    }

    private static boolean holdsIds(FieldType<?> type) {
        return switch (type) {
            case FieldType.Ref _ -> true;
            case FieldType.Several<?>(var each, var _) -> holdsIds(each);
            case FieldType.Nested<?>(var fields) -> holdsIds(fields);
            case FieldType.Listed<?>(var item, var _) -> holdsIds(item);
            case FieldType.Keyed<?, ?>(var _, var fields) -> holdsIds(fields);
            case FieldType.Cases<?>(var cases) -> cases.stream().anyMatch(c -> holdsIds(c.type()));
            default -> false;
        };
    }

    private static boolean holdsIds(Fields<?> fields) {
        return fields.all().stream().flatMap(f -> f.spellings().stream()).anyMatch(s -> holdsIds(s.type()));
    }

    private <R> R in(Fields<R> fields, R record) {
        R next = record;
        for (Field<R, ?> field : fields.all()) {
            next = in(field, next);
        }
        return next;
    }

    private <R, V> R in(Field<R, V> field, R record) {
        V value = field.of(record);
        if (value == null) {
            return record;
        }
        V next = value(field.spelling(value).type(), value).orElse(field.absent());
        return value.equals(next) ? record : field.with(record, next);
    }

    /// Empty: what referred to it has nothing left to say.
    @SuppressWarnings("unchecked") // each arm gives back a value of the type that it was given
    private <V> Optional<V> value(FieldType<V> type, V value) {
        return switch (type) {
            case FieldType.Ref _ -> (Optional<V>) rewrite.apply((Id) value);
            case FieldType.Several<?>(FieldType.Ref each, var _) -> Optional.of((V) items(each, (List<Id>) value));
            case FieldType.Nested<V>(var fields) -> Optional.of(in(fields, value));
            case FieldType.Listed<?> listed -> Optional.of((V) listed(listed, (List<?>) value));
            case FieldType.Keyed<?, ?> keyed -> Optional.of((V) keyed(keyed, (Map<?, ?>) value));
            case FieldType.Cases<V>(var cases) -> cases(cases, value);
            default -> Optional.of(value);
        };
    }

    private <V> List<V> items(FieldType<V> each, List<V> values) {
        return values.stream().flatMap(v -> value(each, v).stream()).toList();
    }

    @SuppressWarnings("unchecked") // a listed field holds a list of its items
    private <R> List<R> listed(FieldType.Listed<R> type, List<?> values) {
        return items(type.item(), (List<R>) values);
    }

    @SuppressWarnings("unchecked") // a keyed field holds a map of its objects
    private <K, R> Map<K, R> keyed(FieldType.Keyed<K, R> type, Map<?, ?> values) {
        var next = new LinkedHashMap<K, R>();
        ((Map<K, R>) values).forEach((key, record) -> next.put(key, in(type.fields(), record)));
        return next;
    }

    private <V> Optional<V> cases(List<FieldType.Case<V, ?>> cases, V value) {
        return cases.stream()
                .filter(c -> c.match().apply(value).isPresent())
                .findFirst()
                .map(c -> inCase(c, value))
                .orElse(Optional.of(value));
    }

    private <V, W> Optional<V> inCase(FieldType.Case<V, W> c, V value) {
        return c.match().apply(value).flatMap(inner -> value(c.type(), inner)).map(c.make());
    }
}
