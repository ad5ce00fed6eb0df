package vethscope.engine.network;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Cidr;

/// What a rule asks of a request beside its host and path.
public sealed interface HttpCondition {

    boolean takes(HttpMatch.Asked asked);

    /// How a text is compared.
    enum How {
        EXACT,
        /// `*` and `?` anywhere; case does not count (Elastic Load Balancing, "Rule condition types").
        PATTERN,
        REGEX;

        boolean fits(String wanted, String text) {
            return switch (this) {
                case EXACT -> wanted.equals(text);
                case PATTERN -> HttpMatch.fits(wanted.toLowerCase(Locale.ROOT), text.toLowerCase(Locale.ROOT));
                case REGEX -> matches(wanted, text);
            };
        }

        static boolean matches(String regex, String text) {
            try {
                return Pattern.matches(regex, text);
            } catch (PatternSyntaxException e) {
                return false;
            }
        }
    }

    /// One of the methods; case counts (RFC 9110 section 9.1).
    record Method(List<String> any) implements HttpCondition {
        public Method {
            any = List.copyOf(any);
        }

        @Override
        public boolean takes(HttpMatch.Asked asked) {
            return any.contains(asked.method());
        }

        @Override
        public String toString() {
            return String.join("|", any);
        }
    }

    /// One of the values in a header, whose name's case does not count (RFC 9110 section 5.1).
    record Header(String name, How how, List<String> any) implements HttpCondition {
        public Header {
            any = List.copyOf(any);
        }

        @Override
        public boolean takes(HttpMatch.Asked asked) {
            String value = asked.header(name);
            return value != null && any.stream().anyMatch(wanted -> how.fits(wanted, value));
        }

        @Override
        public String toString() {
            return name + ": " + (how == How.REGEX ? "~" : "") + String.join("|", any);
        }
    }

    /// One of the pairs in the query.
    record Query(How how, List<Pair> any) implements HttpCondition {

        /// @param key null: any
        public record Pair(@Nullable String key, String value) {
            @Override
            public String toString() {
                return (key == null ? "" : key + "=") + value;
            }
        }

        public Query {
            any = List.copyOf(any);
        }

        /// The pair that a request must carry.
        public static Query exactly(String key, String value) {
            return new Query(How.EXACT, List.of(new Pair(key, value)));
        }

        @Override
        public boolean takes(HttpMatch.Asked asked) {
            return any.stream()
                    .anyMatch(wanted -> asked.query().entrySet().stream().anyMatch(pair -> takes(wanted, pair)));
        }

        private boolean takes(Pair wanted, Map.Entry<String, String> pair) {
            // a regular expression is about the value: keys are compared as they are (HTTPQueryParamMatch)
            boolean key = wanted.key == null
                    || (how == How.PATTERN ? how.fits(wanted.key, pair.getKey()) : wanted.key.equals(pair.getKey()));
            return key && how.fits(wanted.value, pair.getValue());
        }

        @Override
        public String toString() {
            return "?" + (how == How.REGEX ? "~" : "")
                    + any.stream().map(Pair::toString).collect(Collectors.joining("|"));
        }
    }

    /// Who the connection comes from.
    record Source(List<Cidr> any) implements HttpCondition {
        public Source {
            any = List.copyOf(any);
        }

        @Override
        public boolean takes(HttpMatch.Asked asked) {
            return asked.client() != null && any.stream().anyMatch(cidr -> cidr.contains(asked.client()));
        }

        @Override
        public String toString() {
            return "from " + any.stream().map(Cidr::toString).collect(Collectors.joining("|"));
        }
    }
}
