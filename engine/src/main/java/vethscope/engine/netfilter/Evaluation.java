package vethscope.engine.netfilter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Match.Nth;
import vethscope.engine.netfilter.Match.Probability;
import vethscope.engine.netfilter.Match.RecentList;
import vethscope.engine.netfilter.Ruleset.Chain;
import vethscope.engine.netfilter.Verdict.Chosen;
import vethscope.engine.netfilter.Verdict.Decision;
import vethscope.engine.netfilter.Verdict.Hit;
import vethscope.engine.packet.Packet;
import vethscope.model.address.Ip;

/// The walk of a packet through the rules of one table at one hook, and through the base chains of nftables that are
/// asked after it.
public final class Evaluation {

    /// Jumps inside jumps. The kernel refuses rules that loop; a packet that gets this deep is dropped.
    static final int DEEPEST = 64;

    private static final int NONE = -1;

    private final @Nullable Chains beside;
    private final Table table;
    private final boolean v6;
    private final Checks checks;
    private List<Verdict.Remembered> remembered = List.of();
    private Map<String, Long> counted = Map.of();
    private Chains chains;
    private Facts facts;
    private int mark;
    private int connMark;
    private boolean noTrack;
    private @Nullable Decision decision;
    private @Nullable Hit hit;
    private @Nullable Chosen choice;
    private boolean recalls;
    private boolean recalled;

    private Evaluation(Ruleset ruleset, Table table, Facts facts) {
        this.table = table;
        this.facts = facts;
        this.v6 = facts.packet().destination().v6();
        Chains own = ruleset.tables(v6).chains(table);
        this.chains = own == null ? Chains.NO_CHAINS : own;
        this.beside = ruleset.nftTables(v6).chains(table);
        this.checks = new Checks(table, facts);
        this.mark = facts.mark();
        this.connMark = facts.connMark();
    }

    /// Decides as `ipt_do_table` (net/ipv4/netfilter/ip_tables.c) and `nft_do_chain` do, each base chain on its own:
    /// only what drops, rejects or translates ends the round (`nf_hook_slow`, `nf_nat_inet_fn`).
    public static Verdict walk(Ruleset ruleset, Table table, Hook hook, Facts facts) {
        return new Evaluation(ruleset, table, facts).from(hook);
    }

    private Verdict from(Hook hook) {
        ask(chains.base(hook));
        if (beside != null && (decision == null || decision instanceof Decision.Accept)) {
            chains = beside;
            ask(chains.base(hook));
        }
        Decision end = decision == null ? Decision.ACCEPT : decision;
        return new Verdict(
                end, mark, connMark, facts.packet(), noTrack, remembered, counted, checks, hit, choice, recalled);
    }

    private void ask(@Nullable Chain chain) {
        if (chain != null && !walk(chain, 0)) {
            checks.policy(chain);
            if (chain.policy() == Ruleset.Policy.DROP) {
                decide(new Decision.Drop(), chain, NONE);
            }
        }
    }

