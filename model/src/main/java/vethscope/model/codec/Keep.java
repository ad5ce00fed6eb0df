package vethscope.model.codec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.Unknown;

/// What a reading puts aside: problems, and the values to be written back.
final class Keep {

    private record Value(Place place, Json json, @Nullable Place after, boolean entry) {}

    /// More than anyone reads.
    private static final int MOST_PROBLEMS = 1000;

    private final List<Problem> problems = new ArrayList<>();
    private final List<Value> values = new ArrayList<>();
    private int count;

    void problem(Place place, Json.Mark mark, String message) {
        count++;
        if (count <= MOST_PROBLEMS) {
            problems.add(new Problem(place.pointer(), mark.line(), mark.column(), message));
        }
    }

    /// The value of a key of an object.
    void value(Place place, Json json) {
        values.add(new Value(place, json, null, false));
    }

    /// An entry of a list or map, and the one before it.
    void entry(Place place, Json json, @Nullable Place after) {
        values.add(new Value(place, json, after, true));
    }

    int size() {
        return values.size();
    }

    /// Forgets what was kept inside something that is then kept whole.
    void shrink(int size) {
        values.subList(size, values.size()).clear();
    }

    /// In the order of the file.
    List<Problem> problems() {
        var all = new ArrayList<>(problems);
        all.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
        if (count > MOST_PROBLEMS) {
            all.add(new Problem(
                    "", 0, 0, "There are " + (count - MOST_PROBLEMS) + " more problems: mend these first."));
        }
        return all;
    }

    Unknown unknown() {
        var byPlace = new LinkedHashMap<String, Unknown.Kept>();
        for (Value v : values) {
            byPlace.put(
                    v.place.identityPointer(),
                    new Unknown.Kept(
                            JsonPrinter.compact(v.json), v.entry, v.after == null ? null : v.after.identity()));
        }
        return byPlace.isEmpty() ? Unknown.NONE : new Unknown(byPlace);
    }
}
