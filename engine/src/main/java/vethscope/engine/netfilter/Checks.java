package vethscope.engine.netfilter;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.RandomAccess;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Ruleset.Chain;

/// The rules that a walk looked at: noted as numbers while it goes on, put into words when they are read.
final class Checks extends AbstractList<RuleCheck> implements RandomAccess {

    /// Beside the index of the match that failed.
    private static final int MATCHED = -1;

    private static final int LOST = -2;
    private static final int CHOSEN = -3;
    private static final int SKIPPED = -4;
    private static final int POLICY = -5;

    /// Index in the chain and result.
    private static final int WIDTH = 2;

    /// As many as most walks need.
    private static final int FEW = 10;

    private static final int[] NONE = {};

    private final Table table;
    private final Facts facts;

    /// From which note on a rule had changed the packet; most change none.
    private NavigableMap<Integer, Facts> changed = Collections.emptyNavigableMap();

    private Chain[] chains = new Chain[FEW];
    private int[] notes = new int[FEW * WIDTH];

    /// Two numbers that explain each result, up to the last result with a number that is not 0.
    private int[] numbers = NONE;

    private int noted;
    private int size;
    private @Nullable List<RuleCheck> words;

    Checks(Table table, Facts facts) {
        this.table = table;
        this.facts = facts;
    }

    void change(Facts after) {
        if (changed.isEmpty()) {
            changed = new TreeMap<>();
        }
        changed.put(noted, after);
    }

    private Facts facts(int note) {
        Map.Entry<Integer, Facts> last = changed.floorEntry(note);
        return last == null ? facts : last.getValue();
    }

    private void add(Chain chain, int index, int result, int a, int b) {
        if (noted == chains.length) {
            chains = Arrays.copyOf(chains, noted * 2);
            notes = Arrays.copyOf(notes, noted * 2 * WIDTH);
        }
        chains[noted] = chain;
        notes[noted * WIDTH] = index;
        notes[noted * WIDTH + 1] = result;
        if (a != 0 || b != 0) {
            explain(a, b);
        }
        noted++;
        size++;
    }

    private void explain(int a, int b) {
        if (numbers.length <= noted * 2) {
            numbers = Arrays.copyOf(numbers, Math.max(FEW, noted * 4));
        }
        numbers[noted * 2] = a;
        numbers[noted * 2 + 1] = b;
    }

    private int number(int at) {
        return at < numbers.length ? numbers[at] : 0;
    }

    Visited visited() {
        var names = new LinkedHashSet<String>();
        boolean memory = false;
        boolean passedOver = false;
        for (int i = 0; i < noted; i++) {
            int result = notes[i * WIDTH + 1];
            names.add(chains[i].name());
            if (result == MATCHED || result == CHOSEN) {
                Rule rule = chains[i].rules().get(notes[i * WIDTH]);
                memory |= rule.matches().stream().anyMatch(Checks::remembers);
                passedOver |= rule.target() instanceof Target.NotSimulated;
            } else if (result >= 0) {
                Match failed = chains[i].rules().get(notes[i * WIDTH]).matches().get(result);
                memory |= remembers(failed);
                // no packet of a protocol that is not simulated is ever sent
                passedOver |= failed instanceof Match.NotSimulated(String text) && text.startsWith("-m")
                        || failed instanceof Match.InSet m && facts.around().set(m.set()) == null;
            }
        }
        return new Visited(names, memory, passedOver);
    }

    /// Session affinity is recorded, `recent` beyond it is not.
    private static boolean remembers(Match match) {
        return match instanceof Match.Nth
                || match instanceof Match.Metered
                || match instanceof Match.RecentList list
                        && (list.hits() > 0 || list.destination() || list.mode() == Match.RecentList.Mode.REMOVE);
    }

    Verdict.@Nullable Hit lastGoto() {
        for (int i = noted - 1; i >= 0; i--) {
            int index = notes[i * WIDTH];
            if (notes[i * WIDTH + 1] == MATCHED && chains[i].rules().get(index).target() instanceof Target.Goto) {
                return new Verdict.Hit(table, chains[i], index + 1);
            }
        }
        return null;
    }

    void matched(Chain chain, int index) {
        add(chain, index, MATCHED, 0, 0);
    }

    /// @param match the first that failed, under these marks
    void failed(Chain chain, int index, int match, int mark, int connMark) {
        add(chain, index, match, mark, connMark);
    }

    /// Chance was against the rules from `first` to before `end`.
    void lost(Chain chain, int first, int end) {
        if (end > first) {
            add(chain, first, LOST, end, 0);
            size += end - first - 1;
        }
    }

    void chosen(Chain chain, int index, int which, int of) {
        add(chain, index, CHOSEN, which, of);
    }

    /// The rules from `first` to before `end` ask for another address or port.
    void skipped(Chain chain, int first, int end) {
        add(chain, first, SKIPPED, end, 0);
    }

    void policy(Chain chain) {
        add(chain, -1, POLICY, 0, 0);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public RuleCheck get(int i) {
        List<RuleCheck> ready = words;
        if (ready == null) {
            ready = inWords();
            words = ready;
        }
        return ready.get(i);
    }

    private List<RuleCheck> inWords() {
        var list = new ArrayList<RuleCheck>(size);
        for (int n = 0; n < noted; n++) {
            Chain chain = chains[n];
            int index = notes[n * WIDTH];
            int result = notes[n * WIDTH + 1];
            int a = number(n * 2);
            int b = number(n * 2 + 1);
            switch (result) {
                case POLICY -> list.add(check(chain, index, "policy " + chain.policy(), true, null));
                case SKIPPED ->
                    list.add(check(
                            chain,
                            index,
                            range(index, a),
                            false,
                            Why.skipped(chain.rules().subList(index, a))));
                case LOST -> {
                    for (int i = index; i < a; i++) {
                        list.add(check(chain, i, text(chain, i), false, "chance"));
                    }
                }
                case CHOSEN -> list.add(check(chain, index, text(chain, index), true, "chance " + a + " of " + b));
                case MATCHED -> list.add(check(chain, index, text(chain, index), true, null));
                default -> {
                    Match failed = chain.rules().get(index).matches().get(result);
                    list.add(check(chain, index, text(chain, index), false, Why.not(failed, facts(n), a, b)));
                }
            }
        }
        return list;
    }

    private RuleCheck check(Chain chain, int index, String rule, boolean matched, @Nullable String why) {
        return new RuleCheck(table.lower(), chain.name(), index + 1, rule, matched, why);
    }

    private String text(Chain chain, int index) {
        return chain.notation().rule(chain, index, facts.packet().destination().v6());
    }

    private static String range(int first, int end) {
        return end == first + 1 ? "rule " + end : "rules " + (first + 1) + "–" + end;
    }
}
