package vethscope.engine.netfilter;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the options of one `-m` module.
sealed interface MatchReader permits PortMatches, StateMatches, PlainMatches, OpaqueMatch {

    String name();

    /// Takes the option and its values if it is the module's.
    boolean accept(boolean not, String option, Words words) throws Refusal;

    /// What was read.
    ///
    /// @throws Refusal if iptables would not load the module like this
    List<Match> matches() throws Refusal;

    /// Whether any option could be meant for it.
    default boolean isOpaque() {
        return this instanceof OpaqueMatch;
    }

    default void takeRaw(boolean not, String option, Words words) throws Refusal {
        throw new Refusal("the option " + option + " is not known here");
    }

    static MatchReader of(String name, RuleReader rule) throws Refusal {
        return switch (name) {
            case "tcp", "udp", "sctp", "icmp", "icmp6", "multiport" -> new PortMatches(name, rule);
            case "conntrack", "state", "mark", "connmark", "addrtype", "physdev", "recent" -> new StateMatches(name);
            case "comment", "statistic" -> new PlainMatches(name);
            default -> {
                if (!Names.OPAQUE_MATCHES.contains(name) && !name.equals(rule.protocol())) {
                    throw new Refusal("there is no match module '" + name + "'");
                }
                yield new OpaqueMatch(name);
            }
        };
    }

    /// Options as they were written, for what is kept but not simulated.
    final class Raw {
        private final StringBuilder text = new StringBuilder();

        Raw(String name) {
            text.append(name);
        }

        void add(boolean not, String option, List<String> values) {
            text.append(not ? " ! " : " ").append(option);
            values.forEach(value -> text.append(' ').append(Words.shown(value)));
        }

        /// The option with all words up to the next option.
        void take(boolean not, String option, Words words) {
            var values = new ArrayList<String>();
            while (words.hasValue()) {
                values.add(words.next());
            }
            add(not, option, values);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}

/// A module that is kept and printed but not simulated.
final class OpaqueMatch implements MatchReader {

    private final String name;
    private final Raw raw;

    OpaqueMatch(String name) {
        this.name = name;
        this.raw = new Raw("-m " + name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean accept(boolean not, String option, Words words) {
        return false;
    }

    @Override
    public void takeRaw(boolean not, String option, Words words) {
        raw.take(not, option, words);
    }

    @Override
    public List<Match> matches() {
        return List.of(new Match.NotSimulated(raw.toString()));
    }
}

/// `comment` and `statistic`.
final class PlainMatches implements MatchReader {

    private static final int LONGEST_COMMENT = 255;

    private final String name;
    private final Raw raw;
    private boolean opaque;
    private @Nullable String comment;
    private double probability = -1;
    private boolean not;

    PlainMatches(String name) {
        this.name = name;
        this.raw = new Raw("-m " + name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean accept(boolean not, String option, Words words) throws Refusal {
        boolean mine = name.equals("comment")
                ? option.equals("--comment")
                : option.equals("--mode")
                        || option.equals("--probability")
                        || option.equals("--every")
                        || option.equals("--packet");
        if (!mine) {
            return false;
        }
        String value = words.value(option);
        raw.add(not, option, List.of(value));
        switch (option) {
            case "--comment" -> comment = value;
            case "--mode" -> opaque = mode(value);
            case "--probability" -> {
                probability = probability(value);
                this.not = not;
            }
            default -> opaque = true;
        }
        return true;
    }

    private static boolean mode(String mode) throws Refusal {
        if (!mode.equals("random") && !mode.equals("nth")) {
            throw new Refusal("statistic has the modes random and nth, not " + mode);
        }
        return mode.equals("nth");
    }

    private static double probability(String text) throws Refusal {
        try {
            double value = Double.parseDouble(text);
            if (value >= 0 && value <= 1) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new Refusal("'" + text + "' is not a probability from 0 to 1");
    }

    @Override
    public List<Match> matches() throws Refusal {
        if (opaque) {
            return List.of(new Match.NotSimulated(raw.toString()));
        }
        if (name.equals("comment")) {
            if (comment == null || comment.length() > LONGEST_COMMENT) {
                throw new Refusal("-m comment needs --comment with at most " + LONGEST_COMMENT + " characters");
            }
            return List.of(new Match.Comment(comment));
        }
        if (probability < 0) {
            throw new Refusal("-m statistic --mode random needs --probability");
        }
        return List.of(new Match.Probability(not, probability));
    }
}