    /// True if the walk is decided; false if the packet came back from the chain.
    private boolean walk(Chain chain, int depth) {
        RuleList rules = (RuleList) chain.rules();
        Dispatch dispatch = rules.dispatch();
        Dispatch.Candidates candidates = dispatch == null ? null : dispatch.candidates(facts);
        int i = 0;
        while (i < rules.size()) {
            int next = candidates == null ? i : candidates.next(i);
            if (next > i) {
                checks.skipped(chain, i, next);
                i = next;
                continue;
            }
            int looked = look(chain, rules, i);
            if (looked < 0) {
                i = -looked;
                continue;
            }
            switch (apply(chain, looked, depth)) {
                case ON -> i = looked + 1;
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

    /// The rule that matched, this one or one that chance preferred; or, negative, where to look on.
    private int look(Chain chain, RuleList rules, int i) {
        recalls = false;
        Quick quick = rules.quick(i);
        int failed = v6 ? NONE : quick.failing(facts.packet());
        List<Match> matches = failed != NONE || quick.isComplete() && !v6
                ? List.of()
                : rules.get(i).matches();
        int m = v6 ? 0 : quick.rest();
        while (failed == NONE && m < matches.size()) {
            Match match = matches.get(m);
            if (match instanceof Probability) {
                failed = firstFailing(matches, m + 1);
                if (failed == NONE) {
                    return draw(chain, rules, i, m + 1);
                }
            } else if (!holds(match, chain, i, m)) {
                failed = m;
            }
            m++;
        }
        if (failed != NONE) {
            checks.failed(chain, i, failed, mark, connMark);
            return -(i + 1);
        }
        checks.matched(chain, i);
        recalled |= recalls;
        return i;
    }

    /// Nothing is drawn for a rule that another match rules out, so only real alternatives are decisions.
    private int firstFailing(List<Match> matches, int from) {
        for (int m = from; m < matches.size(); m++) {
            if (matches.get(m) instanceof RecentList
                    || matches.get(m) instanceof Nth
                    || matches.get(m) instanceof Match.Metered) {
                return NONE;
            }
            if (!Conditions.holds(matches.get(m), facts, mark, connMark)) {
                return m;
            }
        }
        return NONE;
    }

    /// @param rest where the matches begin that stand behind the chance; only those that remember are still open
    private int draw(Chain chain, RuleList rules, int i, int rest) {
        Odds odds = rules.quick(i).odds(rules, i);
        int which = odds.draw(facts.around());
        int chosen = odds.rule(which);
        checks.lost(chain, i, chosen);
        if (chosen == odds.end()) {
            return -chosen;
        }
        List<Match> matches = rules.get(chosen).matches();
        for (int m = rest; m < matches.size(); m++) {
            Match match = matches.get(m);
            boolean open = match instanceof RecentList || match instanceof Match.Metered;
            if (open && !holds(match, chain, chosen, m)) {
                checks.failed(chain, chosen, m, mark, connMark);
                return -(chosen + 1);
            }
        }
        if (odds.options() > 1) {
            checks.chosen(chain, chosen, which + 1, odds.options());
            choice = new Chosen(which + 1, odds.options());
        } else {
            checks.matched(chain, chosen);
        }
        return chosen;
    }

    private boolean holds(Match match, Chain chain, int i, int m) {
        return switch (match) {
            case RecentList recent -> recent(recent);
            case Nth nth -> nth(nth, rule(chain, i, m));
            case Match.Metered metered -> metered.holds(facts, new Kept(rule(chain, i, m)));
            default -> Conditions.holds(match, facts, mark, connMark);
        };
    }

    private String rule(Chain chain, int i, int m) {
        return table.lower() + " " + chain.name() + " " + (i + 1) + (m == 0 ? "" : "." + m);
    }

    /// `statistic_mt` (net/netfilter/xt_statistic.c): the counter of the rule goes round.
    private boolean nth(Nth match, String rule) {
        long met = read(rule);
        write(rule, met + 1);
        return (met % match.every() == match.packet()) != match.not();
    }

    private long read(String name) {
        Long now = counted.get(name);
        return now == null ? facts.around().counted(name) : now;
    }

    private void write(String name, long value) {
        if (counted.isEmpty()) {
            counted = new LinkedHashMap<>();
        }
        counted.put(name, value);
    }

    /// What a rule keeps for itself.
    private final class Kept implements Meter {
        private final String rule;

        Kept(String rule) {
            this.rule = rule;
        }

        @Override
        public String rule() {
            return rule;
        }

        @Override
        public long read(String name) {
            return Evaluation.this.read(name);
        }

        @Override
        public void write(String name, long value) {
            Evaluation.this.write(name, value);
        }
    }

    /// `recent_mt` (net/netfilter/xt_recent.c): SET always holds, UPDATE refreshes what it knows if it holds, REMOVE
    /// holds for what it knows and forgets it.
    private boolean recent(RecentList match) {
        Ip address = match.destination()
                ? facts.packet().destination()
                : facts.packet().source();
        Ip key = match.mask() == null ? address : address.and(match.mask());
        boolean known = times(match.list(), key, 0) > 0;
        boolean seen = switch (match.mode()) {
            case SET -> true;
            case REMOVE -> known;
            case CHECK, UPDATE -> times(match.list(), key, match.seconds()) >= Math.max(1, match.hits());
        };
        boolean holds = seen != match.not();
        if (match.mode() == RecentList.Mode.REMOVE && known) {
            remembered = with(remembered, new Verdict.Remembered(match.list(), key, true));
        } else if (match.mode() == RecentList.Mode.SET || match.mode() == RecentList.Mode.UPDATE && holds && known) {
            remembered = with(remembered, new Verdict.Remembered(match.list(), key, false));
        }
        recalls = holds && match.mode() != RecentList.Mode.SET;
        return holds;
    }

    private static <T> List<T> with(List<T> list, T more) {
        List<T> longer = new ArrayList<>(list);
        longer.add(more);
        return longer;
    }

    /// How often a list saw an address, in this walk and before.
    private int times(String list, Ip address, int seconds) {
        int times = facts.around().recent(list, address, seconds);
        for (Verdict.Remembered each : remembered) {
            if (each.list().equals(list) && each.address().equals(address)) {
                times = each.forgotten() ? 0 : times + 1;
            }
        }
        return times;
    }

    private enum Next {
        ON,
        BACK,
        DECIDED
    }

    private Next apply(Chain chain, int i, int depth) {
        Quick rule = ((RuleList) chain.rules()).quick(i);
        return switch (rule.target()) {
            case null -> Next.ON;
            case Target.Accept _ -> decide(Decision.ACCEPT, chain, i);
            case Target.Drop _ -> decide(new Decision.Drop(), chain, i);
            case Target.Reject reject -> decide(new Decision.Reject(reject.with()), chain, i);
            case Target.Return _ -> Next.BACK;
            case Target.Jump jump -> enter(chains.jump(jump.chain()), chain, i, depth) ? Next.DECIDED : Next.ON;
            case Target.Goto away -> enter(chains.jump(away.chain()), chain, i, depth) ? Next.DECIDED : Next.BACK;
            case Target.Dnat dnat -> decide(new Decision.Translate(dnat), chain, i);
            case Target.Snat snat -> decide(new Decision.Translate(snat), chain, i);
            case Target.Masquerade masquerade -> decide(new Decision.Translate(masquerade), chain, i);
            case Target.Netmap netmap -> decide(new Decision.Translate(netmap), chain, i);
            case Target.Redirect redirect -> decide(new Decision.Translate(redirect), chain, i);
            case Target.MarkSet set -> {
                mark = mark & ~set.clear() ^ set.xor();
                yield Next.ON;
            }
            case Target.ConnMarkSet set -> connMark(set);
            case Target.HashMark hash -> {
                mark = hash.offset() + choose(chain, i, hash);
                yield Next.ON;
            }
            case Target.TtlSet set -> {
                facts = facts.with(
                        facts.packet().withTtl(set.after(facts.packet().ttl())));
                checks.change(facts);
                yield Next.ON;
            }
            case Target.NoTrack _ -> {
                noTrack = true;
                yield Next.ON;
            }
            case Target.ServiceSet set -> {
                Packet packet = facts.packet();
                facts = facts.with(packet.withTos(packet.tos() & ~set.mask() ^ set.value()));
                yield Next.ON;
            }
            case Target.Log _, Target.Aside _, Target.NotSimulated _ -> Next.ON;
        };
    }

    /// One of as many as the hash can give, all equally likely.
    private int choose(Chain chain, int i, Target.HashMark hash) {
        int n = hash.modulus();
        if (n == 1) {
            return 0;
        }
        double[] weights = new double[n];
        java.util.Arrays.fill(weights, 1);
        Packet packet = facts.packet();
        int which = facts.around().choose(List.of(hash, packet.from(), packet.to()), weights);
        checks.chosen(chain, i, which + 1, n);
        return which;
    }

    /// `connmark_tg` (net/netfilter/xt_connmark.c).
    private Next connMark(Target.ConnMarkSet set) {
        switch (set.mode()) {
            case SET -> connMark = connMark & ~set.mask() ^ set.value();
            case SAVE -> connMark = connMark & ~set.mask() ^ mark & set.value();
            case RESTORE -> mark = mark & ~set.value() ^ connMark & set.mask();
        }
        return Next.ON;
    }

    private boolean enter(@Nullable Chain chain, Chain from, int i, int depth) {
        if (depth >= DEEPEST) {
            decide(new Decision.Drop(), from, i);
            return true;
        }
        return chain != null && walk(chain, depth + 1);
    }

    private Next decide(Decision made, Chain chain, int i) {
        decision = made;
        hit = new Hit(table, chain, i + 1);
        return Next.DECIDED;
    }
}
