package vethscope.engine.succession;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// A change as prose: one line for each reaction, below it the entries that it is about.
public final class SuccessionText {

    /// So many entries of one reaction are listed.
    private static final int MOST = 8;

    private final Locale locale;

    private SuccessionText(Locale locale) {
        this.locale = locale;
    }

    /// Each line ends with a newline; one says so where nothing was forgotten.
    public static String of(Succession succession, Locale locale) {
        return new SuccessionText(locale).write(succession.reactions());
    }

    private String write(List<Reaction> reactions) {
        if (reactions.isEmpty()) {
            return "  " + Causes.of("nothing").in(locale) + "\n";
        }
        int where = widest(reactions.stream().map(r -> r.where().value()));
        int program = widest(reactions.stream().map(r -> r.program().toString()));
        var text = new StringBuilder();
        for (Reaction reaction : reactions) {
            text.append("  ")
                    .append(padded(reaction.where().value(), where))
                    .append("  ")
                    .append(padded(reaction.program().toString(), program))
                    .append("  ")
                    .append(reaction.text().in(locale))
                    .append('\n');
            String indent = " ".repeat(2 + where + 2 + program + 2 + 2);
            entries(reaction).forEach(entry -> text.append(indent).append(entry).append('\n'));
        }
        return text.toString();
    }

    /// What a machine remembered that is gone itself is not listed.
    private List<String> entries(Reaction reaction) {
        if (reaction.text().key().equals("succession.netns")) {
            return List.of();
        }
        List<String> all = Stream.concat(
                        reaction.changes().stream().map(c -> "− " + c.table() + " " + c.entry()),
                        reaction.kept().stream().map(entry -> "= " + entry))
                .toList();
        if (all.size() <= MOST) {
            return all;
        }
        var some = new ArrayList<>(all.subList(0, MOST));
        some.add(Causes.of("more", all.size() - MOST).in(locale));
        return some;
    }

    private static int widest(Stream<String> words) {
        return words.mapToInt(String::length).max().orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
