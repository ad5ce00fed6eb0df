package vethscope.model.element;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/// One part of an immutable value: how to read it, and the value with that part replaced.
public record Part<E, V>(Function<E, V> read, BiFunction<E, V, E> with) {

    /// The part of a part.
    public <W> Part<E, W> then(Part<V, W> inner) {
        return new Part<>(
                e -> inner.read.apply(read.apply(e)), (e, w) -> with.apply(e, inner.with.apply(read.apply(e), w)));
    }

    /// The whole value.
    public static <V> Part<V, V> self() {
        return new Part<>(v -> v, (_, v) -> v);
    }

    /// The component of a record by name, replaced by calling the canonical constructor.
    ///
    /// @throws IllegalArgumentException if the record has no such component
    @SuppressWarnings("unchecked") // the component's type is V by the fields that name it, which the tests prove
    public static <E, V> Part<E, V> component(Class<E> type, String name) {
        List<RecordComponent> all = List.of(type.getRecordComponents());
        int at = all.stream().map(RecordComponent::getName).toList().indexOf(name);
        if (at < 0) {
            throw new IllegalArgumentException(type.getSimpleName() + " has no component " + name);
        }
        Constructor<E> canonical = canonical(type, all);
        return new Part<>(e -> (V) read(all.get(at), e), (e, v) -> {
            Object[] values = new Object[all.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = i == at ? v : read(all.get(i), e);
            }
            return call(() -> canonical.newInstance(values));
        });
    }

    private static <E> Constructor<E> canonical(Class<E> type, List<RecordComponent> components) {
        try {
            return type.getDeclaredConstructor(
                    components.stream().map(RecordComponent::getType).toArray(Class[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " has a canonical constructor", e);
        }
    }

    private static Object read(RecordComponent component, Object from) {
        return call(() -> component.getAccessor().invoke(from));
    }

    private interface Reflective<T> {
        T call() throws ReflectiveOperationException;
    }

    /// What a constructor or accessor throws is thrown as it is.
    private static <T> T call(Reflective<T> action) {
        try {
            return action.call();
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
