package vethscope.engine.trace;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Ip;

/// Where the entry that decided a line of a transcript comes from, in a word or two: `kernel`, `CNI plugin`,
/// `vm1 routes, line 2`. The window and the JSON say the same in a sentence.
final class TranscriptOrigin {

    /// Origins that the sentence of their step says already: `No rule decides; the policy accepts`.
    private static final Set<String> IN_THE_SENTENCE = Set.of(
            "origin.answered",
            "origin.chain-policy",
            "origin.client",
            "origin.connection",
            "origin.device",
            "origin.group",
            "origin.group.default",
            "origin.health",
            "origin.port",
            "origin.socket",
            "origin.source-destination-check");

    /// Origins that are mostly known by the name in their rule: a Service, a policy.
    private static final Set<String> BY_NAME = Set.of("origin.service", "origin.policy");

    private static final String CHAINS_OF_KUBE_PROXY = "KUBE-";

    /// Origins of an answer that gives the asked machine's own address, as every machine does.
    private static final Set<String> OWN_ADDRESS =
            Set.of("origin.address", "origin.kernel", "origin.device", "origin.link-local");

    private TranscriptOrigin() {}

    /// @param told what the reader has before the eyes: the line and the rule below it
    /// @return null if nothing decided, or the line itself says where that came from
    static @Nullable String of(Step step, String told, Locale locale, TranscriptRows.Words words) {
        Sentence origin = step.origin();
        if (origin == null || isTold(origin, told)) {
            return null;
        }
        return words.say(
                "from." + origin.key().substring("origin.".length()),
                origin.arguments(locale).toArray());
    }

    /// Whether somebody answers for a neighbour's address that is not its own.
    static boolean isForAnother(Step step, Ip asked) {
        Sentence origin = step.origin();
        return step.text().key().equals("arp.answer")
                && origin != null
                && !OWN_ADDRESS.contains(origin.key())
                && step.text().arguments().getFirst().equals(asked.toString());
    }

    private static boolean isTold(Sentence origin, String told) {
        return IN_THE_SENTENCE.contains(origin.key())
                || origin.key().equals("origin.kube-proxy") && told.contains(CHAINS_OF_KUBE_PROXY)
                || BY_NAME.contains(origin.key())
                        && told.contains(origin.arguments().getFirst());
    }
}
