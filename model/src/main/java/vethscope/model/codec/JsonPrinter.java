package vethscope.model.codec;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Writes JSON as the format wants it: two-space indent, and what holds only scalars on one line where it fits.
final class JsonPrinter {

    private static final int COLUMNS = 100;

    private final StringBuilder out = new StringBuilder();

    private JsonPrinter() {}

    /// Indented, with one final newline.
    static String pretty(Json json) {
        var printer = new JsonPrinter();
        printer.value(json, 0);
        return printer.out.append('\n').toString();
    }

    /// On one line.
    static String compact(Json json) {
        var printer = new JsonPrinter();
        printer.line(json);
        return printer.out.toString();
    }

    private void value(Json json, int indent) {
        if (json.isScalar() || fits(json)) {
            line(json);
        } else if (json instanceof Json.Obj object) {
            block('{', '}', object.members().entrySet(), indent, member -> {
                key(member.getKey());
                value(member.getValue().value(), indent + 2);
            });
        } else if (json instanceof Json.Arr array) {
            block('[', ']', array.items(), indent, item -> value(item, indent + 2));
        }
    }

    private void key(String key) {
        string(key);
        out.append(": ");
    }

    private <T> void block(char open, char close, Iterable<T> items, int indent, Consumer<T> print) {
        out.append(open);
        for (Iterator<T> i = items.iterator(); i.hasNext(); ) {
            out.append('\n').repeat(' ', indent + 2);
            print.accept(i.next());
            out.append(i.hasNext() ? "," : "");
        }
        out.append('\n').repeat(' ', indent).append(close);
    }

    /// Tries the value on the current line and takes it back.
    private boolean fits(Json json) {
        boolean flat = switch (json) {
            case Json.Obj obj ->
                obj.members().values().stream().allMatch(m -> m.value().isScalar());
            case Json.Arr arr -> arr.items().stream().allMatch(Json::isScalar);
            default -> true;
        };
        if (!flat) {
            return false;
        }
        int start = out.length();
        line(json);
        boolean fits = out.length() - (out.lastIndexOf("\n") + 1) <= COLUMNS;
        out.setLength(start);
        return fits;
    }

    private void line(Json json) {
        switch (json) {
            case Json.Obj obj when obj.isEmpty() -> out.append("{}");
            case Json.Obj obj -> {
                out.append("{ ");
                separated(List.copyOf(obj.members().entrySet()), this::member);
                out.append(" }");
            }
            case Json.Arr arr -> {
                out.append('[');
                separated(arr.items(), this::line);
                out.append(']');
            }
            case Json.Str str -> string(str.text());
            case Json.Num num -> out.append(num.text());
            case Json.Bool bool -> out.append(bool.value());
            case Json.Nil _ -> out.append("null");
        }
    }

    private void member(Map.Entry<String, Json.Member> member) {
        key(member.getKey());
        line(member.getValue().value());
    }

    private <T> void separated(List<T> items, Consumer<T> print) {
        for (int i = 0; i < items.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            print.accept(items.get(i));
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(readable(text, i));
                    }
                }
            }
        }
        out.append('"');
    }

    /// Half a surrogate pair is no character and has no UTF-8: the replacement character stands for it.
    private static char readable(String text, int i) {
        char c = text.charAt(i);
        boolean whole = !Character.isSurrogate(c)
                || (Character.isHighSurrogate(c)
                        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1)));
        return whole ? c : '\uFFFD';
    }
}
