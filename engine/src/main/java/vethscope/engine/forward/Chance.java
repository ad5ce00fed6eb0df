package vethscope.engine.forward;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vethscope.engine.stage.Dice;
import vethscope.engine.trace.Trace.Decision;

/// The random decisions of one trace, numbered as they are made: decision k among n takes a SplitMix64 of (seed, k)
/// modulo n, or in proportion to unequal weights. A script overrides the first decisions, so that every leaf of the
/// tree of decisions can be visited.
public final class Chance implements Dice {

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final long seed;
    private final List<Integer> script;
    private final boolean scripted;
    private final List<Decision> taken = new ArrayList<>();
    private final List<double[]> odds = new ArrayList<>();
    private final Map<Object, Integer> flows = new HashMap<>(4);
    private int ports;
    private boolean quiet;
    private int drawn;

    private Chance(long seed, List<Integer> script, boolean scripted) {
        this.seed = seed;
        this.script = script;
        this.scripted = scripted;
    }

    public static Chance seeded(long seed) {
        return new Chance(seed, List.of(), false);
    }

    /// These choices first, then the first option of every further decision. Ports are drawn as with that seed.
    public static Chance scripted(long seed, List<Integer> choices) {
        return new Chance(seed, List.copyOf(choices), true);
    }

    @Override
    public int choose(double[] weights) {
        if (quiet) {
            return pick(seed, (1L << 33) + drawn++, weights);
        }
        int k = taken.size();
        int choice = k < script.size() ? script.get(k) : scripted ? 0 : pick(seed, k, weights);
        taken.add(new Decision(choice, weights.length));
        odds.add(weights.clone());
        return choice;
    }

    @Override
    public int choose(Object flow, double[] weights) {
        Integer known = flows.get(flow);
        if (known == null) {
            known = choose(weights);
            flows.put(flow, known);
        }
        return known;
    }

    /// What is decided meanwhile comes from the same stream, but is no branch.
    void quietly(Runnable work) {
        quiet = true;
        work.run();
        quiet = false;
    }

    /// From the same stream, but no branch.
    @Override
    public int port(int first, int last) {
        return first + (int) Long.remainderUnsigned(mix(seed, (1L << 32) + ports++), last - first + 1L);
    }

    public List<Decision> taken() {
        return List.copyOf(taken);
    }

    /// The smallest seed from 1 up to `limit` that would have taken the same decisions.
    public Optional<Long> smallestSeed(long limit) {
        for (long candidate = 1; candidate <= limit; candidate++) {
            int k = 0;
            while (k < taken.size()
                    && pick(candidate, k, odds.get(k)) == taken.get(k).choice()) {
                k++;
            }
            if (k == taken.size()) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static int pick(long seed, long k, double[] weights) {
        long random = mix(seed, k);
        if (equal(weights)) {
            return (int) Long.remainderUnsigned(random, weights.length);
        }
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        double point = (random >>> 11) * 0x1.0p-53 * total;
        for (int i = 0; i < weights.length - 1; i++) {
            point -= weights[i];
            if (point < 0) {
                return i;
            }
        }
        return weights.length - 1;
    }

    private static boolean equal(double[] weights) {
        for (double weight : weights) {
            if (Math.abs(weight - weights[0]) > 1e-6) {
                return false;
            }
        }
        return true;
    }

    /// Output k of a SplitMix64 generator (Steele, Lea, Flood 2014) started at the seed.
    private static long mix(long seed, long k) {
        long z = seed + (k + 1) * GOLDEN;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
