package vethscope.engine.trace;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/// A trace as prose that a network engineer can review: how it ended, then one aligned line for each step. The same
/// trace always gives the same text.
public final class Transcript {

    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    /// A column grows up to this width; longer words push their own line only.
    private static final int WIDEST = 24;

    /// So do the origins stand under each other behind texts up to this width: most routes.
    private static final int WIDEST_ENTRY = 48;

    /// Below a text, further to the right by this.
    private static final int INDENT = 2;

    private final Trace trace;
    private final Locale locale;
    private final ResourceBundle words;

    private Transcript(Trace trace, Locale locale) {
        this.trace = trace;
        this.locale = locale;
        this.words = ResourceBundle.getBundle("vethscope.engine.trace.transcript", locale, NO_FALLBACK);
    }

    /// The whole story, ending with a newline.
    public static String of(Trace trace, Locale locale) {
        return new Transcript(trace, locale).write();
    }

    /// The first line alone: who asked whom, and how it ended.
    public static String headline(Trace trace, Locale locale) {
        return new Transcript(trace, locale).headline();
    }

    /// How it ended, in a word or two.
    public static String outcome(Trace trace, Locale locale) {
        return new Transcript(trace, locale).outcome();
    }

    private String outcome() {
        return say("outcome." + trace.outcome().json());
    }

    private String write() {
        var text = new StringBuilder(headline()).append('\n');
        List<Line> lines = new TranscriptRows(trace, locale, this::say).lines();
        int[] widths = widths(lines);
        for (Line line : lines) {
            text.append(line(line, widths).stripTrailing()).append('\n');
        }
        if (trace.reason() != null) {
            text.append("  ")
                    .append(say("fix", trace.reason().code().fix().in(locale)))
                    .append('\n');
        }
        return text.toString();
    }

    private String headline() {
        Trace.Sent sent = trace.probe();
        return sent.from() + " → " + sent.to() + "   " + ending();
    }

    private String ending() {
        if (trace.at() != null && trace.outcome() == Fate.DELIVERED) {
            String at = trace.at().element().value();
            if (trace.at().status() != null) {
                return say("delivered.status", at, trace.at().status());
            }
            String source = trace.sourceSeen();
            return source == null ? say("delivered", at) : say("delivered.sees", at, withoutPort(source));
        }
        return trace.reason() == null
                ? outcome()
                : say("because", outcome(), trace.reason().text().in(locale));
    }

    private static String withoutPort(String address) {
        return address.startsWith("[")
                ? address.substring(1, address.indexOf(']'))
                : address.substring(0, address.contains(":") ? address.indexOf(':') : address.length());
    }

    private String say(String key, Object... arguments) {
        return new MessageFormat(words.getString(key), Locale.ROOT)
                .format(Arrays.stream(arguments).map(String::valueOf).toArray());
    }

    /// One line of the story: a row of cells, or a remark that spans them.
    sealed interface Line {
        /// @param from where the entry that decided comes from; null where the line says it, or nothing decided
        record Row(
                String where,
                String what,
                String stage,
                String text,
                @Nullable String from) implements Line {
            Row(String where, String what, String stage, String text) {
                this(where, what, stage, text, null);
            }

            Row from(@Nullable String origin) {
                return new Row(where, what, stage, text, origin);
            }

            List<String> cells() {
                return List.of(where, what, stage);
            }
        }

        /// Below a row, under its text.
        ///
        /// @param from see [Row]
        record Under(String text, @Nullable String from) implements Line {}

        /// Opens a part of the conversation.
        record Part(String text) implements Line {}
    }

    /// Three for the cells before the text, the fourth for texts with an origin behind them: as wide as the widest
    /// that is no sentence.
    private static int[] widths(List<Line> lines) {
        int[] widths = new int[4];
        for (Line line : lines) {
            if (line instanceof Line.Row row) {
                for (int i = 0; i < row.cells().size(); i++) {
                    int width = width(row.cells().get(i));
                    widths[i] = Math.max(widths[i], Math.min(width, WIDEST));
                }
                int text = row.from() == null ? 0 : width(row.text());
                widths[3] = Math.max(widths[3], text > WIDEST_ENTRY ? 0 : text);
            }
        }
        return widths;
    }

    private static String line(Line line, int[] widths) {
        return switch (line) {
            case Line.Row row -> {
                var cells = new ArrayList<String>();
                for (int i = 0; i < row.cells().size(); i++) {
                    cells.add(padded(row.cells().get(i), widths[i]));
                }
                yield "  " + String.join("  ", cells) + "  " + from(row.text(), row.from(), widths[3]);
            }
            case Line.Under under ->
                " ".repeat(2 + widths[0] + 2 + widths[1] + 2 + widths[2] + 2 + INDENT)
                        + from(under.text(), under.from(), widths[3] - INDENT);
            case Line.Part part -> " " + part.text();
        };
    }

    private static String from(String text, @Nullable String origin, int width) {
        return origin == null ? text : padded(text, width) + "  ← " + origin;
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    /// Terminal columns: a Chinese character takes two.
    private static int width(String text) {
        return text.codePoints()
                .map(c -> c >= 0x1100 && Character.isIdeographic(c) || c >= 0x3000 && c <= 0xffef ? 2 : 1)
                .sum();
    }
}
