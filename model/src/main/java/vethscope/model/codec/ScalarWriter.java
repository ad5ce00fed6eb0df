package vethscope.model.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vethscope.model.Layout.Point;
import vethscope.model.element.FieldType;

/// Writes the values that have no fields of their own.
final class ScalarWriter {

    private ScalarWriter() {}

    static <V> Json word(FieldType.Word<V> word, V value) {
        String text = word.print(value);
        boolean number = word instanceof FieldType.Text(var orNumber) && orNumber && Scalars.plain(text);
        return number ? Json.number(text) : Json.of(text);
    }

    @SuppressWarnings("unchecked") // the value of this type is a list of its words
    static <V> Json several(FieldType.Several<V> type, Object value) {
        List<V> values = (List<V>) value;
        return type.bare() && values.size() == 1
                ? word(type.each(), values.getFirst())
                : Json.list(values.stream().map(v -> word(type.each(), v)).toList());
    }

    @SuppressWarnings("unchecked") // the value of this type is a map of its words
    static <K, V> Json entries(FieldType.Entries<K, V> type, Object value) {
        var members = new LinkedHashMap<String, Json>();
        ((Map<K, V>) value).forEach((k, v) -> members.put(type.key().print(k), word(type.value(), v)));
        return Json.object(members);
    }

    static Json points(List<?> points) {
        return Json.list(
                points.stream().map(Point.class::cast).map(ScalarWriter::point).toList());
    }

    private static Json point(Point point) {
        return Json.list(
                List.of(Json.number(Scalars.coordinate(point.x())), Json.number(Scalars.coordinate(point.y()))));
    }

    static Json tree(@Nullable Object value) {
        return switch (value) {
            case null -> Json.nil();
            case Map<?, ?> map -> {
                var members = new LinkedHashMap<String, Json>();
                map.forEach((key, inner) -> members.put(String.valueOf(key), tree(inner)));
                yield Json.object(members);
            }
            case List<?> list -> Json.list(list.stream().map(ScalarWriter::tree).toList());
            case Number number -> Json.number(Scalars.text(number));
            case Boolean flag -> Json.of(flag);
            default -> Json.of(value.toString());
        };
    }
}
