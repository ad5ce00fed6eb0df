package vethscope.engine.netfilter;

import java.util.ArrayList;
import java.util.List;

/// A line as words, with the quotes that a shell and iptables-restore know, and a cursor over them.
final class Words {

    private final List<String> words;
    private int at;

    private Words(List<String> words) {
        this.words = words;
    }

    static Words of(String line) throws Refusal {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean open = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote == 0 && Character.isWhitespace(c)) {
                if (open) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                open = false;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
                open = true;
            } else if (c == quote) {
                quote = 0;
            } else {
                boolean escape = c == '\\' && quote != '\'' && i + 1 < line.length();
                word.append(escape ? line.charAt(++i) : c);
                open = true;
            }
        }
        if (quote != 0) {
            throw new Refusal("quote.open");
        }
        if (open) {
            words.add(word.toString());
        }
        return new Words(words);
    }

    static Words of(List<String> words) {
        return new Words(words);
    }

    /// The words to come, not taken.
    List<String> rest() {
        return List.copyOf(words.subList(at, words.size()));
    }

    boolean hasNext() {
        return at < words.size();
    }

    String peek() {
        return words.get(at);
    }

    String next() {
        return words.get(at++);
    }

    /// What follows an option.
    String value(String option) throws Refusal {
        if (!hasNext()) {
            throw new Refusal("option.value", option);
        }
        return next();
    }

    /// Whether the next word is a value, not an option.
    boolean hasValue() {
        return hasNext() && !peek().equals("!") && !(peek().length() > 1 && peek().startsWith("-"));
    }

    /// `xtables_save_string` (libxtables/xtables.c): quoted unless it is one plain word.
    static String saved(String word) {
        return isMadeOf(word, "_-") ? word : quoted(word);
    }

    /// Quoted only where a reader would otherwise split or change it.
    static String shown(String word) {
        return isMadeOf(word, "_.:/,+@%=^~-") ? word : quoted(word);
    }

    /// Letters, digits and these signs; at least one.
    private static boolean isMadeOf(String word, String signs) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            boolean alphanumeric = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!alphanumeric && signs.indexOf(c) < 0) {
                return false;
            }
        }
        return !word.isEmpty();
    }

    private static String quoted(String word) {
        return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"").replace("'", "\\'") + '"';
    }
}
