package vethscope.engine.network;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A persistent map: a change gives a new one that shares nearly everything with the old. A node has sixteen branches,
/// so a look-up among thousands of entries goes through three nodes, where a binary tree has a dozen that no cache
/// holds (P. Bagwell, Ideal Hash Trees, 2001). Its order is that of the hashes.
public final class Trie<K, V> extends AbstractMap<K, V> {

    /// Bits of the hash that a node looks at.
    private static final int BITS = 4;

    private static final int MASK = (1 << BITS) - 1;
    private static final int FIRST = Integer.SIZE - BITS;

    /// A node is an array of sixteen, which hold nodes, leaves or nothing.
    private final @Nullable Object root;

    private final int size;

    /// @param next has another key with the same hash
    private record Leaf<K, V>(
            int hash, K key, V value, @Nullable Leaf<K, V> next) {

        Leaf<K, V> with(K added, V its) {
            Leaf<K, V> rest = without(added);
            return new Leaf<>(hash, added, its, rest);
        }

        @Nullable
        Leaf<K, V> without(Object gone) {
            if (key.equals(gone)) {
                return next;
            }
            return next == null ? this : new Leaf<>(hash, key, value, next.without(gone));
        }
    }

    private Trie(@Nullable Object root, int size) {
        this.root = root;
        this.size = size;
    }

    public static <K, V> Trie<K, V> empty() {
        return new Trie<>(null, 0);
    }

    /// Spreads what the last bits tell apart to the first.
    private static int hash(Object key) {
        return key.hashCode() * 0x9e3779b9;
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable V get(@Nullable Object key) {
        if (key == null) {
            return null;
        }
        int hash = hash(key);
        Object at = root;
        for (int shift = FIRST; at instanceof Object[] node; shift -= BITS) {
            at = node[hash >>> shift & MASK];
        }
        for (Leaf<K, V> leaf = (Leaf<K, V>) at; leaf != null; leaf = leaf.next) {
            if (leaf.key.equals(key)) {
                return leaf.value;
            }
        }
        return null;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    /// With an entry, in the place of the one with that key.
    public Trie<K, V> plus(K key, V value) {
        return new Trie<>(put(root, FIRST, hash(key), key, value), containsKey(key) ? size : size + 1);
    }

    @SuppressWarnings("unchecked")
    private static <K, V> Object put(@Nullable Object at, int shift, int hash, K key, V value) {
        if (at == null) {
            return new Leaf<>(hash, key, value, null);
        }
        if (at instanceof Leaf<?, ?> leaf) {
            if (leaf.hash == hash) {
                return ((Leaf<K, V>) leaf).with(key, value);
            }
            var node = new Object[MASK + 1];
            node[leaf.hash >>> shift & MASK] = leaf;
            return put(node, shift, hash, key, value);
        }
        Object[] node = ((Object[]) at).clone();
        int branch = hash >>> shift & MASK;
        node[branch] = put(node[branch], shift - BITS, hash, key, value);
        return node;
    }

    /// Without the entry with that key.
    public Trie<K, V> minus(Object key) {
        return containsKey(key) ? new Trie<>(remove(root, FIRST, hash(key), key), size - 1) : this;
    }

    private static @Nullable Object remove(@Nullable Object at, int shift, int hash, Object key) {
        if (at instanceof Object[] known) {
            Object[] node = known.clone();
            int branch = hash >>> shift & MASK;
            node[branch] = remove(node[branch], shift - BITS, hash, key);
            return node;
        }
        return at instanceof Leaf<?, ?> leaf ? leaf.without(key) : null;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Set<Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<K, V>> iterator() {
                var all = new ArrayList<Entry<K, V>>(size);
                collect(root, all);
                return List.copyOf(all).iterator();
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    @SuppressWarnings("unchecked")
    private static <K, V> void collect(@Nullable Object at, List<Entry<K, V>> all) {
        if (at instanceof Object[] node) {
            for (Object branch : node) {
                collect(branch, all);
            }
        } else {
            for (Leaf<K, V> leaf = (Leaf<K, V>) at; leaf != null; leaf = leaf.next) {
                all.add(Map.entry(leaf.key, leaf.value));
            }
        }
    }
}
