package vethscope.app.scene;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds what lies near a place: a grid of square cells, each with the things that touch it. A thing that would touch
/// very many cells is kept apart and looked at always.
final class Buckets<T> {

    private static final int MANY = 256;

    private final double cell;
    private final Map<Long, List<Entry<T>>> cells = new HashMap<>();
    private final List<Entry<T>> large = new ArrayList<>();
    private int count;

    private record Entry<T>(int order, Rect box, T thing) {}

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
                .map(Entry::thing)
                .toList();
    }

    private static <T> void addTouching(List<Entry<T>> list, Rect area, Set<Entry<T>> found) {
        for (Entry<T> entry : list) {
            Rect box = entry.box;
            if (box.x() <= area.right()
                    && area.x() <= box.right()
                    && box.y() <= area.bottom()
                    && area.y() <= box.bottom()) {
                found.add(entry);
            }
        }
    }

    private long cell(double at) {
        return (long) Math.floor(at / cell);
    }

    private static long key(long column, long row) {
        return column << 32 ^ row & 0xffffffffL;
    }
}
