package vethscope.app.scene;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Finds what lies near a place: a grid of square cells, each with the things that touch it. A thing that would touch
/// very many cells is kept apart and looked at always.
final class Buckets<T> {

    private static final int MANY = 256;

    private final double cell;
    private final Map<Long, List<Entry<T>>> cells = new HashMap<>();
    private final List<Entry<T>> large = new ArrayList<>();
    private int count;

    /// Told apart by identity: a thing in several cells is found once.
    private static final class Entry<T> {
        private final int order;
        private final Rect box;
        private final T thing;

        Entry(int order, Rect box, T thing) {
            this.order = order;
            this.box = box;
            this.thing = thing;
        }

        boolean touches(Rect area) {
            return box.x() <= area.right()
                    && area.x() <= box.right()
                    && box.y() <= area.bottom()
                    && area.y() <= box.bottom();
        }
    }

    Buckets(double cell) {
        this.cell = cell;
    }

    void add(Rect box, T thing) {
        var entry = new Entry<>(count++, box, thing);
        long left = cell(box.x());
        long right = cell(box.right());
        long top = cell(box.y());
        long bottom = cell(box.bottom());
        if ((right - left + 1) * (bottom - top + 1) > MANY) {
            large.add(entry);
            return;
        }
        for (long row = top; row <= bottom; row++) {
            for (long column = left; column <= right; column++) {
                cells.computeIfAbsent(key(column, row), k -> new ArrayList<>(4)).add(entry);
            }
        }
    }

    /// Everything whose box touches this one, in the order of adding.
    List<T> near(Rect area) {
        Set<Entry<T>> found = new LinkedHashSet<>();
        addTouching(large, area, found);
        long right = cell(area.right());
        long bottom = cell(area.bottom());
        long across = right - cell(area.x()) + 1;
        if (across * (bottom - cell(area.y()) + 1) > cells.size()) {
            cells.values().forEach(list -> addTouching(list, area, found));
        } else {
            for (long row = cell(area.y()); row <= bottom; row++) {
                for (long column = cell(area.x()); column <= right; column++) {
                    addTouching(cells.getOrDefault(key(column, row), List.of()), area, found);
                }
            }
        }
        return found.stream()
                .sorted((a, b) -> Integer.compare(a.order, b.order))
                .map(entry -> entry.thing)
                .toList();
    }

    /// Whether anything whose box touches this one satisfies the test.
    boolean anyNear(Rect area, Predicate<T> test) {
        if (any(large, area, test)) {
            return true;
        }
        long right = cell(area.right());
        long bottom = cell(area.bottom());
        for (long row = cell(area.y()); row <= bottom; row++) {
            for (long column = cell(area.x()); column <= right; column++) {
                if (any(cells.getOrDefault(key(column, row), List.of()), area, test)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static <T> boolean any(List<Entry<T>> list, Rect area, Predicate<T> test) {
        for (Entry<T> entry : list) {
            if (entry.touches(area) && test.test(entry.thing)) {
                return true;
            }
        }
        return false;
    }

    private static <T> void addTouching(List<Entry<T>> list, Rect area, Set<Entry<T>> found) {
        for (Entry<T> entry : list) {
            if (entry.touches(area)) {
                found.add(entry);
            }
        }
    }

    private long cell(double at) {
        return (long) Math.floor(at / cell);
    }

    /// Unlike for each cell, and spread so that neighbours do not meet in one place of a hash table.
    private static long key(long column, long row) {
        return (column << 32 ^ row & 0xffffffffL) * 0x9E3779B97F4A7C15L;
    }
}
