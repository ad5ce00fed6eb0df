package vethscope.app.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vethscope.model.element.FieldType;

/// How a value stands in a field of the form: as text and back.
///
/// @param lines whether it takes several lines
/// @param choices the words to choose from; empty: free text
record Wording<V>(Function<V, String> print, Function<String, Result<V>> parse, boolean lines, List<String> choices) {

    /// What became of a text.
    sealed interface Result<V> {
        record Good<V>(V value) implements Result<V> {}

        /// @param key of a message that says what the text must be
        record Bad<V>(String key, List<Object> arguments) implements Result<V> {}
    }

    /// The wording of a type; empty for one that a line or a few cannot hold.
    @SuppressWarnings("unchecked") // each arm fits the type that it matched
    static <V> Optional<Wording<V>> of(FieldType<V> type) {
        Optional<? extends Wording<?>> found = switch (type) {
            case FieldType.OneOf<?> one -> Optional.of(choice(one));
            case FieldType.Word<?> word -> Optional.of(word(word));
            case FieldType.Flag flag -> Optional.empty();
            case FieldType.Whole whole -> Optional.of(whole(whole));
            case FieldType.Several<?> several -> Optional.of(several(several));
            case FieldType.Entries<?, ?> entries -> Optional.of(entries(entries));
            case FieldType.Nested<?> nested -> Inline.of(nested.fields());
            case FieldType.Listed<?> listed -> of(listed.item()).map(Wording::listed);
            case FieldType.Cases<?> cases -> cases(cases);
            case FieldType.Big big -> Optional.empty();
            case FieldType.Decimal decimal -> Optional.empty();
            case FieldType.Points points -> Optional.empty();
            case FieldType.Literal literal -> Optional.empty();
            case FieldType.Keyed<?, ?> keyed -> Optional.empty();
            case FieldType.Elements elements -> Optional.empty();
            case FieldType.Tree tree -> Optional.empty();
        };
        return found.map(w -> (Wording<V>) w);
    }

    static <V> Result<V> bad(String key, Object... arguments) {
        return new Result.Bad<>(key, List.of(arguments));
    }

    private static <V> Wording<V> choice(FieldType.OneOf<V> one) {
        List<String> words = one.words().entrySet().stream()
                .filter(e -> one.print(e.getValue()).equals(e.getKey()))
                .map(Map.Entry::getKey)
                .toList();
        return new Wording<>(one::print, text -> parsed(one, text), false, words);
    }

    private static <V> Wording<V> word(FieldType.Word<V> word) {
        return new Wording<>(word::print, text -> parsed(word, text.strip()), false, List.of());
    }

    private static <V> Result<V> parsed(FieldType.Word<V> word, String text) {
        return word.parse(text).<Result<V>>map(Result.Good::new).orElseGet(() -> bad(must(word), word.what()));
    }

    private static String must(FieldType.Word<?> word) {
        return switch (word) {
            case FieldType.Address address -> "must.ip";
            case FieldType.Prefix prefix -> "must.prefix";
            case FieldType.MacAddress macAddress -> "must.mac";
            case FieldType.Ref ref -> "must.id";
            case FieldType.OneOf<?> oneOf -> "must.one";
            case FieldType.Text text -> "must.form";
            case FieldType.Parsed<?> parsed -> "must.form";
        };
    }

    private static Wording<Integer> whole(FieldType.Whole whole) {
        return new Wording<>(
                String::valueOf,
                text -> {
                    try {
                        int n = Integer.parseInt(text.strip());
                        return n >= whole.min() && n <= whole.max()
                                ? new Result.Good<>(n)
                                : bad("must.between", whole.min(), whole.max());
                    } catch (NumberFormatException e) {
                        return bad("must.between", whole.min(), whole.max());
                    }
                },
                false,
                List.of());
    }

    private static <V> Wording<List<V>> several(FieldType.Several<V> several) {
        Wording<V> each = word(several.each());
        boolean lines = !several.bare();
        return new Wording<>(
                list -> list.stream().map(each.print).collect(Collectors.joining(lines ? "\n" : ", ")),
                text -> all(text.split(lines ? "\n" : "[,\\s]+"), each),
                lines,
                List.of());
    }

