package vethscope.app.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vethscope.model.element.Field;
import vethscope.model.element.FieldType;
import vethscope.model.element.Fields;

/// A small object on one line: its required value, then `key=value` for what is not the default, as in
/// `8080 protocol=UDP name=dns`.
final class Inline {

    private Inline() {}

    static <R> Optional<Wording<R>> of(Fields<R> fields) {
        Optional<Field<R, ?>> main = fields.all().stream()
                .filter(f -> f.presence() == Field.Presence.REQUIRED)
                .findFirst();
        boolean simple = fields.all().stream()
                .allMatch(f -> f.type() instanceof FieldType.Word<?>
                        || f.type() instanceof FieldType.Whole
                        || f.type() instanceof FieldType.Cases<?>
                                && Wording.of(f.type()).isPresent());
        if (main.isEmpty() || !simple) {
            return Optional.empty();
        }
        return Optional.of(new Wording<>(
                value -> print(fields, main.get(), value), text -> parse(fields, main.get(), text), false, List.of()));
    }

    private static <R> String print(Fields<R> fields, Field<R, ?> main, R value) {
        var words = new ArrayList<String>();
        words.add(word(main, value));
        for (Field<R, ?> field : fields.all()) {
            if (field != main && !field.isDefault(value)) {
                words.add(field.key() + "=" + word(field, value));
            }
        }
        return String.join(" ", words);
    }

    private static <R, V> String word(Field<R, V> field, R value) {
        V own = field.of(value);
        return own == null ? "" : Wording.of(field.type()).orElseThrow().print().apply(own);
    }

    private static <R> Wording.Result<R> parse(Fields<R> fields, Field<R, ?> main, String text) {
        Wording.Result<R> so = new Wording.Result.Good<>(fields.blank());
        boolean mainSeen = false;
        for (String word : text.strip().split("\\s+")) {
            int equals = word.indexOf('=');
            String key = equals < 0 ? main.key() : word.substring(0, equals);
            Optional<Field<R, ?>> field =
                    fields.all().stream().filter(f -> f.key().equals(key)).findFirst();
            if (field.isEmpty()) {
                return Wording.bad("must.key", key, String.join(", ", fields.keys()));
            }
            mainSeen |= field.get() == main;
            if (so instanceof Wording.Result.Good<R>(R value)) {
                so = with(field.get(), value, word.substring(equals + 1));
            }
        }
        return mainSeen ? so : Wording.bad("must.have", main.key());
    }

    private static <R, V> Wording.Result<R> with(Field<R, V> field, R owner, String text) {
        return switch (Wording.of(field.type()).orElseThrow().parse().apply(text)) {
            case Wording.Result.Good<V>(V value) -> new Wording.Result.Good<>(field.with(owner, value));
            case Wording.Result.Bad<V>(String key, List<Object> arguments) -> new Wording.Result.Bad<>(key, arguments);
        };
    }
}
