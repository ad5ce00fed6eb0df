package vethscope.model.codec;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.jspecify.annotations.Nullable;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Layout.Point;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;
import vethscope.model.element.Element;
import vethscope.model.element.Field;
import vethscope.model.element.FieldType;
import vethscope.model.element.Fields;
import vethscope.model.element.Kind;
import vethscope.model.element.Kinds;

/// Arbitrary designs, made from the same field lists as the format: a new field is tested without a word here.
public record Designs(Random random) {

    public static Arbitrary<Design> all() {
        return Arbitraries.randomValue(random -> new Designs(random).record(Design.FIELDS));
    }

    public static Arbitrary<Element> elements() {
        return Arbitraries.randomValue(random -> new Designs(random).element());
    }

    private Element element() {
        return element(one(Kinds.ALL));
    }

    private <E extends Element> E element(Kind<E> kind) {
        return record(kind.fields());
    }

    /// Small seeds alone would all begin alike.
    public static Designs seeded(long seed) {
        return new Designs(new Random(seed * 0x9E3779B97F4A7C15L));
    }

    /// A record with some of its fields set.
    public <R> R record(Fields<R> fields) {
        R record = fields.blank();
        for (Field<R, ?> field : fields.all()) {
            record = filled(record, field, false);
        }
        return record;
    }

    /// The record with that field set, perhaps.
    public <R, V> R filled(R record, Field<R, V> field, boolean surely) {
        return surely || field.presence() == Field.Presence.REQUIRED || random.nextBoolean()
                ? field.with(record, of(one(field.spellings()).type()))
                : record;
    }

    @SuppressWarnings("unchecked") // each arm makes the type's own V
    private <V> @Nullable V of(FieldType<V> type) {
        return (V) any(type);
    }

    private @Nullable Object any(FieldType<?> type) {
        return switch (type) {
            case FieldType.Text(var orNumber) -> orNumber && random.nextBoolean() ? number() : text();
            case FieldType.Address _ -> ip();
            case FieldType.Prefix _ -> prefix();
            case FieldType.MacAddress _ -> new Mac(random.nextLong() >>> 16);
            case FieldType.Ref _ -> Id.of(one(List.of("e0", "e1", "pod-3", "x.y", "0")));
            case FieldType.OneOf<?>(var words) -> one(List.copyOf(words.values()));
            case FieldType.Parsed<?> parsed -> parsed(parsed);
            case FieldType.Flag _ -> random.nextBoolean();
            case FieldType.Whole(var min, var max) -> (int) (min + (long) (random.nextDouble() * ((long) max - min)));
            case FieldType.Big _ -> random.nextLong();
            case FieldType.Decimal _ -> coordinate();
            case FieldType.Points _ -> several(() -> new Point(coordinate(), coordinate()));
            case FieldType.Literal literal -> literal;
            case FieldType.Several<?>(var each, var _) -> several(() -> of(each));
            case FieldType.Entries<?, ?>(var key, var value) -> entries(() -> of(key), () -> of(value));
            case FieldType.Tree _ -> tree(3);
            case FieldType.Nested<?>(var fields) -> record(fields);
            case FieldType.Listed<?>(var item, var _) -> several(() -> of(item));
            case FieldType.Keyed<?, ?>(var key, var fields) -> entries(() -> of(key), () -> record(fields));
            case FieldType.Elements _ -> byId();
            case FieldType.Cases<?> cases -> oneCase(cases);
        };
    }

    private <V> V oneCase(FieldType.Cases<V> type) {
        return made(type.cases().get(random.nextInt(type.cases().size())));
    }

    private <V, W> V made(FieldType.Case<V, W> c) {
        return c.make().apply(of(c.type()));
    }

    /// The texts of special forms, of which each form takes its own.
    private <V> V parsed(FieldType.Parsed<V> type) {
        var texts = List.of(
                "a",
                "b:eth0",
                "b:",
                "30000-32767",
                "0-65535",
                "10.0.0.1:80",
                "[fd00::1]:8080",
                "10.0.0.0/8",
                "primary");
        return one(texts.stream().flatMap(text -> type.parse(text).stream()).toList());
    }

    private <V> V one(List<V> values) {
        return values.get(random.nextInt(values.size()));
    }

    private <V> List<V> several(Supplier<V> value) {
        return Stream.generate(value).limit(random.nextInt(4)).toList();
    }

    private <K, V> Map<K, V> entries(Supplier<K> key, Supplier<V> value) {
        var map = new LinkedHashMap<K, V>();
        for (int i = random.nextInt(3); i > 0; i--) {
            map.put(key.get(), value.get());
        }
        return map;
    }

    private String text() {
        return random.nextBoolean()
                ? one(List.of("", "eth0", "a/b~c", "~1", "1", "null", "default via 10.0.0.1", "ä🙂", "\"\\\n\u0001"))
                : random.ints(random.nextInt(8), 0, 0x3000)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    private String number() {
        return one(List.of("0", "1", "-1", "-0", "007", "80", "1e3", "1.5", "123456789012345678901234567890"));
    }

    private Ip ip() {
        return random.nextBoolean() ? Ip.v4(random.nextLong()) : new Ip(true, random.nextLong(), random.nextInt(3));
    }

    private Cidr prefix() {
        Ip ip = ip();
        return new Cidr(ip, random.nextInt(ip.bits() + 1));
    }

    private double coordinate() {
        return random.nextInt(-1_000_000, 1_000_000) / 100.0;
    }

    private Object tree(int depth) {
        return switch (random.nextInt(depth == 0 ? 5 : 7)) {
            case 0 -> random.nextInt();
            case 1 -> new BigDecimal("0.25");
            case 2 -> 3_000_000_000L;
            case 3 -> random.nextBoolean();
            case 4 -> text();
            case 5 -> several(() -> tree(depth - 1));
            default -> entries(this::text, () -> random.nextInt(4) == 0 ? null : tree(depth - 1));
        };
    }

    /// Each is contained only in elements before it.
    private Map<Id, Element> byId() {
        var byId = new LinkedHashMap<Id, Element>();
        for (int i = random.nextInt(6); i > 0; i--) {
            Element element = element();
            @Nullable Id in = element.in().filter(byId::containsKey).orElse(null);
            Id id = Id.of("e" + byId.size());
            byId.put(id, element.withHead(element.head().withId(id).withIn(in)));
        }
        return byId;
    }
}
