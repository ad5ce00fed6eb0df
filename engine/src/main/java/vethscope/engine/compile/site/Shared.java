package vethscope.engine.compile.site;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import vethscope.engine.network.Keyed;

/// Entries that many machines share, each but for a few: they are hashed once for all.
public final class Shared<E> {

    private final Function<E, Object> key;
    private final List<E> all = new ArrayList<>();
    private final Map<Object, List<Integer>> places = new HashMap<>();

    public Shared(Function<E, Object> key) {
        this.key = key;
    }

    public void add(E entry) {
        places.computeIfAbsent(key.apply(entry), _ -> new ArrayList<>(1)).add(all.size());
        all.add(entry);
    }

    /// All but the entries at these places; nothing may be added any more.
    public Keyed<E> without(int... gone) {
        return new View<>(this, gone);
    }

    private static final class View<E> extends AbstractList<E> implements Keyed<E> {
        private final Shared<E> shared;
        private final int[] gone;
        private final List<E> rest;

        private View(Shared<E> shared, int... gone) {
            this.shared = shared;
            this.gone = gone;
            this.rest = Views.without(shared.all, gone);
        }

        @Override
        public E get(int index) {
            return rest.get(index);
        }

        @Override
        public int size() {
            return rest.size();
        }

        @Override
        public List<E> with(Object key) {
            return shared.places.getOrDefault(key, List.of()).stream()
                    .filter(place -> Arrays.stream(gone).noneMatch(g -> g == place))
                    .map(shared.all::get)
                    .toList();
        }
    }
}
