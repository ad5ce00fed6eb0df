package vethscope.engine.netfilter;

import java.util.Arrays;
import java.util.List;
import vethscope.engine.netfilter.Match.Comment;
import vethscope.engine.netfilter.Match.Probability;
import vethscope.engine.netfilter.Match.RecentList;

/// Neighbouring rules that ask the same and differ only by their probability: one decision among them.
///
/// @param first rule of the run; `end` is the one after its last
/// @param chosen the rule that matches; `end` if none does
/// @param options rules that could be chosen, and one more if it may be none
record Run(RuleList rules, int first, int end, int chosen, int options) {

    private static final double SAME = 1e-6;

    boolean isIn(RuleList list, int i) {
        return list == rules && first <= i && i < end;
    }

    int which() {
        return chosen - first;
    }

    /// Draws once for all rules from `first` on that belong together.
    static Run drawn(RuleList rules, int first, Facts.Surroundings around) {
        int end = end(rules, first);
        var weights = new double[end - first + 1];
        double left = 1;
        for (int i = first; i < end; i++) {
            double p = probability(rules.get(i));
            weights[i - first] = left * p;
            left *= 1 - p;
        }
        weights[end - first] = left;
        int options = left > 0 ? weights.length : weights.length - 1;
        weights = evened(Arrays.copyOf(weights, options));
        int certain = certain(weights);
        int choice = certain >= 0 ? certain : around.choose(weights);
        return new Run(rules, first, end, first + choice, options);
    }

    private static int end(RuleList rules, int first) {
        int end = first + 1;
        Rule rule = rules.get(first);
        boolean more = probability(rule) < 1 && rule.matches().stream().noneMatch(RecentList.class::isInstance);
        while (more
                && end < rules.size()
                && sameBesides(rule.matches(), rules.get(end).matches())) {
            more = probability(rules.get(end)) < 1;
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

    /// The only choice that can happen; -1 if there are several.
    private static int certain(double[] weights) {
        int found = -1;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                if (found >= 0) {
                    return -1;
                }
                found = i;
            }
        }
        return found;
    }
}
