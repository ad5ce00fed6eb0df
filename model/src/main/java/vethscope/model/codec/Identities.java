package vethscope.model.codec;

import java.util.HashMap;
import java.util.Map;

/// Tells the items of one list apart: the second of the same identity gets `#2`.
final class Identities {

    private final Map<String, Integer> seen = new HashMap<>();
    private int lost;

    String next(String identity) {
        int count = seen.merge(identity, 1, Integer::sum);
        return count == 1 ? identity : identity + "#" + count;
    }

    /// For an item that was not understood.
    String nextLost() {
        lost++;
        return "?" + lost;
    }
}
