package vethscope.engine.netfilter;

import java.util.Optional;
import java.util.Set;

/// What of a rule is kept and printed but has no effect here, so that nobody trusts it unawares.
public final class Unsimulated {

    /// Options of modules that are simulated without them.
    private static final Set<String> OPTIONS = Set.of(
            "--rttl",
            "--ctexpire",
            "--tcp-option",
            "--suppl-groups",
            "--return-nomatch",
            "--update-counters",
            "--update-subcounters",
            "--packets-eq",
            "--packets-lt",
            "--packets-gt",
            "--bytes-eq",
            "--bytes-lt",
            "--bytes-gt",
            "--vdir",
            "--vmethod",
            "--vportctl",
            "--restore-skmark",
            "--zone",
            "--zone-orig",
            "--zone-reply");

    /// Targets that would decide where a packet goes; what others do leaves no trace in a simulation.
    private static final Set<String> DECIDING =
            Set.of("CLUSTERIP", "DNPT", "MIRROR", "NFQUEUE", "QUEUE", "SET", "SNPT", "SYNPROXY", "TEE", "TPROXY");

    private Unsimulated() {}

    /// Whether a target that is not simulated would decide where a packet goes, or what later rules find.
    static boolean decides(String target) {
        return DECIDING.contains(target);
    }

    /// The words of a line for iptables that are passed over, such as `-m set`; empty if it is simulated as a whole.
    ///
    /// @param sets that the machine has
    public static Optional<String> in(String line, Set<String> sets) {
        Words words;
        try {
            words = Words.of(line);
        } catch (Refusal malformed) {
            return Optional.empty();
        }
        String before = "";
        while (words.hasNext()) {
            String word = words.next();
            boolean match = before.equals("-m") || before.equals("--match");
            boolean target = before.equals("-j") || before.equals("--jump");
            if (match && Names.OPAQUE_MATCHES.contains(word) || target && DECIDING.contains(word)) {
                return Optional.of(before + " " + word);
            }
            if (before.equals("--match-set") && !sets.contains(word)) {
                return Optional.of("-m set");
            }
            boolean owner = before.equals("--uid-owner") || before.equals("--gid-owner");
            if (owner && !word.equals("root") && !Character.isDigit(word.charAt(0))) {
                return Optional.of(before + " " + word);
            }
            // by bytes, not by packets
            boolean rate = before.equals("--hashlimit-upto") || before.equals("--hashlimit-above");
            if (rate && word.matches("\\d+[kKmM]?[bB](/.*)?")) {
                return Optional.of(before + " " + word);
            }
            if (OPTIONS.contains(word)) {
                return Optional.of(word);
            }
            before = word;
        }
        return Optional.empty();
    }
}
