package vethscope.engine.trace;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A value that is made when somebody asks for it, once: most of what a trace could tell is never asked. It equals
/// another by value. Two threads may both make it, to the same effect.
public final class Later<T> {

    private @Nullable Supplier<T> maker;
    private @Nullable T value;

    private Later(@Nullable Supplier<T> maker, @Nullable T value) {
        this.maker = maker;
        this.value = value;
    }

    public static <T> Later<T> of(T value) {
        return new Later<>(null, value);
    }

    /// @param maker looks only at values that never change
    public static <T> Later<T> by(Supplier<T> maker) {
        return new Later<>(maker, null);
    }

    public T get() {
        Supplier<T> make = maker;
        if (make != null) {
            value = make.get();
            maker = null;
        }
        return Objects.requireNonNull(value);
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
