package vethscope.model.codec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.model.Layout.Point;
import vethscope.model.element.FieldType;

/// Reads the values that have no fields of their own.
final class ScalarReader {

    private ScalarReader() {}

    static <V> Got<V> word(FieldType.Word<V> word, Json json) {
        return parse(word, json).<Got<V>>map(Got.Understood::new).orElseGet(() -> new Got.Not<>(word.what()));
    }

    private static <V> Optional<V> parse(FieldType.Word<V> word, Json json) {
        return switch (json) {
            case Json.Str(var text, var _) -> word.parse(text);
            case Json.Num(var text, var _)
            when word instanceof FieldType.Text(var orNumber) && orNumber -> word.parse(text);
            default -> Optional.empty();
        };
    }

    static Got<?> scalar(FieldType<?> type, Json json) {
        return switch (type) {
            case FieldType.Flag _ ->
                json instanceof Json.Bool(var value, var _)
                        ? new Got.Understood<>(value)
                        : new Got.Not<>("true or false");
            case FieldType.Whole(var min, var max) ->
                got(whole(json).filter(n -> n >= min && n <= max).map(Long::intValue), must(min, max));
            case FieldType.Big _ -> got(whole(json), "a whole number");
            case FieldType.Decimal _ -> got(decimal(json), "a number");
            case FieldType.Literal literal -> literal(literal, json);
            default -> throw new IllegalArgumentException(type + " is not a scalar");
        };
    }

    private static String must(int min, int max) {
        return max == Integer.MAX_VALUE ? "a whole number from " + min : "a whole number from " + min + " to " + max;
    }

    private static <V> Got<V> got(Optional<V> value, String must) {
        return value.<Got<V>>map(Got.Understood::new).orElseGet(() -> new Got.Not<>(must));
    }

    private static Optional<Long> whole(Json json) {
        return json instanceof Json.Num(var text, var _) ? Scalars.whole(text) : Optional.empty();
    }

    private static Optional<Double> decimal(Json json) {
        return json instanceof Json.Num(var text, var _) ? Scalars.decimal(text) : Optional.empty();
    }

    private static Got<FieldType.Literal> literal(FieldType.Literal literal, Json json) {
        boolean same = literal.value() == null
                ? json instanceof Json.Nil
                : json instanceof Json.Bool(var b, var _) && literal.value() == b;
        return same ? new Got.Understood<>(literal) : new Got.Not<>(String.valueOf(literal.value()));
    }

    /// A list, or one bare word. Items that are not understood are left out.
    static <V> Got<List<V>> several(FieldType.Word<V> each, Json json) {
        String must = "a list of items, each " + each.what();
        if (!(json instanceof Json.Arr array)) {
            return parse(each, json)
                    .<Got<List<V>>>map(v -> new Got.Understood<>(List.of(v)))
                    .orElseGet(() -> new Got.Not<>(must));
        }
        var values = new ArrayList<V>();
        array.items().forEach(item -> parse(each, item).ifPresent(values::add));
        return values.size() == array.items().size() ? new Got.Understood<>(values) : new Got.Partly<>(values, must);
    }

    static <K, V> Got<Map<K, V>> entries(FieldType.Word<K> keys, FieldType.Word<V> values, Json json) {
        String must = "an object whose values are " + values.what();
        if (!(json instanceof Json.Obj object)) {
            return new Got.Not<>(must);
        }
        var map = new LinkedHashMap<K, V>();
        object.members().forEach((name, member) -> {
            Optional<K> key = keys.parse(name);
            Optional<V> value = parse(values, member.value());
            if (key.isPresent() && value.isPresent()) {
                map.put(key.get(), value.get());
            }
        });
        return map.size() == object.members().size() ? new Got.Understood<>(map) : new Got.Partly<>(map, must);
    }

    static Got<List<Point>> points(Json json) {
        var points = new ArrayList<Point>();
        if (json instanceof Json.Arr array) {
            array.items().forEach(item -> point(item).ifPresent(points::add));
            if (points.size() == array.items().size()) {
                return new Got.Understood<>(points);
            }
        }
        return new Got.Not<>("a list of points [x, y]");
    }

    private static Optional<Point> point(Json json) {
        return json instanceof Json.Arr(var items, var _) && items.size() == 2
                ? decimal(items.get(0)).flatMap(x -> decimal(items.get(1)).map(y -> new Point(x, y)))
                : Optional.empty();
    }

    static Got<Object> tree(Json json) {
        try {
            return new Got.Understood<>(plain(json));
        } catch (ArithmeticException | NumberFormatException e) {
            return new Got.Not<>("free of numbers that no API takes");
        }
    }

    private static @Nullable Object plain(Json json) {
        return switch (json) {
            case Json.Obj object -> {
                var map = new LinkedHashMap<String, @Nullable Object>();
                object.members().forEach((key, member) -> map.put(key, plain(member.value())));
                yield java.util.Collections.unmodifiableMap(map);
            }
            case Json.Arr array -> {
                var list = new ArrayList<@Nullable Object>();
                array.items().forEach(item -> list.add(plain(item)));
                yield java.util.Collections.unmodifiableList(list);
            }
            case Json.Str(var text, var _) -> text;
            case Json.Num(var text, var _) -> Scalars.number(text);
            case Json.Bool(var value, var _) -> value;
            case Json.Nil _ -> null;
        };
    }
}
