package vethscope.engine.forward;

import java.util.PriorityQueue;

/// What is under way, in order of simulated time; at the same instant in the order it was put down.
final class Agenda {

    private record Entry(long micros, long order, Runnable work) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int c = Long.compare(micros, other.micros);
            return c != 0 ? c : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long now;
    private long order;

    /// @param start simulated time, in microseconds
    Agenda(long start) {
        now = start;
    }

    long now() {
        return now;
    }

    void at(long delay, Runnable work) {
        entries.add(new Entry(now + delay, order++, work));
    }

    /// Does the next thing; false when there is none.
    boolean next() {
        Entry entry = entries.poll();
        if (entry == null) {
            return false;
        }
        now = entry.micros;
        entry.work.run();
        return true;
    }
}
