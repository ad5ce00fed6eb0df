package vethscope.engine.netfilter;

import java.util.Arrays;
import java.util.List;
import vethscope.engine.netfilter.Match.Comment;
import vethscope.engine.netfilter.Match.Probability;
import vethscope.engine.netfilter.Match.RecentList;

/// Neighbouring rules that ask the same and differ only by their probability: one decision among them.
final class Odds {

    private static final double SAME = 1e-6;

    private final int end;
    private final int[] rules;
    private final double[] weights;

    private Odds(int end, int[] rules, double[] weights) {
        this.end = end;
        this.rules = rules;
        this.weights = weights;
    }

    static Odds of(List<Rule> chain, int first) {
        int end = end(chain, first);
        var rules = new int[end - first + 1];
        var weights = new double[end - first + 1];
        int options = 0;
        double left = 1;
        for (int i = first; i <= end; i++) {
            double p = i < end ? probability(chain.get(i)) : 1;
            if (left * p > 0) {
                rules[options] = i;
                weights[options++] = left * p;
            }
            left *= 1 - p;
        }
        return new Odds(end, Arrays.copyOf(rules, options), evened(Arrays.copyOf(weights, options)));
    }

    /// The rule after the last of them.
    int end() {
        return end;
    }

    /// How many of them can be chosen, and one more if it may be none.
    int options() {
        return rules.length;
    }

    /// The rule of an option; [#end] stands for none.
    int rule(int option) {
        return rules[option];
    }

    /// Which option happens; without an alternative nothing is decided.
    int draw(Facts.Surroundings around) {
        return options() == 1 ? 0 : around.choose(weights);
    }

    private static int end(List<Rule> chain, int first) {
        int end = first + 1;
        Rule rule = chain.get(first);
        boolean more = probability(rule) < 1 && rule.matches().stream().noneMatch(RecentList.class::isInstance);
        while (more
                && end < chain.size()
                && sameBesides(rule.matches(), chain.get(end).matches())) {
            more = probability(chain.get(end)) < 1;
            end++;
        }
        return end;
    }

    /// 1 for a rule that does not ask.
    private static double probability(Rule rule) {
        double p = 1;
        for (Match match : rule.matches()) {
            if (match instanceof Probability(boolean not, double one)) {
                p *= not ? 1 - one : one;
            }
        }
        return p;
    }

    private static boolean sameBesides(List<Match> a, List<Match> b) {
        int i = next(a, 0);
        int j = next(b, 0);
        while (i < a.size() && j < b.size()) {
            if (!a.get(i).equals(b.get(j))) {
                return false;
            }
            i = next(a, i + 1);
            j = next(b, j + 1);
        }
        return i == a.size() && j == b.size();
    }

    private static int next(List<Match> matches, int from) {
        int i = from;
        while (i < matches.size() && (matches.get(i) instanceof Probability || matches.get(i) instanceof Comment)) {
            i++;
        }
        return i;
    }

    /// Rounding of 1/n, 1/(n-1) … must not make one of n equal choices likelier.
    private static double[] evened(double[] weights) {
        for (double weight : weights) {
            if (Math.abs(weight - weights[0]) > SAME) {
                return weights;
            }
        }
        Arrays.fill(weights, 1.0 / weights.length);
        return weights;
    }
}
