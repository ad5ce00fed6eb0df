package vethscope.model.element;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import vethscope.model.Cluster;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Unknown;
import vethscope.model.codec.Designs;

/// The field lists are complete and honest: codec, schema, documentation and inspector rely on nothing else.
class FieldsTest {

    private static final List<Kind<?>> KINDS = Kinds.ALL;
    private static final Set<Class<?>> VALUES = Set.of(Id.class, Spec.class, Unknown.class, Cluster.PortRange.class);

    @ParameterizedTest
    @FieldSource("KINDS")
    void everyComponentOfAKindIsSetByAField(Kind<?> kind) {
        assertEquals(Set.of("head.id"), untouched(kind.fields()));
    }

    @Test
    void everyComponentOfADesignIsSetByAField() {
        assertEquals(Set.of("unknown"), untouched(Design.FIELDS));
    }

    private static <R> Set<String> untouched(Fields<R> fields) {
        Map<String, @Nullable Object> blank = leaves(fields.blank());
        var untouched = new HashSet<>(blank.keySet());
        for (int seed = 0; seed < 160; seed++) {
            for (Field<R, ?> field : fields.all()) {
                R changed = Designs.seeded(seed).filled(fields.blank(), field, true);
                leaves(changed).forEach((path, value) -> {
                    if (!Objects.equals(value, blank.get(path))) {
                        untouched.remove(path);
                    }
                });
            }
        }
        return untouched;
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void whatAFieldSetsItReadsAndOtherFieldsDoNotSee(Kind<?> kind) {
        lawful(kind.fields());
    }

    private static <R> void lawful(Fields<R> fields) {
        for (int seed = 0; seed < 4; seed++) {
            R full = Designs.seeded(seed).record(fields);
            for (Field<R, ?> field : fields.all()) {
                R changed = Designs.seeded(seed + 1).filled(full, field, true);
                fields.all().stream()
                        .filter(other -> other != field)
                        .forEach(other -> assertEquals(other.of(full), other.of(changed), other.key()));
                assertEquals(full, restored(field, full, changed), field.key());
                assertTrue(field.isDefault(field.withDefault(full)), field.key());
            }
        }
    }

    private static <R, V> R restored(Field<R, V> field, R full, R changed) {
        return field.with(changed, field.of(full));
    }

    @Test
    void noTwoFieldsOfAKindShareAKey() {
        for (Kind<?> kind : Kinds.ALL) {
            List<String> keys = kind.fields().all().stream()
                    .flatMap(f -> f.spellings().stream().map(Field.Spelling::key))
                    .toList();
            assertEquals(keys.size(), Set.copyOf(keys).size(), kind.name());
        }
    }

    @Test
    void everyPermittedElementIsInTheCatalogue() {
        List<Class<?>> leaves = new ArrayList<>();
        Stream.of(Element.class.getPermittedSubclasses())
                .forEach(type ->
                        leaves.addAll(type.isSealed() ? List.of(type.getPermittedSubclasses()) : List.of(type)));
        assertEquals(
                Set.copyOf(leaves),
                Set.copyOf(Kinds.ALL.stream().map(k -> k.fields().type()).toList()));
    }

    @Test
    void aBlankElementHasTheIdThatItWasGiven() {
        Kinds.ALL.forEach(
                kind -> assertEquals(Id.of("x"), kind.blank(Id.of("x")).id()));
    }

    /// The components of a record and of the records in it, by their path.
    private static Map<String, @Nullable Object> leaves(Object record) {
        var leaves = new TreeMap<String, @Nullable Object>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = read(component, record);
            leaves.put(component.getName(), value);
            if (value instanceof Record inner && !isValue(component.getType())) {
                leaves(inner).forEach((path, leaf) -> leaves.put(component.getName() + "." + path, leaf));
            }
        }
        return leaves;
    }

    private static boolean isValue(Class<?> type) {
        return type.getPackageName().endsWith(".address") || VALUES.contains(type);
    }

    private static @Nullable Object read(RecordComponent component, Object record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
