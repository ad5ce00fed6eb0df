package vethscope.model.codec;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Tells the entries of one list apart, in the order in which they are asked for: the second `web` is `web#2`.
/// What was not understood has no identity and is `?1`, `?2`, …
final class Identities {

    private final Map<String, Integer> seen = new HashMap<>();
    private final Set<String> given = new HashSet<>();
    private int lost;

    String next(String identity) {
        String own = identity.startsWith("?") ? "?" + identity : identity;
        String next;
        do {
            int count = seen.merge(own, 1, Integer::sum);
            next = count == 1 ? own : own + "#" + count;
        } while (!given.add(next));
        return next;
    }

    String nextLost() {
        lost++;
        return "?" + lost;
    }
}
