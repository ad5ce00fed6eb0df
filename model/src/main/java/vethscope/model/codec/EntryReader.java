package vethscope.model.codec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.model.Id;
import vethscope.model.element.Element;
import vethscope.model.element.FieldType;
import vethscope.model.element.Fields;
import vethscope.model.element.Kind;
import vethscope.model.element.Kinds;

/// Reads lists and maps of objects entry by entry: one that cannot be read is kept whole, and the others are
/// there.
record EntryReader(DesignReader reader) {

    <R> Got<List<R>> listed(FieldType.Listed<R> type, Json json, Place at) {
        if (!(json instanceof Json.Arr array)) {
            return new Got.Not<>("a list");
        }
        var items = new ArrayList<R>();
        var identities = new Identities();
        @Nullable Place before = null;
        for (int i = 0; i < array.items().size(); i++) {
            Json item = array.items().get(i);
            Place place = at.child(String.valueOf(i));
            int mark = reader.keep().size();
            Got<R> got = reader.value(type.item(), item, place);
            if (got instanceof Got.Understood<R>(var value) && value != null) {
                items.add(value);
                place.identify(identities.next(type.identity().apply(value)));
            } else {
                reader.keep().shrink(mark);
                refuse(got, place, item);
                place.identify(identities.nextLost());
                reader.keep().entry(place, item, before);
            }
            before = place;
        }
        return new Got.Understood<>(items);
    }

    private void refuse(Got<?> got, Place place, Json item) {
        if (got instanceof Got.Not<?>(var must) && !must.isEmpty()) {
            reader.keep()
                    .problem(
                            place,
                            item.mark(),
                            place.described() + " must be " + must + ", not " + item.shown()
                                    + ": correct it or delete it.");
        }
    }

    <K, R> Got<Map<K, R>> keyed(FieldType.Word<K> word, Fields<R> fields, Json json, Place at) {
        return entries(json, at, word, (key, object, place) -> {
            Got<R> got = reader.nested(fields, object, place);
            return got instanceof Got.Understood<R>(var value) ? Optional.ofNullable(value) : Optional.empty();
        });
    }

    Got<Map<Id, Element>> elements(Json json, Place at) {
        Got<Map<Id, Element>> got = entries(json, at, new FieldType.Ref(List.of()), this::element);
        return got instanceof Got.Understood<Map<Id, Element>>(var elements)
                        && elements != null
                        && json instanceof Json.Obj object
                ? new Got.Understood<>(new Containment(elements, object, at, reader.keep()).withoutCircles())
                : got;
    }

    private Optional<? extends Element> element(Id id, Json.Obj object, Place at) {
        Json word = object.get("kind");
        Optional<Kind<?>> kind = word instanceof Json.Str(var text, var _) ? Kinds.named(text) : Optional.empty();
        if (kind.isEmpty()) {
            String wrong = word == null
                    ? "has no \"kind\""
                    : "is of kind " + word.shown() + ", which this version does not know";
            reader.keep()
                    .problem(
                            at,
                            (word == null ? object : word).mark(),
                            at.described() + " " + wrong
                                    + "; it is kept but not shown: use one of the kinds of the format.");
            return Optional.empty();
        }
        return read(kind.get(), id, object, at);
    }

    private <E extends Element> Optional<E> read(Kind<E> kind, Id id, Json.Obj object, Place at) {
        var members = new LinkedHashMap<>(object.members());
        members.remove("kind");
        return reader.read(kind.fields(), kind.blank(id), new Json.Obj(members, object.mark()), at);
    }

    private interface Entry<K, R> {
        Optional<? extends R> read(K key, Json.Obj object, Place at);
    }

    /// An object of objects; entries that cannot be read are kept whole.
    private <K, R> Got<Map<K, R>> entries(Json json, Place at, FieldType.Word<K> word, Entry<K, R> entry) {
        if (!(json instanceof Json.Obj object)) {
            return new Got.Not<>("an object");
        }
        var map = new LinkedHashMap<K, R>();
        @Nullable Place before = null;
        for (var member : object.members().entrySet()) {
            Place place = at.child(member.getKey());
            Json value = member.getValue().value();
            Optional<K> key = word.parse(member.getKey());
            int mark = reader.keep().size();
            Optional<? extends R> read = Optional.empty();
            if (key.isEmpty()) {
                reader.keep()
                        .problem(
                                place,
                                member.getValue().key(),
                                place.described() + " must be named by " + word.what()
                                        + " (a-z, 0-9, '.' and '-', first a letter or digit): rename it.");
            } else if (value instanceof Json.Obj inner) {
                read = entry.read(key.get(), inner, place);
            } else {
                reader.keep()
                        .problem(
                                place,
                                value.mark(),
                                place.described() + " must be an object, not " + value.shown()
                                        + ": correct it or delete it.");
            }
            if (read.isPresent()) {
                map.put(key.orElseThrow(), read.get());
            } else {
                reader.keep().shrink(mark);
                reader.keep().entry(place, value, before);
            }
            before = place;
        }
        return new Got.Understood<>(map);
    }
}
