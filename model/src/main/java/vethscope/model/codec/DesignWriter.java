package vethscope.model.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.model.Id;
import vethscope.model.element.Element;
import vethscope.model.element.Field;
import vethscope.model.element.FieldType;
import vethscope.model.element.Fields;
import vethscope.model.element.Kind;
import vethscope.model.element.Kinds;

/// Turns records into objects by their fields, and puts what was kept back where it stood.
record DesignWriter(KeptValues kept) {

    /// @param at identity pointer of the object
    <R> Json.Obj write(Fields<R> fields, R record, String at) {
        Json.Obj object = Json.Obj.empty();
        fields.all().forEach(field -> put(field, record, object, at));
        if (fields.rest() != null) {
            fields.rest().read().apply(record).forEach((key, value) -> {
                if (!fields.keys().contains(key)) {
                    object.put(key, ScalarWriter.tree(value));
                }
            });
        }
        kept.values(at).forEach((key, json) -> {
            if (!fields.keys().contains(key)) {
                object.put(key, json);
            }
        });
        return object;
    }

    private <R, V> void put(Field<R, V> field, R record, Json.Obj object, String at) {
        V value = field.of(record);
        Field.Spelling<V> spelling = field.spelling(value);
        boolean typed = !omitted(field, record, value, at);
        for (Field.Spelling<V> each : field.spellings()) {
            Optional<Json> raw = kept.value(at, each.key());
            if (raw.isPresent()) {
                Got<V> again = new DesignReader(new Keep()).value(each.type(), raw.get(), Place.root());
                boolean current = field.isDefault(record) || says(again, value);
                boolean harmless = again instanceof Got.Not<V> && !each.key().equals(spelling.key());
                if (current || harmless) {
                    object.put(each.key(), raw.get());
                }
                typed &= !current;
            }
        }
        if (typed) {
            object.put(spelling.key(), json(spelling.type(), value, at + "/" + Place.escaped(spelling.key())));
        }
    }

    private static boolean says(Got<?> again, @Nullable Object value) {
        return switch (again) {
            case Got.Understood<?>(var read) -> Objects.equals(read, value);
            case Got.Partly<?>(var read, var _) -> Objects.equals(read, value);
            case Got.Not<?> _ -> false;
        };
    }

    private <R, V> boolean omitted(Field<R, V> field, R record, @Nullable V value, String at) {
        return field.isDefault(record)
                && field.presence() == Field.Presence.OPTIONAL
                && (value == null || !kept.below(at + "/" + Place.escaped(field.key())));
    }

    /// @param at identity pointer of the value
    <V> Json json(FieldType<V> type, V value, String at) {
        return switch (type) {
            case FieldType.Word<V> word -> ScalarWriter.word(word, value);
            case FieldType.Flag _ -> Json.of((Boolean) value);
            case FieldType.Whole _, FieldType.Big _ -> Json.number(value.toString());
            case FieldType.Decimal _ -> Json.number(Scalars.coordinate((Double) value));
            case FieldType.Points _ -> ScalarWriter.points((List<?>) value);
            case FieldType.Literal(var literal) -> literal == null ? Json.nil() : Json.of(literal);
            case FieldType.Several<?> several -> ScalarWriter.several(several, value);
            case FieldType.Entries<?, ?> entries -> ScalarWriter.entries(entries, value);
            case FieldType.Tree _ -> ScalarWriter.tree(value);
            case FieldType.Nested<V>(var fields) -> write(fields, value, at);
            case FieldType.Listed<?> listed -> listed(listed, value, at);
            case FieldType.Keyed<?, ?> keyed -> keyed(keyed, value, at);
            case FieldType.Elements _ -> elements(value, at);
            case FieldType.Cases<V>(var cases) -> inFirstCase(cases, value, at);
        };
    }

    /// An object, if something was kept in it.
    private <V> Json inFirstCase(List<FieldType.Case<V, ?>> cases, V value, String at) {
        boolean object = kept.below(at);
        return Stream.concat(cases.stream().filter(c -> object && c.type() instanceof FieldType.Nested), cases.stream())
                .flatMap(c -> inCase(c, value, at).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no case writes " + value));
    }

    private <V, W> Optional<Json> inCase(FieldType.Case<V, W> c, V value, String at) {
        return c.match().apply(value).map(inner -> json(c.type(), inner, at));
    }

    @SuppressWarnings("unchecked") // the value of a listed field is a list of its items
    private <R> Json listed(FieldType.Listed<R> type, Object value, String at) {
        var identities = new Identities();
        var items = new LinkedHashMap<String, Json>();
        for (R item : (List<R>) value) {
            String identity = identities.next(type.identity().apply(item));
            items.put(identity, json(type.item(), item, at + "/" + Place.escaped(identity)));
        }
        return Json.list(List.copyOf(kept.among(items, at).values()));
    }

    @SuppressWarnings("unchecked") // the value of a keyed field is a map of its objects
    private <K, R> Json keyed(FieldType.Keyed<K, R> type, Object value, String at) {
        var entries = new LinkedHashMap<String, Json>();
        ((Map<K, R>) value).forEach((key, record) -> {
            String name = type.key().print(key);
            entries.put(name, write(type.fields(), record, at + "/" + Place.escaped(name)));
        });
        return Json.object(kept.among(entries, at));
    }

    @SuppressWarnings("unchecked") // the type says so
    private Json elements(Object value, String at) {
        var entries = new LinkedHashMap<String, Json>();
        ((Map<Id, Element>) value)
                .forEach((id, element) ->
                        entries.put(id.value(), element(element, at + "/" + Place.escaped(id.value()))));
        return Json.object(kept.among(entries, at));
    }

    private <E extends Element> Json element(E element, String at) {
        Kind<E> kind = Kinds.of(element);
        Json.Obj object = Json.Obj.empty();
        object.put("kind", Json.of(kind.name()));
        write(kind.fields(), element, at).members().forEach((key, member) -> object.put(key, member.value()));
        return object;
    }
}