    private static <V> Wording<List<V>> listed(Wording<V> each) {
        return new Wording<>(
                list -> list.stream().map(each.print).collect(Collectors.joining(", ")),
                text -> all(text.split("[,\n]"), each),
                false,
                List.of());
    }

    private static <V> Result<List<V>> all(String[] parts, Wording<V> each) {
        var values = new ArrayList<V>();
        for (String part : parts) {
            if (part.isBlank()) {
                continue;
            }
            switch (each.parse.apply(part.strip())) {
                case Result.Good<V>(V value) -> values.add(value);
                case Result.Bad<V>(String key, List<Object> arguments) -> {
                    return new Result.Bad<>(key, arguments);
                }
            }
        }
        return new Result.Good<>(List.copyOf(values));
    }

    private static <K, V> Wording<Map<K, V>> entries(FieldType.Entries<K, V> entries) {
        return new Wording<>(
                map -> map.entrySet().stream()
                        .map(e -> entries.key().print(e.getKey()) + "="
                                + entries.value().print(e.getValue()))
                        .collect(Collectors.joining(", ")),
                text -> {
                    var map = new LinkedHashMap<K, V>();
                    for (String part : text.split("[,\n]")) {
                        if (part.isBlank()) {
                            continue;
                        }
                        int equals = part.indexOf('=');
                        Optional<K> key = equals < 0
                                ? Optional.empty()
                                : entries.key().parse(part.substring(0, equals).strip());
                        Optional<V> value = equals < 0
                                ? Optional.empty()
                                : entries.value()
                                        .parse(part.substring(equals + 1).strip());
                        if (key.isEmpty() || value.isEmpty()) {
                            return bad("must.entry", part.strip());
                        }
                        map.put(key.get(), value.get());
                    }
                    return new Result.Good<>(map);
                },
                false,
                List.of());
    }

    private static <V> Optional<Wording<V>> cases(FieldType.Cases<V> cases) {
        var forms = new ArrayList<Form<V>>();
        for (FieldType.Case<V, ?> each : cases.cases()) {
            Optional<Form<V>> form = form(each);
            if (form.isEmpty()) {
                return Optional.empty();
            }
            forms.add(form.get());
        }
        return Optional.of(new Wording<>(
                value -> forms.stream()
                        .flatMap(f -> f.print.apply(value).stream())
                        .findFirst()
                        .orElse(""),
                text -> {
                    Result<V> last = bad("must.form", "");
                    for (Form<V> form : forms) {
                        last = form.parse.apply(text);
                        if (last instanceof Result.Good<V>) {
                            return last;
                        }
                    }
                    return last;
                },
                false,
                List.of()));
    }

    /// One of several ways to write a value.
    private record Form<V>(Function<V, Optional<String>> print, Function<String, Result<V>> parse) {}

    private static <V, W> Optional<Form<V>> form(FieldType.Case<V, W> each) {
        if (each.type() instanceof FieldType.Literal(@Nullable Boolean literal)) {
            String word = String.valueOf(literal);
            return Optional.of(new Form<>(
                    v -> each.match().apply(v).map(_ -> word),
                    text -> text.strip().equals(word) ? made(each) : bad("must.one", word)));
        }
        return of(each.type())
                .map(inner -> new Form<>(
                        v -> each.match().apply(v).map(inner.print), text -> switch (inner.parse.apply(text)) {
                            case Result.Good<W>(W value) ->
                                new Result.Good<>(each.make().apply(value));
                            case Result.Bad<W>(String key, List<Object> arguments) -> new Result.Bad<>(key, arguments);
                        }));
    }

    @SuppressWarnings("unchecked") // a literal's case is made from the literal itself
    private static <V, W> Result<V> made(FieldType.Case<V, W> each) {
        return new Result.Good<>(each.make().apply((W) each.type()));
    }
}
