package vethscope.app.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vethscope.model.address.Cidr;
import vethscope.model.element.Element;
import vethscope.model.element.Field;
import vethscope.model.element.FieldType;
import vethscope.model.element.Kind;
import vethscope.model.element.Kinds;

class WordingTest {

    private static <V> Wording<V> wording(FieldType<V> type) {
        return Wording.of(type).orElseThrow();
    }

    private static <V> V good(Wording.Result<V> result) {
        return switch (result) {
            case Wording.Result.Good<V>(V value) -> value;
            case Wording.Result.Bad<V>(String key, var arguments) -> throw new AssertionError(key + arguments);
        };
    }

    @Test
    void lists_of_addresses_stand_on_one_line() {
        var wording = wording(FieldType.ADDRESSES);
        List<Cidr> both = List.of(Cidr.parse("10.0.0.1/24"), Cidr.parse("fd00::1/64"));
        assertEquals("10.0.0.1/24, fd00::1/64", wording.print().apply(both));
        assertEquals(both, good(wording.parse().apply(" 10.0.0.1/24 fd00::1/64")));
    }

    @Test
    void labels_are_pairs() {
        var wording = wording(FieldType.LABELS);
        assertEquals(Map.of("app", "web"), good(wording.parse().apply("app=web,")));
        assertInstanceOf(Wording.Result.Bad.class, wording.parse().apply("app"));
    }

    @ParameterizedTest
    @CsvSource({"67,false", "68,true", "65535,true", "65536,false", "many,false", "'',false"})
    void numbers_keep_their_bounds(String text, boolean accepted) {
        assertEquals(accepted, wording(FieldType.MTU).parse().apply(text) instanceof Wording.Result.Good<?>);
    }

    /// What a form shows of any element comes back as the same value.
    @Test
    void every_default_that_is_shown_is_read_back() {
        for (Kind<?> kind : Kinds.ALL) {
            roundTrips(kind);
        }
    }

    private static <E extends Element> void roundTrips(Kind<E> kind) {
        E blank = kind.fields().blank();
        kind.fields().all().forEach(field -> roundTrip(field, blank));
    }

    private static <E, V> void roundTrip(Field<E, V> field, E blank) {
        V value = field.of(blank);
        if (value == null) {
            return;
        }
        Wording.of(field.type()).ifPresent(wording -> {
            String text = wording.print().apply(value);
            if (!text.isEmpty()) {
                assertEquals(value, good(wording.parse().apply(text)), field.key());
            }
        });
    }
}
