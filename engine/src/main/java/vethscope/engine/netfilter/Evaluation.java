package vethscope.engine.netfilter;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Match.Probability;
import vethscope.engine.netfilter.Match.RecentList;
import vethscope.engine.netfilter.Ruleset.Chain;
import vethscope.engine.netfilter.Verdict.Decision;
import vethscope.engine.netfilter.Verdict.Hit;
import vethscope.model.address.Ip;

/// The walk of a packet through the rules of one table at one hook.
public final class Evaluation {

    /// Jumps inside jumps. The kernel refuses rules that loop; a packet that gets this deep is dropped.
    static final int DEEPEST = 64;

    private static final int NONE = -1;

    private final Ruleset ruleset;
    private final Table table;
    private final Facts facts;
    private final boolean v6;
    private final Checks checks;
    private final List<String> remembered = new ArrayList<>();
    private int mark;
    private int connMark;
    private boolean noTrack;
    private @Nullable Run run;
    private @Nullable Decision decision;
    private @Nullable Hit hit;

    private Evaluation(Ruleset ruleset, Table table, Facts facts) {
        this.ruleset = ruleset;
        this.table = table;
        this.facts = facts;
        this.v6 = facts.packet().destination().v6();
        this.checks = new Checks(table, facts);
        this.mark = facts.mark();
        this.connMark = facts.connMark();
    }

    /// Decides as `ipt_do_table` (net/ipv4/netfilter/ip_tables.c) does, and says why.
    public static Verdict walk(Ruleset ruleset, Table table, Hook hook, Facts facts) {
        return new Evaluation(ruleset, table, facts).from(hook);
    }

    private Verdict from(Hook hook) {
        Chain chain = ruleset.chain(v6, table, hook.name()).orElse(null);
        if (chain != null && !walk(chain, 0)) {
            checks.policy(chain);
            if (chain.policy() == Ruleset.Policy.DROP) {
                decide(new Decision.Drop(), chain, NONE);
            }
        }
        Decision end = decision == null ? new Decision.Accept() : decision;
        return new Verdict(end, mark, connMark, noTrack, remembered, checks, hit);
    }

    /// True if the walk is decided; false if the packet came back from the chain.
    private boolean walk(Chain chain, int depth) {
        run = null;
        RuleList rules = (RuleList) chain.rules();
        Dispatch dispatch = rules.dispatch();
        Dispatch.Candidates candidates = dispatch == null ? null : dispatch.candidates(facts.packet());
        for (int i = 0; i < rules.size(); i++) {
            int next = candidates == null ? i : candidates.next(i);
            if (next > i) {
                checks.skipped(chain, i, next - 1);
                i = next;
            }
            if (i == rules.size() || !matches(chain, rules, i)) {
                continue;
            }
            switch (apply(chain, i, depth)) {
                case ON -> {}
                case BACK -> {
                    return false;
                }
                case DECIDED -> {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean matches(Chain chain, RuleList rules, int i) {
        Rule rule = rules.get(i);
        List<Match> matches = rule.matches();
        for (int m = 0; m < matches.size(); m++) {
            Match match = matches.get(m);
            int failed = holds(match) ? NONE : m;
            if (failed == NONE && match instanceof Probability) {
                failed = firstFailing(matches, m + 1);
                if (failed == NONE && !drawn(rules, i)) {
                    checks.lost(chain, i);
                    return false;
                }
            }
            if (failed != NONE) {
                checks.failed(chain, i, failed, mark, connMark);
                return false;
            }
        }
        note(chain, rules, i);
        return true;
    }

    private void note(Chain chain, RuleList rules, int i) {
        if (run != null && run.isIn(rules, i)) {
            checks.chosen(chain, i, run.which() + 1, run.options());
        } else {
            checks.matched(chain, i);
        }
        run = null;
    }

    private boolean holds(Match match) {
        return match instanceof RecentList recent ? recent(recent) : Conditions.holds(match, facts, mark, connMark);
    }

    /// Nothing is drawn for a rule that another match rules out, so only real alternatives are decisions.
    private int firstFailing(List<Match> matches, int from) {
        for (int m = from; m < matches.size(); m++) {
            if (matches.get(m) instanceof RecentList) {
                return NONE;
            }
            if (!Conditions.holds(matches.get(m), facts, mark, connMark)) {
                return m;
            }
        }
        return NONE;
    }

    private boolean drawn(RuleList rules, int i) {
        Run current = run;
        if (current == null || !current.isIn(rules, i)) {
            current = Run.drawn(rules, i, facts.around());
            run = current;
        }
        return current.chosen() == i;
    }

    /// `recent_mt` (net/netfilter/xt_recent.c): SET always holds, UPDATE refreshes if it holds.
    private boolean recent(RecentList match) {
        Ip source = facts.packet().source();
        boolean seen = match.mode() == RecentList.Mode.SET
                || remembered.contains(match.list())
                || facts.around().recent(match.list(), source, match.seconds());
        boolean holds = seen != match.not();
        boolean remembers = match.mode() == RecentList.Mode.SET || match.mode() == RecentList.Mode.UPDATE && holds;
        if (remembers && !remembered.contains(match.list())) {
            remembered.add(match.list());
        }
        return holds;
    }

    private enum Next {
        ON,
        BACK,
        DECIDED
    }

    private Next apply(Chain chain, int i, int depth) {
        return switch (chain.rules().get(i).target()) {
            case null -> Next.ON;
            case Target.Accept _ -> decide(new Decision.Accept(), chain, i);
            case Target.Drop _ -> decide(new Decision.Drop(), chain, i);
            case Target.Reject reject -> decide(new Decision.Reject(reject.with()), chain, i);
            case Target.Return _ -> Next.BACK;
            case Target.Jump jump -> enter(jump.chain(), chain, i, depth) ? Next.DECIDED : Next.ON;
            case Target.Goto away -> enter(away.chain(), chain, i, depth) ? Next.DECIDED : Next.BACK;
            case Target.Dnat dnat -> decide(new Decision.Translate(dnat), chain, i);
            case Target.Snat snat -> decide(new Decision.Translate(snat), chain, i);
            case Target.Masquerade masquerade -> decide(new Decision.Translate(masquerade), chain, i);
            case Target.Redirect redirect -> decide(new Decision.Translate(redirect), chain, i);
            case Target.MarkSet set -> {
                mark = mark & ~set.clear() ^ set.xor();
                yield Next.ON;
            }
            case Target.ConnMarkSet set -> connMark(set);
            case Target.NoTrack _ -> {
                noTrack = true;
                yield Next.ON;
            }
            case Target.Log _, Target.NotSimulated _ -> Next.ON;
        };
    }

    /// `connmark_tg` (net/netfilter/xt_connmark.c).
    private Next connMark(Target.ConnMarkSet set) {
        switch (set.mode()) {
            case SET -> connMark = connMark & ~set.mask() ^ set.value();
            case SAVE -> connMark = connMark & ~set.mask() ^ mark & set.mask();
            case RESTORE -> mark = mark & ~set.mask() ^ connMark & set.mask();
        }
        return Next.ON;
    }

    private boolean enter(String name, Chain from, int i, int depth) {
        if (depth >= DEEPEST) {
            decide(new Decision.Drop(), from, i);
            return true;
        }
        Chain chain = ruleset.chain(v6, table, name).orElse(null);
        return chain != null && walk(chain, depth + 1);
    }

    private Next decide(Decision made, Chain chain, int i) {
        decision = made;
        hit = new Hit(
                table, chain.name(), i + 1, i == NONE ? null : chain.rules().get(i));
        return Next.DECIDED;
    }
}
