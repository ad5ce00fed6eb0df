package vethscope.engine.compile.site;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import vethscope.engine.network.Keyed;

/// Lists that many machines share, seen with small differences and without copies.
public final class Views {

    private Views() {}

    /// All but the items at these places.
    public static <T> List<T> without(List<T> all, int... places) {
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
    public static <T> List<T> joined(List<T> first, List<T> second) {
        if (first.isEmpty() || second.isEmpty()) {
            return first.isEmpty() ? second : first;
        }
        return new Joined<>(first, second);
    }

    private static final class Joined<T> extends AbstractList<T> implements Keyed<T> {
        private final List<T> first;
        private final List<T> second;

        private Joined(List<T> first, List<T> second) {
            this.first = first;
            this.second = second;
        }

        @Override
        public T get(int index) {
            return index < first.size() ? first.get(index) : second.get(index - first.size());
        }

        @Override
        public int size() {
            return first.size() + second.size();
        }

        @Override
        public List<T> with(Object key) {
            return joined(Keyed.among(first, key), Keyed.among(second, key));
        }
    }
}
