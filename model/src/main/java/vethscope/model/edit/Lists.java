package vethscope.model.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Copies of lists with one thing changed.
final class Lists {

    private Lists() {}

    /// The first item that the test takes is replaced; without one the item is added.
    static <T> List<T> put(List<T> items, Predicate<T> replaced, T item) {
        var next = new ArrayList<>(items);
        for (int i = 0; i < next.size(); i++) {
            if (replaced.test(next.get(i))) {
                next.set(i, item);
                return next;
            }
        }
        next.add(item);
        return next;
    }

    static <T> List<T> without(List<T> items, Predicate<T> removed) {
        return items.stream().filter(removed.negate()).toList();
    }
}
