package vethscope.engine.trace;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A value that is made when somebody asks for it, once: most of what a trace could tell is never asked. It equals
/// another by value. Two threads may both make it, to the same effect.
///
/// @param <T> no supplier
public final class Later<T> {

    /// Who makes the value, until somebody asked; then the value.
    private Object held;

    private Later(Object held) {
        this.held = held;
    }

    public static <T> Later<T> of(T value) {
        return new Later<>(Objects.requireNonNull(value));
    }

    /// @param maker looks only at values that never change
    public static <T> Later<T> by(Supplier<T> maker) {
        return new Later<>(maker);
    }

    @SuppressWarnings("unchecked")
    public T get() {
        Object known = held;
        if (known instanceof Supplier<?> maker) {
            known = Objects.requireNonNull(maker.get());
            held = known;
        }
        return (T) known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Later<?> later && get().equals(later.get());
    }

    @Override
    public int hashCode() {
        return get().hashCode();
    }

    @Override
    public String toString() {
        return get().toString();
    }
}
