package vethscope.engine.replay;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.trace.Fate;
import vethscope.engine.trace.Leg;
import vethscope.engine.trace.Step;
import vethscope.engine.trace.Trace;
import vethscope.model.Expectation;

/// Holds one trace against one expectation.
record Judge(Trace trace, Expectation expect) {

    List<Verdict.Mismatch> judge(List<Trace> leaves) {
        var found = new ArrayList<Verdict.Mismatch>();
        outcome(found);
        at(found, leaves);
        sourceSeen(found);
        through(found);
        avoiding(found);
        rewrites(found);
        reply(found);
        return found;
    }

    private void outcome(List<Verdict.Mismatch> found) {
        String outcome = trace.outcome().json();
        if (expect.outcome() != null && !expect.outcome().equals(outcome)) {
            found.add(new Verdict.Mismatch("outcome", expect.outcome(), outcome, ending()));
        }
    }

    private void at(List<Verdict.Mismatch> found, List<Trace> leaves) {
        if (expect.at().isEmpty()) {
            return;
        }
        if (expect.at().stream().noneMatch(wish -> isAt(trace, wish))) {
            found.add(new Verdict.Mismatch("at", String.join(" or ", expect.at()), place(trace), lastChoice()));
        } else if (expect.all()) {
            expect.at().stream()
                    .filter(wish -> leaves.stream().noneMatch(t -> isAt(t, wish)))
                    .forEach(wish ->
                            found.add(new Verdict.Mismatch("at", wish, String.join(", ", trace.branches()), null)));
        }
    }

    private static boolean isAt(Trace trace, String wish) {
        Trace.Arrival at = trace.at();
        return at != null && (wish.equals(at.element().value()) || wish.equals(at.element() + "/" + at.container()));
    }

    private static String place(Trace trace) {
        Trace.Arrival at = trace.at();
        return at == null
                ? trace.outcome().json()
                : at.container() == null ? at.element().value() : at.element() + "/" + at.container();
    }

    /// A port is judged only where one is expected.
    private void sourceSeen(List<Verdict.Mismatch> found) {
        String wish = expect.sourceSeen();
        String seen = trace.sourceSeen();
        if (wish != null && !wish.equals(seen) && (seen == null || !wish.equals(address(seen)))) {
            found.add(new Verdict.Mismatch("sourceSeen", wish, seen == null ? "nothing" : seen, lastRewrite("src")));
        }
    }

    private static String address(String text) {
        int colon = text.lastIndexOf(':');
        return text.startsWith("[")
                ? text.substring(1, text.indexOf(']'))
                : colon < 0 ? text : text.substring(0, colon);
    }

    private void through(List<Verdict.Mismatch> found) {
        List<Step> request = request();
        int next = 0;
        Step last = null;
        for (Step step : request) {
            if (next < expect.through().size() && visits(step, expect.through().get(next))) {
                last = step;
                next++;
            }
        }
        if (next < expect.through().size()) {
            Step reached = last;
            Step off = request.stream()
                    .filter(s ->
                            reached == null || s.n() > reached.n() && !s.where().equals(reached.where()))
                    .findFirst()
                    .orElse(request.isEmpty() ? null : request.getLast());
            found.add(new Verdict.Mismatch("through", String.join(", ", expect.through()), path(), off));
        }
    }

    private void avoiding(List<Verdict.Mismatch> found) {
        request().stream()
                .filter(s -> expect.avoiding().stream().anyMatch(a -> visits(s, a)))
                .findFirst()
                .ifPresent(s ->
                        found.add(new Verdict.Mismatch("avoiding", String.join(", ", expect.avoiding()), path(), s)));
    }

    private static boolean visits(Step step, String element) {
        return step.where().value().equals(element) || step.netns().value().equals(element);
    }

    private List<Step> request() {
        return trace.steps().stream()
                .filter(s -> s.leg() == Leg.REQUEST && !s.flood())
                .toList();
    }

    /// The places of the request in order, each stay once.
    private String path() {
        var places = new ArrayList<String>();
        for (Step step : request()) {
            if (places.isEmpty() || !places.getLast().equals(step.where().value())) {
                places.add(step.where().value());
            }
        }
        return String.join(", ", places);
    }

    /// The request's rewrites of addresses, or where the author lists them too, those of the answer as well.
    private void rewrites(List<Verdict.Mismatch> found) {
        if (expect.rewrites() == null) {
            return;
        }
        List<String> wish = expect.rewrites().stream()
                .map(r -> r.strip().replace("→", "->"))
                .toList();
        List<Step> asked = rewriting(true);
        if (!texts(asked).equals(wish) && !texts(rewriting(false)).equals(wish)) {
            int same = 0;
            while (same < Math.min(wish.size(), asked.size()) && wish.get(same).equals(text(asked.get(same)))) {
                same++;
            }
            Step differs = same < asked.size() ? asked.get(same) : null;
            found.add(new Verdict.Mismatch("rewrites", list(wish), list(texts(asked)), differs));
        }
    }

    private List<Step> rewriting(boolean requestOnly) {
        return trace.steps().stream()
                .filter(s -> s.rewrite() != null
                        && (s.rewrite().field().equals("src")
                                || s.rewrite().field().equals("dst")))
                .filter(s -> !requestOnly || s.leg() == Leg.REQUEST)
                .toList();
    }

    private static List<String> texts(List<Step> steps) {
        return steps.stream().map(Judge::text).toList();
    }

    private static String text(Step step) {
        Step.@Nullable Rewrite r = step.rewrite();
        return r == null ? "" : r.field() + " " + r.from() + " -> " + r.to();
    }

    private static String list(List<String> items) {
        return items.isEmpty() ? "none" : String.join("; ", items);
    }

    private void reply(List<Verdict.Mismatch> found) {
        String reply = trace.replySeen() != null
                ? Fate.DELIVERED.json()
                : trace.outcome().json();
        if (expect.reply() != null && !expect.reply().equals(reply)) {
            found.add(new Verdict.Mismatch("reply", expect.reply(), reply, ending()));
        }
    }

    /// The step where it was decided that this is the end.
    private @Nullable Step ending() {
        if (trace.reason() != null) {
            int n = trace.reason().step();
            return trace.steps().stream().filter(s -> s.n() == n).findFirst().orElse(null);
        }
        return trace.steps().isEmpty() ? null : trace.steps().getLast();
    }

    private @Nullable Step lastChoice() {
        Step rewrite = lastRewrite("dst");
        return rewrite == null ? ending() : rewrite;
    }

    private @Nullable Step lastRewrite(String field) {
        return rewriting(true).reversed().stream()
                .filter(s -> s.rewrite() != null && s.rewrite().field().equals(field))
                .findFirst()
                .orElse(null);
    }
}
