package vethscope.engine.netfilter;

import java.util.ArrayList;
import java.util.List;

/// Reads the options of one `-m` module.
sealed interface MatchReader
        permits PortMatches, StateMatches, SetMatches, PlainMatches, OwnerMatch, ModuleReader, OpaqueMatch {

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
        throw new Refusal("option.unknown", option);
    }

    static MatchReader of(String name, RuleReader rule) throws Refusal {
        return switch (name) {
            case "tcp", "udp", "sctp", "icmp", "icmp6", "multiport" -> new PortMatches(name, rule);
            case "conntrack", "state", "mark", "connmark", "addrtype", "physdev", "recent" -> new StateMatches(name);
            case "set", "ipvs" -> new SetMatches(name);
            case "owner" -> new OwnerMatch();
            case "connlimit" -> new ConnLimit.Reader(rule);
            case "devgroup" -> new DeviceGroup.Reader();
            case "ecn" -> new Congestion.Reader(rule);
            case "hashlimit" -> new HashLimit.Reader(rule);
            case "limit" -> new RateLimit.Reader();
            case "mac" -> new MacSource.Reader();
            case "pkttype" -> new PacketType.Reader();
            case "policy" -> new IpsecPolicy.Reader();
            case "quota" -> new Quota.Reader();
            case "rpfilter" -> new ReversePath.Reader(rule);
            case "socket" -> new LocalSocket.Reader();
            case "tos", "dscp" -> new ServiceMatch.Reader(name);
            case "comment", "statistic", "iprange", "length" -> new PlainMatches(name);
            case "ttl", "hl" -> {
                if (rule.v6() != name.equals("hl")) {
                    throw new Refusal("module.other-family", name);
                }
                yield new PlainMatches(name);
            }
            default -> {
                if (!Names.OPAQUE_MATCHES.contains(name) && !name.equals(rule.protocol())) {
                    throw new Refusal("module.none", name);
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
