package vethscope.engine.compile.ingress;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// JSON within an annotation (RFC 8259) as a tree of [Map], [List], [String], [BigDecimal] and [Boolean]. Keys of
/// objects are compared without case, as Go's decoder does for the controllers that read them.
final class AnnotationJson {

    private static final int DEEPEST = 32;

    private final String text;
    private int at;

    private AnnotationJson(String text) {
        this.text = text;
    }

    /// Not JSON.
    private static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed() {
            super(null, null, false, false);
        }
    }

    /// Empty: it is not JSON.
    static Optional<Object> read(String text) {
        try {
            var json = new AnnotationJson(text);
            Object value = json.value(0);
            json.blanks();
            return json.at == text.length() ? Optional.ofNullable(value) : Optional.empty();
        } catch (Malformed _) {
            return Optional.empty();
        }
    }

    private @Nullable Object value(int depth) throws Malformed {
        blanks();
        if (at == text.length() || depth > DEEPEST) {
            throw new Malformed();
        }
        return switch (text.charAt(at)) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean skips(char c) {
        blanks();
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char c) throws Malformed {
        if (!skips(c)) {
            throw new Malformed();
        }
    }

    private @Nullable Object word(String word, @Nullable Object value) throws Malformed {
        if (!text.startsWith(word, at)) {
            throw new Malformed();
        }
        at += word.length();
        return value;
    }

    private Map<String, @Nullable Object> object(int depth) throws Malformed {
        var map = new TreeMap<String, @Nullable Object>(String.CASE_INSENSITIVE_ORDER);
        expect('{');
        if (skips('}')) {
            return map;
        }
        do {
            blanks();
            String key = string();
            expect(':');
            map.put(key, value(depth + 1));
        } while (skips(','));
        expect('}');
        return map;
    }

    private List<@Nullable Object> array(int depth) throws Malformed {
        var list = new ArrayList<@Nullable Object>();
        expect('[');
        if (skips(']')) {
            return list;
        }
        do {
            list.add(value(depth + 1));
        } while (skips(','));
        expect(']');
        return list;
    }

    private String string() throws Malformed {
        expect('"');
        var out = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return out.toString();
            }
            out.append(c == '\\' ? escaped() : c);
        }
        throw new Malformed();
    }

    private char escaped() throws Malformed {
        char c = at < text.length() ? text.charAt(at++) : 0;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw new Malformed();
        };
    }

    private char unicode() throws Malformed {
        try {
            char c = (char) Integer.parseInt(text.substring(at, at + 4), 16);
            at += 4;
            return c;
        } catch (NumberFormatException | IndexOutOfBoundsException _) {
            throw new Malformed();
        }
    }

    private BigDecimal number() throws Malformed {
        int start = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        try {
            return new BigDecimal(text.substring(start, at));
        } catch (NumberFormatException _) {
            throw new Malformed();
        }
    }
}
