package vethscope.engine.network;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An unmodifiable map in its given order, without the layers that every look-up of a wrapped map goes
/// through: a packet asks at nearly every stage.
sealed class Directory<K, V> extends AbstractMap<K, V> permits Interfaces {

    private final LinkedHashMap<K, V> entries;

    Directory(Map<K, V> entries) {
        this.entries = new LinkedHashMap<>(entries);
    }

    static <K, V> Directory<K, V> of(Map<K, V> entries) {
        return entries instanceof Directory<K, V> ready ? ready : new Directory<>(entries);
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        return entries.get(key);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return entries.containsKey(key);
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public Set<Entry<K, V>> entrySet() {
        return Collections.unmodifiableMap(entries).entrySet();
    }
}
