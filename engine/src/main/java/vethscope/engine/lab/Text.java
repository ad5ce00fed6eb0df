package vethscope.engine.lab;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Lines of a script while they are being written.
final class Text {

    private static final int WIDTH = 116;

    private final StringBuilder text = new StringBuilder();

    /// A line that a program or a person wants, and who wrote it.
    ///
    /// @param author null: nobody in particular
    record Authored(@Nullable String author, String line) {}

    Text line(String line) {
        text.append(line).append('\n');
        return this;
    }

    Text lines(List<String> lines) {
        lines.forEach(this::line);
        return this;
    }

    Text blank() {
        return line("");
    }

    /// Text that brings its own ends of line.
    Text block(String block) {
        text.append(block);
        return this;
    }

    /// `# --- title ------`, across the page.
    Text heading(String title) {
        String start = "# --- " + title + " ";
        return line(start + "-".repeat(Math.max(3, WIDTH - start.length())));
    }

    /// Lines, each run of one author under a comment that names him.
    Text authored(List<Authored> lines) {
        String author = null;
        for (Authored next : lines) {
            if (next.author() != null && !Objects.equals(author, next.author())) {
                line("# " + next.author());
            }
            author = next.author();
            line(next.line());
        }
        return this;
    }

    /// A here-document, which the shell leaves as it is.
    Text hereDocument(String command, String body) {
        line(command + " <<'EOF'");
        return block(body).line("EOF");
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /// A word as the shell, and Python's shlex, read it back.
    static String quoted(String word) {
        String plain = oneLine(word);
        boolean safe = !plain.isEmpty()
                && plain.chars()
                        .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "._-:/@%+=,[]".indexOf(c) >= 0));
        return safe ? plain : "'" + plain.replace("'", "'\"'\"'") + "'";
    }

    /// Without line ends and other control characters, which would end a comment.
    static String oneLine(String text) {
        return text.chars()
                .mapToObj(c -> Character.isISOControl(c) ? " " : Character.toString(c))
                .collect(Collectors.joining());
    }
}
