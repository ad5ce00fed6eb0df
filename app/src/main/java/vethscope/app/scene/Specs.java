package vethscope.app.scene;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads the free-form parts of Kubernetes specs; what is not of the expected form is skipped.
final class Specs {

    private Specs() {}

    /// The objects of a list, or nothing.
    static Stream<Map<?, ?>> maps(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().<Map<?, ?>>mapMulti((item, out) -> {
                    if (item instanceof Map<?, ?> map) {
                        out.accept(map);
                    }
                })
                : Stream.empty();
    }

    /// Whether labels satisfy a LabelSelector: `matchLabels` and `matchExpressions`. An absent selector selects
    /// nothing.
    static boolean selects(@Nullable Object selector, Map<String, String> labels) {
        if (!(selector instanceof Map<?, ?> map)) {
            return false;
        }
        boolean equal = !(map.get("matchLabels") instanceof Map<?, ?> wanted)
                || wanted.entrySet().stream()
                        .allMatch(e -> String.valueOf(e.getValue()).equals(labels.get(String.valueOf(e.getKey()))));
        return equal && maps(map.get("matchExpressions")).allMatch(expression -> holds(expression, labels));
    }

    private static boolean holds(Map<?, ?> expression, Map<String, String> labels) {
        String value = labels.get(String.valueOf(expression.get("key")));
        List<String> values = expression.get("values") instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
        return switch (String.valueOf(expression.get("operator"))) {
            case "In" -> value != null && values.contains(value);
            case "NotIn" -> value == null || !values.contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> false;
        };
    }
}
