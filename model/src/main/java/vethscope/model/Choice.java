package vethscope.model;

/// A setting that may be left to the cluster, switched off, or set: absent, `null` or an object in the file.
public sealed interface Choice<T> {

    record Inherit<T>() implements Choice<T> {}

    record None<T>() implements Choice<T> {}

    record Own<T>(T value) implements Choice<T> {}

    static <T> Choice<T> inherit() {
        return new Inherit<>();
    }

    static <T> Choice<T> none() {
        return new None<>();
    }

    static <T> Choice<T> own(T value) {
        return new Own<>(value);
    }
}
