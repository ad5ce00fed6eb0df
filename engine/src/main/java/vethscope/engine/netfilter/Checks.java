package vethscope.engine.netfilter;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Ruleset.Chain;

/// The rules that a walk looked at: noted as numbers, put into words when read.
final class Checks extends AbstractList<RuleCheck> implements RandomAccess {

    /// Beside the index of the match that failed.
    private static final int MATCHED = -1;

    private static final int CHANCE_AGAINST = -2;
    private static final int CHANCE_FOR = -3;
    private static final int SKIPPED = -4;
    private static final int POLICY = -5;

    private final Table table;
    private final Facts facts;
    private Note[] notes = new Note[16];
    private int size;

    Checks(Table table, Facts facts) {
        this.table = table;
        this.facts = facts;
    }

    /// @param result the index of the match that failed, or one of the constants
    /// @param a mark at that time, first of a choice, or last rule skipped
    /// @param b connection mark at that time, or number of choices
    private record Note(Chain chain, int index, int result, int a, int b) {}

    private void add(Note note) {
        if (size == notes.length) {
            notes = Arrays.copyOf(notes, size * 2);
        }
        notes[size++] = note;
    }

    void matched(Chain chain, int index) {
        add(new Note(chain, index, MATCHED, 0, 0));
    }

    void failed(Chain chain, int index, int match, int mark, int connMark) {
        add(new Note(chain, index, match, mark, connMark));
    }

    void lost(Chain chain, int index) {
        add(new Note(chain, index, CHANCE_AGAINST, 0, 0));
    }

    void chosen(Chain chain, int index, int which, int of) {
        add(new Note(chain, index, CHANCE_FOR, which, of));
    }

    /// These rules, both ends included, ask for another address or port.
    void skipped(Chain chain, int first, int last) {
        add(new Note(chain, first, SKIPPED, last, 0));
    }

    void policy(Chain chain) {
        add(new Note(chain, -1, POLICY, 0, 0));
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public RuleCheck get(int i) {
        if (i >= size) {
            throw new IndexOutOfBoundsException(i);
        }
        Note note = notes[i];
        Chain chain = note.chain;
        return switch (note.result) {
            case POLICY ->
                check(
                        note,
                        "policy "
                                + (chain.policy() == null ? "-" : chain.policy().name()),
                        true,
                        null);
            case SKIPPED -> check(note, range(note), false, "another destination, source or port");
            case CHANCE_AGAINST -> check(note, text(note), false, "chance");
            case CHANCE_FOR -> check(note, text(note), true, "chance " + note.a + " of " + note.b);
            case MATCHED -> check(note, text(note), true, null);
            default ->
                check(note, text(note), false, Why.not(rule(note).matches().get(note.result), facts, note.a, note.b));
        };
    }

    private RuleCheck check(Note note, String rule, boolean matched, @Nullable String why) {
        return new RuleCheck(table.lower(), note.chain.name(), note.index + 1, rule, matched, why);
    }

    private static Rule rule(Note note) {
        return note.chain.rules().get(note.index);
    }

    private String text(Note note) {
        return RuleWriter.text(rule(note), facts.packet().destination().v6());
    }

    private static String range(Note note) {
        return note.index == note.a ? "rule " + (note.index + 1) : "rules " + (note.index + 1) + "–" + (note.a + 1);
    }
}
