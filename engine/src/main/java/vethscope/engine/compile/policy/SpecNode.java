package vethscope.engine.compile.policy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Cidr;
import vethscope.model.element.Spec;

/// A place in a Kubernetes spec, read as the API server validates it.
///
/// @param path as the API server writes it: `spec.ingress[0].ports[1].port`
/// @param value null where the field is absent or null, which mean the same
public record SpecNode(String path, @Nullable Object value) {

    static SpecNode of(Spec spec) {
        return new SpecNode("spec", spec.fields());
    }

    boolean absent() {
        return value == null;
    }

    SpecNode field(String key) throws SpecRefusal {
        return new SpecNode(path + "." + key, fields().get(key));
    }

    /// Empty where the field is absent.
    Map<String, @Nullable Object> fields() throws SpecRefusal {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        if (value != null) {
            if (!(value instanceof Map<?, ?> map)) {
                throw invalid("must be an object");
            }
            map.forEach((key, item) -> fields.put(String.valueOf(key), item));
        }
        return fields;
    }

    /// Empty where the field is absent.
    List<SpecNode> items() throws SpecRefusal {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw invalid("must be an array");
        }
        var items = new ArrayList<SpecNode>();
        for (Object item : list) {
            items.add(new SpecNode(path + "[" + items.size() + "]", item));
        }
        return items;
    }

    String text() throws SpecRefusal {
        if (value == null) {
            throw required("");
        }
        if (!(value instanceof String text)) {
            throw invalid("must be a string");
        }
        return text;
    }

    /// The number that is written here; empty for anything else.
    Optional<Integer> number() {
        try {
            return value instanceof Number number
                    ? Optional.of(new BigDecimal(number.toString()).intValueExact())
                    : Optional.empty();
        } catch (ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    int number(int min, int max) throws SpecRefusal {
        if (value == null) {
            throw required("");
        }
        return number().filter(n -> n >= min && n <= max)
                .orElseThrow(() -> invalid("must be between " + min + " and " + max + ", inclusive"));
    }

    Cidr cidr() throws SpecRefusal {
        String text = text();
        return Optional.of(text)
                .filter(t -> t.indexOf('/') > 0)
                .flatMap(Cidr::tryParse)
                .map(Cidr::network)
                .orElseThrow(() -> invalid("must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"));
    }

    SpecRefusal required(String detail) {
        return new SpecRefusal(path, "Required value" + (detail.isEmpty() ? "" : ": " + detail));
    }

    SpecRefusal invalid(String detail) {
        return new SpecRefusal(path, "Invalid value: " + shown() + ": " + detail);
    }

    SpecRefusal unsupported(String supported) {
        return new SpecRefusal(path, "Unsupported value: " + shown() + ": supported values: " + supported);
    }

    SpecRefusal forbidden(String detail) {
        return new SpecRefusal(path, "Forbidden: " + detail);
    }

    private String shown() {
        return value instanceof Number || value instanceof Boolean ? value.toString() : "\"" + value + "\"";
    }
}
