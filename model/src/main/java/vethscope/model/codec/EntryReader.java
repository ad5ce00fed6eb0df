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
record EntryReader(DesignReader reader, Keep keep) {

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
            int mark = keep.size();
            Optional<R> read = item(type.item(), item, place);
            if (read.isPresent()) {
                items.add(read.get());
                place.identify(identities.next(type.identity().apply(read.get())));
            } else {
                keep.shrink(mark);
                place.identify(identities.nextLost());
                keep.entry(place, item, before);
            }
            before = place;
        }
        return new Got.Understood<>(items);
    }

    private <R> Optional<R> item(FieldType<R> type, Json json, Place at) {
        return switch (reader.value(type, json, at)) {
            case Got.Understood<R>(var value) -> Optional.ofNullable(value);
            case Got.Partly<R>(var _, var must) -> {
                refuse(must, at, json);
                yield Optional.empty();
            }
            case Got.Not<R>(var must) -> {
                refuse(must, at, json);
                yield Optional.empty();
            }
        };
    }

    private void refuse(String must, Place at, Json json) {
        if (!must.isEmpty()) {
            String message =
                    at.described() + " must be " + must + ", not " + json.shown() + ": correct it or delete it.";
            keep.problem(at, json.mark(), message);
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
                ? new Got.Understood<>(new Containment(elements, object, at, keep).withoutCircles())
                : got;
    }

    private Optional<? extends Element> element(Id id, Json.Obj object, Place at) {
        Json word = object.get("kind");
        Optional<Kind<?>> kind = word instanceof Json.Str(var text, var _) ? Kinds.named(text) : Optional.empty();
        if (kind.isEmpty()) {
            String wrong = word == null
                    ? " has no \"kind\""
                    : " is of kind " + word.shown() + ", which this version does not know";
            String message = at.described() + wrong + "; it is kept but not shown: use one of the kinds of the format.";
            keep.problem(at, (word == null ? object : word).mark(), message);
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
            int mark = keep.size();
            Optional<K> key = key(word, member.getKey(), member.getValue().key(), place);
            Optional<? extends R> read = key.flatMap(k -> object(value, place).flatMap(o -> entry.read(k, o, place)));
            if (read.isPresent()) {
                map.put(key.orElseThrow(), read.get());
            } else {
                keep.shrink(mark);
                keep.entry(place, value, before);
            }
            before = place;
        }
        return new Got.Understood<>(map);
    }

    private <K> Optional<K> key(FieldType.Word<K> word, String text, Json.Mark mark, Place at) {
        Optional<K> key = word.parse(text);
        if (key.isEmpty()) {
            String legal = " (a-z, 0-9, '.' and '-', first a letter or digit): rename it.";
            keep.problem(at, mark, at.described() + " must be named by " + word.what() + legal);
        }
        return key;
    }

    private Optional<Json.Obj> object(Json json, Place at) {
        if (json instanceof Json.Obj object) {
            return Optional.of(object);
        }
        refuse("an object", at, json);
        return Optional.empty();
    }
}
