package vethscope.engine.compile;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// Lists that many machines share, seen with small differences and without copies.
final class Views {

    private Views() {}

    /// All but the items at these places.
    static <T> List<T> without(List<T> all, int... places) {
        int[] sorted = Arrays.stream(places).sorted().distinct().toArray();
        return new AbstractList<>() {
            @Override
            public T get(int index) {
                int at = Objects.checkIndex(index, size());
                for (int skipped : sorted) {
                    at += at >= skipped ? 1 : 0;
                }
                return all.get(at);
            }

            @Override
            public int size() {
                return all.size() - sorted.length;
            }
        };
    }

    /// One after the other.
    static <T> List<T> joined(List<T> first, List<T> second) {
        if (first.isEmpty() || second.isEmpty()) {
            return first.isEmpty() ? second : first;
        }
        return new AbstractList<>() {
            @Override
            public T get(int index) {
                return index < first.size() ? first.get(index) : second.get(index - first.size());
            }

            @Override
            public int size() {
                return first.size() + second.size();
            }
        };
    }
}
