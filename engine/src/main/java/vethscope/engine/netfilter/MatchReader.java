package vethscope.engine.netfilter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the options of one `-m` module.
sealed interface MatchReader permits PortMatches, StateMatches, SetMatches, PlainMatches, OwnerMatch, OpaqueMatch {

    String name();

    /// Takes the option and its values if it is the module's.
    boolean accept(boolean not, String option, Words words) throws Refusal;

    /// What was read.
    ///
    /// @throws Refusal if iptables would not load the module like this
    List<Match> matches() throws Refusal;

    /// Whether what was read can be asked there.
    default void checkHook(Hook hook) throws Refusal {}

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
            case "set", "ipvs" -> new SetMatches(name);
            case "owner" -> new OwnerMatch();
            case "comment", "statistic", "iprange", "length" -> new PlainMatches(name);
            case "ttl", "hl" -> {
                if (rule.v6() != name.equals("hl")) {
                    throw new Refusal("the other family has the match module '" + name + "'");
                }
                yield new PlainMatches(name);
            }
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

    private static final Pattern RATE = Pattern.compile("--limit (\\S+)");

    private final String name;
    private final Raw raw;

    OpaqueMatch(String name) {
        this.name = name;
        this.raw = new Raw("-m " + name);
    }

    /// `parse_rate` (extensions/libxt_limit.c): packets per second, minute, hour or day.
    private static void rate(String text) throws Refusal {
        Matcher rate = RATE.matcher(text);
        if (rate.find() && !rate.group(1).matches("[1-9]\\d{0,9}(/(s(ec(ond)?)?|m(in(ute)?)?|h(our)?|d(ay)?))?")) {
            throw new Refusal("'" + rate.group(1) + "' is not a rate such as 5/minute");
        }
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

    /// `mac_mt` (net/netfilter/xt_mac.c): a packet that leaves has no hardware address yet.
    @Override
    public void checkHook(Hook hook) throws Refusal {
        if (name.equals("mac") && (hook == Hook.OUTPUT || hook == Hook.POSTROUTING)) {
            throw new Refusal("-m mac cannot be asked in " + hook);
        }
    }

    @Override
    public List<Match> matches() throws Refusal {
        String text = raw.toString();
        if (name.equals("limit")) {
            rate(text);
        }
        return List.of(
                name.equals("limit")
                        ? new Match.Limit(text.substring("-m limit".length()).strip())
                        : new Match.NotSimulated(text));
    }
}
