package vethscope.model.element;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import vethscope.model.Id;
import vethscope.model.Layout.Point;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// What a field may hold and how the file writes it. A closed family: codec, schema, documentation and the
/// inspector's form each have one arm per form.
public sealed interface FieldType<V> {

    FieldType<String> TEXT = new Text(false);
    /// A port by number or name, a sysctl's value: text that the file writes as a number where it is one.
    FieldType<String> TEXT_OR_NUMBER = new Text(true);
    FieldType<Boolean> FLAG = new Flag();
    FieldType<Ip> IP = new Address();
    FieldType<List<Ip>> IPS = new Several<>(new Address(), false);
    FieldType<Cidr> PREFIX = new Prefix();
    /// One as a word, several as a list.
    FieldType<List<Cidr>> ADDRESSES = new Several<>(new Prefix(), true);
    FieldType<List<Cidr>> PREFIXES = new Several<>(new Prefix(), false);
    FieldType<Mac> MAC = new MacAddress();
    FieldType<List<String>> LINES = new Several<>(new Text(false), false);
    FieldType<Map<String, String>> LABELS = new Entries<>(new Text(false), new Text(false));
    FieldType<Map<String, String>> SYSCTLS = new Entries<>(new Text(false), new Text(true));
    FieldType<Integer> MTU = new Whole(68, 65535);
    FieldType<Integer> PORT = new Whole(1, 65535);
    FieldType<Integer> PORT_OR_NONE = new Whole(0, 65535);
    FieldType<Integer> COUNT = new Whole(0, Integer.MAX_VALUE);
    FieldType<Object> TREE = new Tree();
    /// As Kubernetes writes it; lower case is read too.
    FieldType<Protocol> PROTOCOL =
            OneOf.of(Protocol.SPOKEN.toArray(Protocol[]::new), Protocol::name).also(Protocol::lower);

    static FieldType<Id> ref(String... kinds) {
        return new Ref(List.of(kinds));
    }

    static FieldType<List<Id>> refs(String... kinds) {
        return new Several<>(new Ref(List.of(kinds)), false);
    }

    /// A value that is written as one string.
    sealed interface Word<V> extends FieldType<V> {
        /// The value of a text, or empty if it is not one.
        Optional<V> parse(String text);

        /// Total: what [#parse] would not read is written as it is.
        default String print(V value) {
            return value.toString();
        }

        /// Completes the sentence "must be …".
        String what();
    }

    record Text(boolean orNumber) implements Word<String> {
        @Override
        public Optional<String> parse(String text) {
            return Optional.of(text);
        }

        @Override
        public String what() {
            return orNumber ? "text or a number" : "text";
        }
    }

    record Address() implements Word<Ip> {
        @Override
        public Optional<Ip> parse(String text) {
            return Ip.tryParse(text);
        }

        @Override
        public String what() {
            return "an IP address";
        }
    }

    record Prefix() implements Word<Cidr> {
        @Override
        public Optional<Cidr> parse(String text) {
            return Cidr.tryParse(text);
        }

        @Override
        public String what() {
            return "an address with a prefix length such as 10.0.0.1/24";
        }
    }

    record MacAddress() implements Word<Mac> {
        @Override
        public Optional<Mac> parse(String text) {
            return Mac.tryParse(text);
        }

        @Override
        public String what() {
            return "a MAC address such as 02:00:00:00:00:01";
        }
    }

    /// The id of another element; `kinds` are those that make sense, empty: any.
    record Ref(List<String> kinds) implements Word<Id> {
        @Override
        public Optional<Id> parse(String text) {
            return Id.legal(text) ? Optional.of(Id.of(text)) : Optional.empty();
        }

        @Override
        public String what() {
            return "the id of " + (kinds.isEmpty() ? "an element" : "a " + String.join(" or ", kinds));
        }
    }

