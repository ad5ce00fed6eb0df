package vethscope.app.scene;

import java.util.Arrays;

/// Gives things on a line places of their own, as near as can be to where they want to be.
final class Spread {

    private Spread() {}

    /// Positions in the order of `wanted`, which must be sorted: at least `gap` apart and between `low` and
    /// `high`; closer together where there is not enough room.
    static double[] of(double[] wanted, double gap, double low, double high) {
        int n = wanted.length;
        double step = n < 2 ? 0 : Math.min(gap, Math.max(0, high - low) / (n - 1));
        double[] out = Arrays.copyOf(wanted, n);
        for (int i = 0; i < n; i++) {
            double least = i == 0 ? low : out[i - 1] + step;
            out[i] = Math.max(least, Math.min(out[i], Math.max(least, high - (n - 1 - i) * step)));
        }
        for (int i = n - 2; i >= 0; i--) {
            out[i] = Math.max(low + i * step, Math.min(out[i], out[i + 1] - step));
        }
        return out;
    }
}
