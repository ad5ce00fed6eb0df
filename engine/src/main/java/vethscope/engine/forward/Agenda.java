package vethscope.engine.forward;

import org.jspecify.annotations.Nullable;

/// What is under way, in order of simulated time; at the same instant in the order it was put down.
final class Agenda {

    private @Nullable Entry first;
    private @Nullable Entry last;
    private long now;

    private static final class Entry {
        private final long micros;
        private final Runnable work;
        private @Nullable Entry next;

        Entry(long micros, Runnable work, @Nullable Entry next) {
            this.micros = micros;
            this.work = work;
            this.next = next;
        }
    }

    /// @param start simulated time, in microseconds
    Agenda(long start) {
        now = start;
    }

    long now() {
        return now;
    }

    /// Nearly everything takes as long as a cable, so it nearly always comes last.
    void at(long delay, Runnable work) {
        long micros = now + delay;
        Entry before = last != null && last.micros <= micros ? last : before(micros);
        if (before == null) {
            first = new Entry(micros, work, first);
            last = last == null ? first : last;
        } else {
            before.next = new Entry(micros, work, before.next);
            last = before == last ? before.next : last;
        }
    }

    /// The last entry that is due by then; null if all are due later.
    private @Nullable Entry before(long micros) {
        Entry found = null;
        for (Entry each = first; each != null && each.micros <= micros; each = each.next) {
            found = each;
        }
        return found;
    }

    /// Does the next thing; false when there is none.
    boolean next() {
        Entry entry = first;
        if (entry == null) {
            return false;
        }
        first = entry.next;
        last = first == null ? null : last;
        now = entry.micros;
        entry.work.run();
        return true;
    }
}
