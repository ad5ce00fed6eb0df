package vethscope.engine.network;

import java.util.List;

/// A list whose entries are found by a key without looking through it. It does not change.
public interface Keyed<E> extends List<E> {

    /// The entries with that key, in order.
    List<E> with(Object key);

    /// Entries of a list among which are all that have the key.
    static <E> List<E> among(List<E> list, Object key) {
        return list instanceof Keyed<E> keyed ? keyed.with(key) : list;
    }
}