    /// A text of a form of its own; `parse` throws [IllegalArgumentException] on any other.
    record Parsed<V>(String what, Function<String, V> parser) implements Word<V> {
        @Override
        public Optional<V> parse(String text) {
            try {
                return Optional.of(parser.apply(text));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }

    /// One of a closed list of words. The first word of a value is the one that is written.
    record OneOf<V>(Map<String, V> words) implements Word<V> {

        public OneOf {
            words = Collections.unmodifiableMap(new LinkedHashMap<>(words));
        }

        public static <V> OneOf<V> of(V[] values, Function<V, String> word) {
            var words = new LinkedHashMap<String, V>();
            for (V value : values) {
                words.put(word.apply(value), value);
            }
            return new OneOf<>(words);
        }

        /// Enum constants as the file writes them: lower case, `-` for `_`.
        public static <V extends Enum<V>> OneOf<V> lower(V[] values) {
            return of(values, v -> v.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }

        /// Two words for a flag.
        public static OneOf<Boolean> flag(String whenFalse, String whenTrue) {
            var words = new LinkedHashMap<String, Boolean>();
            words.put(whenFalse, false);
            words.put(whenTrue, true);
            return new OneOf<>(words);
        }

        /// Also reads another word for each value.
        OneOf<V> also(Function<V, String> word) {
            var all = new LinkedHashMap<>(words);
            words.values().forEach(v -> all.putIfAbsent(word.apply(v), v));
            return new OneOf<>(all);
        }

        @Override
        public Optional<V> parse(String text) {
            return Optional.ofNullable(words.get(text));
        }

        @Override
        public String print(V value) {
            return words.entrySet().stream()
                    .filter(e -> e.getValue().equals(value))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseGet(value::toString);
        }

        @Override
        public String what() {
            return "one of " + String.join(", ", words.keySet());
        }
    }

    record Flag() implements FieldType<Boolean> {}

    /// Both limits inclusive.
    record Whole(int min, int max) implements FieldType<Integer> {}

    /// Any 64-bit whole number.
    record Big() implements FieldType<Long> {}

    /// A canvas coordinate, kept to two decimals.
    record Decimal() implements FieldType<Double> {}

    /// Points of the canvas, each written as `[x, y]`.
    record Points() implements FieldType<List<Point>> {}

    /// Exactly this JSON value: `null` (the value null) or `false`.
    record Literal(@Nullable Boolean value) implements FieldType<Literal> {}

    /// A list of words; with `bare` a single one is written without brackets. Both are always read.
    record Several<V>(Word<V> each, boolean bare) implements FieldType<List<V>> {}

    /// An object of words by word.
    record Entries<K, V>(Word<K> key, Word<V> value) implements FieldType<Map<K, V>> {}

    /// An object of these fields.
    record Nested<R>(Fields<R> fields) implements FieldType<R> {}

    /// A list whose items are told apart by `identity`, which is how unknown keys in them find their way back.
    record Listed<R>(FieldType<R> item, Function<R, String> identity) implements FieldType<List<R>> {}

    /// An object of objects.
    record Keyed<K, R>(Word<K> key, Fields<R> fields) implements FieldType<Map<K, R>> {}

    /// Elements by id, each with the fields of its `kind`.
    record Elements() implements FieldType<Map<Id, Element>> {}

    /// Any JSON: maps, lists, text, numbers, flags and null.
    record Tree() implements FieldType<Object> {}

    /// A value with several ways to be written; the first case that fits is taken.
    record Cases<V>(List<Case<V, ?>> cases) implements FieldType<V> {}

    /// @param match what of the value this case writes, empty if it is another case's
    record Case<V, W>(FieldType<W> type, Function<V, Optional<W>> match, Function<W, V> make) {

        /// The value that is written as this literal.
        public static <V> Case<V, Literal> literal(
                @Nullable Boolean literal, Function<V, Boolean> match, @Nullable V value) {
            var type = new Literal(literal);
            return new Case<>(type, v -> match.apply(v) ? Optional.of(type) : Optional.empty(), _ -> value);
        }

        /// The value that is written as this word.
        static <V> Case<V, String> word(String word, Function<V, Boolean> match, @Nullable V value) {
            return new Case<>(
                    new OneOf<>(Map.of(word, word)),
                    v -> match.apply(v) ? Optional.of(word) : Optional.empty(),
                    _ -> value);
        }

        /// A list of one, written without brackets.
        static <V> Case<List<V>, V> single(FieldType<V> type) {
            return new Case<>(
                    type, v -> v != null && v.size() == 1 ? Optional.of(v.getFirst()) : Optional.empty(), List::of);
        }

        /// The values of one member of a sealed family.
        public static <V, M extends V, W> Case<V, W> member(
                FieldType<W> type, Class<M> member, Function<M, W> read, Function<W, V> make) {
            return new Case<>(
                    type, v -> member.isInstance(v) ? Optional.of(read.apply(member.cast(v))) : Optional.empty(), make);
        }
    }
}
