package vethscope.engine.compile.site;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The words of a configuration line, read one by one.
public final class Line {

    /// The word at which a line cannot be read.
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        public final String word;

        public Unreadable(String word) {
            super(word, null, false, false);
            this.word = word;
        }
    }

    private final List<String> words;
    private int at;

    private Line(List<String> words) {
        this.words = words;
    }

    /// Split at blanks; leading words that only name the command (`ip route add`) are left out.
    public static Line of(String text, String... command) {
        var words = new ArrayList<>(Arrays.asList(text.strip().split("\\s+")));
        for (String word : command) {
            if (!words.isEmpty() && words.getFirst().equals(word)) {
                words.removeFirst();
            }
        }
        words.removeIf(String::isEmpty);
        return new Line(words);
    }

    /// Whether a word is left.
    public boolean hasNext() {
        return at < words.size();
    }

    /// The next word, not taken; empty at the end.
    public String peek() {
        return hasNext() ? words.get(at) : "";
    }

    /// @throws Unreadable at the end of the line
    public String next() throws Unreadable {
        if (!hasNext()) {
            throw new Unreadable(words.isEmpty() ? "" : words.getLast());
        }
        return words.get(at++);
    }

    /// The next word as a number from 0 to `most`; hexadecimal after 0x.
    public long number(long most) throws Unreadable {
        String word = next();
        try {
            long value = Long.decode(word);
            if (value >= 0 && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new Unreadable(word);
    }
}
