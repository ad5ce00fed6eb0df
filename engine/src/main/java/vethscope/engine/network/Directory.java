package vethscope.engine.network;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An unmodifiable map in its given order. A packet asks at nearly every stage, so a look-up touches little memory:
/// keys and values stand side by side in one table, and a key is mostly the very object that was put there.
sealed class Directory<K, V> extends AbstractMap<K, V> permits Interfaces {

    private final List<Entry<K, V>> entries;

    /// Key and value in turn; a taken slot's neighbour is next.
    private final @Nullable Object[] slots;

    Directory(Map<K, V> given) {
        entries = given.entrySet().stream().map(Map.Entry::copyOf).toList();
        slots = new Object[Integer.highestOneBit(Math.max(1, entries.size())) * 8];
        for (Entry<K, V> entry : entries) {
            int slot = slot(entry.getKey());
            slots[slot] = entry.getKey();
            slots[slot + 1] = entry.getValue();
        }
    }

    static <K, V> Directory<K, V> of(Map<K, V> entries) {
        return entries instanceof Directory<K, V> ready ? ready : new Directory<>(entries);
    }

    /// The key's slot, or the free one where it would stand.
    private int slot(Object key) {
        int mask = slots.length - 2;
        int slot = key.hashCode() * 0x9e3779b9 >>> Integer.numberOfLeadingZeros(mask) << 1 & mask;
        Object there = slots[slot];
        while (there != null && there != key && !there.equals(key)) {
            slot = slot + 2 & mask;
            there = slots[slot];
        }
        return slot;
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable V get(@Nullable Object key) {
        return key == null ? null : (V) slots[slot(key) + 1];
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public Set<Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<K, V>> iterator() {
                return entries.iterator();
            }

            @Override
            public int size() {
                return entries.size();
            }
        };
    }
}
