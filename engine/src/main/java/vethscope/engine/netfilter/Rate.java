package vethscope.engine.netfilter;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// So many packets in a second, minute, hour or day, with a burst: a bucket that fills with time and from which each
/// packet takes its cost. New buckets are full.
///
/// @param period between two packets, in parts of a second
/// @param scale parts of a second
record Rate(long period, long scale, int burst) {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(?:/([a-z]+))?", Pattern.CASE_INSENSITIVE);
    private static final String[] UNITS = {"day", "hour", "min", "sec"};
    private static final String[] WORDS = {"day", "hour", "minute", "second"};
    private static final long[] SECONDS = {86_400, 3600, 60, 1};
    private static final long MICROS = 1_000_000;

    /// `parse_rate` (extensions/libxt_limit.c, libxt_hashlimit.c): units may be cut short.
    static Rate read(String text, long scale, int burst) throws Refusal {
        Matcher rate = TEXT.matcher(text);
        long number = rate.matches() ? Long.parseLong(rate.group(1)) : 0;
        int unit = number == 0 ? -1 : rate.group(2) == null ? UNITS.length - 1 : unit(rate.group(2));
        if (unit < 0 || scale * SECONDS[unit] / number == 0) {
            throw new Refusal("rate.none", text);
        }
        return new Rate(scale * SECONDS[unit] / number, scale, burst);
    }

    private static int unit(String text) {
        for (int i = 0; i < WORDS.length; i++) {
            if (text.length() <= WORDS[i].length() && WORDS[i].regionMatches(true, 0, text, 0, text.length())) {
                return i;
            }
        }
        return -1;
    }

    /// How long the bucket needs to fill from empty, at one packet a turn of its unit: when it is forgotten.
    long unitMicros() {
        return SECONDS[shown()] * MICROS;
    }

    private int shown() {
        int i = 1;
        while (i < UNITS.length) {
            long mult = SECONDS[i] * scale;
            if (period > mult || mult / period < mult % period) {
                break;
            }
            i++;
        }
        return i - 1;
    }

    /// Takes a packet's cost out of the bucket that is kept under a name; false if too little is in it.
    boolean take(String bucket, Meter meter, long now) {
        long cost = period * MICROS / scale;
        long full = cost * burst;
        // kept as the time when it will be full again
        long filled = Math.max(now, meter.read(bucket));
        if (full - (filled - now) < cost) {
            return false;
        }
        meter.write(bucket, filled + cost);
        return true;
    }

    /// `print_rate`: in the largest unit that gives a whole number.
    @Override
    public String toString() {
        int unit = shown();
        return SECONDS[unit] * scale / period + "/" + UNITS[unit];
    }
}
