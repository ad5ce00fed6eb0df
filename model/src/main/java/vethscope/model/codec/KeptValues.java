package vethscope.model.codec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.model.Unknown;

/// What was kept of a file, found by the place that is being written.
final class KeptValues {

    private record Entry(String key, Json json, @Nullable String after) {}

    static final KeptValues NONE = new KeptValues(Unknown.NONE);

    private final Map<String, Map<String, Json>> values = new HashMap<>();
    private final Map<String, List<Entry>> entries = new HashMap<>();
    private final Set<String> parents = new HashSet<>();

    KeptValues(Unknown unknown) {
        unknown.byPlace().forEach((pointer, kept) -> {
            int slash = pointer.lastIndexOf('/');
            String parent = pointer.substring(0, Math.max(slash, 0));
            String key = pointer.substring(slash + 1).replace("~1", "/").replace("~0", "~");
            if (!kept.entry()) {
                values.computeIfAbsent(parent, _ -> new LinkedHashMap<>()).put(key, parsed(kept.json()));
            } else {
                entries.computeIfAbsent(parent, _ -> new ArrayList<>())
                        .add(new Entry(key, parsed(kept.json()), kept.after()));
            }
            for (int end = slash; end >= 0; end = pointer.lastIndexOf('/', end - 1)) {
                parents.add(pointer.substring(0, end));
            }
        });
    }

    private static Json parsed(String json) {
        try {
            return JsonText.parse(json);
        } catch (Refusal e) {
            throw new IllegalStateException("what was kept of a file is JSON", e);
        }
    }

    boolean below(String pointer) {
        return parents.contains(pointer);
    }

    Optional<Json> value(String parent, String key) {
        return Optional.ofNullable(values.getOrDefault(parent, Map.of()).get(key));
    }

    /// Kept keys of an object, in their original order.
    Map<String, Json> values(String parent) {
        return values.getOrDefault(parent, Map.of());
    }

    /// These items of a list or map with the kept ones between them, each after the one that it stood after.
    Map<String, Json> among(Map<String, Json> items, String parent) {
        List<Entry> lost = entries.getOrDefault(parent, List.of());
        if (lost.isEmpty()) {
            return items;
        }
        var following = new HashMap<@Nullable String, List<Entry>>();
        lost.forEach(entry ->
                following.computeIfAbsent(entry.after, _ -> new ArrayList<>()).add(entry));
        var all = new LinkedHashMap<String, Json>();
        follow(null, following, all);
        items.forEach((identity, json) -> {
            all.put(identity, json);
            follow(identity, following, all);
        });
        lost.forEach(entry -> all.putIfAbsent(entry.key, entry.json));
        return all;
    }

    private static void follow(
            @Nullable String identity, Map<@Nullable String, List<Entry>> following, Map<String, Json> all) {
        List<Entry> next = following.remove(identity);
        while (next != null) {
            next.forEach(entry -> all.putIfAbsent(entry.key, entry.json));
            next = following.remove(next.getLast().key);
        }
    }
}
