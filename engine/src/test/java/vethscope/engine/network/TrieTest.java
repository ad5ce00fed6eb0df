package vethscope.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrieTest {

    /// Many keys share a hash, and many more its first bits.
    private record Key(int number) {
        @Override
        public int hashCode() {
            return number % 97 * 0x10000;
        }
    }

    @Test
    void anyChangesLeaveWhatAHashMapWouldHold() {
        var random = new Random(7);
        Trie<Key, Integer> trie = Trie.empty();
        var plain = new HashMap<Key, Integer>();
        for (int i = 0; i < 20_000; i++) {
            var key = new Key(random.nextInt(600));
            if (random.nextInt(3) == 0) {
                trie = trie.minus(key);
                plain.remove(key);
            } else {
                trie = trie.plus(key, i);
                plain.put(key, i);
            }
            assertEquals(plain.get(key), trie.get(key));
            assertEquals(plain.size(), trie.size());
        }
        assertEquals(plain, new HashMap<>(trie));
        assertEquals(plain, trie);
    }

    @Test
    void aMapStaysAsItWasWhenAnotherIsMadeOfIt() {
        Trie<String, Integer> one = Trie.<String, Integer>empty().plus("a", 1);
        Trie<String, Integer> other = one.plus("a", 2).plus("b", 3).minus("a");
        assertEquals(Map.of("a", 1), one);
        assertEquals(Map.of("b", 3), other);
        assertNull(other.get("a"));
    }
}
