package vethscope.model.codec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.model.element.Field;
import vethscope.model.element.FieldType;
import vethscope.model.element.Fields;
import vethscope.model.element.Part;

/// Reads objects by the fields of their record. What it does not understand goes to `keep`; it never throws.
record DesignReader(Keep keep) {

    /// The record of an object; empty if a required key is missing or bad.
    <R> Optional<R> read(Fields<R> fields, R blank, Json.Obj object, Place at) {
        R record = blank;
        boolean complete = true;
        for (Field<R, ?> field : fields.all()) {
            var filled = fill(field, record, object, at);
            complete &= filled.isPresent();
            record = filled.orElse(record);
        }
        return complete ? Optional.of(rest(fields, record, object, at)) : Optional.empty();
    }

    private <R, V> Optional<R> fill(Field<R, V> field, R record, Json.Obj object, Place at) {
        R filled = record;
        boolean present = false;
        for (Field.Spelling<V> spelling : field.spellings()) {
            Json json = object.get(spelling.key());
            if (json != null && !absent(json, field, spelling.type())) {
                R next = set(field, spelling.type(), filled, json, at.child(spelling.key()));
                if (present && !agree(field.of(filled), field.of(next))) {
                    disagree(at.child(field.key()), spelling.key(), json);
                }
                present |= next != filled;
                filled = next;
            }
        }
        return present || field.presence() != Field.Presence.REQUIRED
                ? Optional.of(filled)
                : missing(field, object, at);
    }

    private <R> Optional<R> missing(Field<R, ?> field, Json.Obj object, Place at) {
        if (object.get(field.key()) == null) {
            String message = at.described() + " has no \"" + field.key() + "\" (" + field.about() + "): add it.";
            keep.problem(at, object.mark(), message);
        }
        return Optional.empty();
    }

    private void disagree(Place loser, String winner, Json json) {
        keep.problem(
                loser,
                json.mark(),
                loser.described() + " and " + winner + " disagree and " + winner + " counts: delete one of them.");
    }

    /// The record with the value set, or the same record if the value is bad.
    private <R, V> R set(Field<R, V> field, FieldType<V> type, R record, Json json, Place at) {
        try {
            return switch (value(type, json, at)) {
                case Got.Understood<V>(var value) -> field.with(record, value);
                case Got.Partly<V>(var value, var must) -> bad(at, json, must, field.with(record, value));
                case Got.Not<V>(var must) -> bad(at, json, must, record);
            };
        } catch (IllegalArgumentException e) {
            return bad(at, json, String.valueOf(e.getMessage()), record);
        }
    }

    private <R> R bad(Place at, Json json, String must, R record) {
        if (!must.isEmpty()) {
            String message =
                    at.described() + " must be " + must + ", not " + json.shown() + ": correct it or delete the key.";
            keep.problem(at, json.mark(), message);
        }
        keep.value(at, json);
        return record;
    }

    /// A `null` that says no more than leaving the key out.
    private static boolean absent(Json json, Field<?, ?> field, FieldType<?> type) {
        boolean takesNull = type instanceof FieldType.Cases<?>(var cases)
                && cases.stream().anyMatch(c -> c.type() instanceof FieldType.Literal(var literal) && literal == null);
        return json instanceof Json.Nil && field.absent() == null && !takesNull;
    }

    /// Two spellings of one value: the later may say more.
    private static boolean agree(@Nullable Object first, @Nullable Object second) {
        return Objects.equals(first, second)
                || (first instanceof List<?> few && second instanceof List<?> many && many.containsAll(few));
    }

    private <R> R rest(Fields<R> fields, R record, Json.Obj object, Place at) {
        R filled = record;
        for (var member : object.members().entrySet()) {
            if (!fields.keys().contains(member.getKey())) {
                Place place = at.child(member.getKey());
                String message = " is not a key of this format and has no effect; it is kept: check its spelling.";
                keep.problem(place, member.getValue().key(), place.described() + message);
                filled = into(
                        fields.rest(),
                        filled,
                        member.getKey(),
                        member.getValue().value(),
                        place);
            }
        }
        return filled;
    }

    private <R> R into(@Nullable Part<R, Map<String, Object>> rest, R record, String key, Json json, Place at) {
        if (rest == null
                || !(value(FieldType.TREE, json, at) instanceof Got.Understood<Object>(var tree))
                || tree == null) {
            keep.value(at, json);
            return record;
        }
        var all = new LinkedHashMap<>(rest.read().apply(record));
        all.put(key, tree);
        return rest.with().apply(record, all);
    }

    /// The value of a type; problems inside it are reported and kept where they are.
    @SuppressWarnings("unchecked") // each arm reads the type's own V
    <V> Got<V> value(FieldType<V> type, Json json, Place at) {
        return (Got<V>) any(type, json, at);
    }

    private Got<?> any(FieldType<?> type, Json json, Place at) {
        return switch (type) {
            case FieldType.Word<?> word -> ScalarReader.word(word, json);
            case FieldType.Flag _, FieldType.Whole _, FieldType.Big _, FieldType.Decimal _, FieldType.Literal _ ->
                ScalarReader.scalar(type, json);
            case FieldType.Points _ -> ScalarReader.points(json);
            case FieldType.Several<?>(var each, var _) -> ScalarReader.several(each, json);
            case FieldType.Entries<?, ?>(var key, var value) -> ScalarReader.entries(key, value, json);
            case FieldType.Tree _ -> ScalarReader.tree(json);
            case FieldType.Nested<?>(var fields) -> nested(fields, json, at);
            case FieldType.Listed<?> listed -> new EntryReader(this, keep).listed(listed, json, at);
            case FieldType.Keyed<?, ?>(var key, var fields) -> new EntryReader(this, keep).keyed(key, fields, json, at);
            case FieldType.Elements _ -> new EntryReader(this, keep).elements(json, at);
            case FieldType.Cases<?> cases -> cases(cases, json, at);
        };
    }

    <R> Got<R> nested(Fields<R> fields, Json json, Place at) {
        if (!(json instanceof Json.Obj object)) {
            return new Got.Not<>("an object");
        }
        int mark = keep.size();
        Optional<R> record = read(fields, fields.blank(), object, at);
        if (record.isEmpty()) {
            keep.shrink(mark);
            return new Got.Not<>("");
        }
        return new Got.Understood<>(record.get());
    }

    private <V> Got<V> cases(FieldType.Cases<V> cases, Json json, Place at) {
        var must = new ArrayList<String>();
        for (FieldType.Case<V, ?> c : cases.cases()) {
            Got<V> got = one(c, json, at);
            if (!(got instanceof Got.Not<V>(var form)) || form.isEmpty()) {
                return got;
            }
            must.add(form);
        }
        return new Got.Not<>(String.join(" or ", must));
    }

    private <V, W> Got<V> one(FieldType.Case<V, W> c, Json json, Place at) {
        return switch (value(c.type(), json, at)) {
            case Got.Understood<W>(var value) -> new Got.Understood<>(c.make().apply(value));
            case Got.Partly<W>(var value, var must) -> new Got.Partly<>(c.make().apply(value), must);
            case Got.Not<W>(var must) -> new Got.Not<>(must);
        };
    }
}
