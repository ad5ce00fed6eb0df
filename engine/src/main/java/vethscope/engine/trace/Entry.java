package vethscope.engine.trace;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.engine.origin.Origin;

/// What decided a step: a rule, a route, a line of a table. In text it is what the table's own tool would print.
public interface Entry {

    /// Where the entry comes from; null if nobody knows.
    @Nullable
    Sentence origin();

    /// An author in a word or two within a sentence; empty where the name itself says all, in any language.
    static Optional<Sentence> named(Origin origin) {
        return switch (origin.kind()) {
            case OWN_RULES -> Optional.of(Sentence.of("author.own-rules", origin.who()));
            case OWN_ROUTES -> Optional.of(Sentence.of("author.own-routes", origin.who()));
            case OWN_SYSCTL -> Optional.of(Sentence.of("author.own-sysctl", origin.who()));
            case SOURCE_DESTINATION_CHECK -> Optional.of(Sentence.of("author.check", origin.who()));
            case SETUP -> Optional.of(Sentence.of("author.setup"));
            case REDIRECT -> Optional.of(Sentence.of("author.redirect", origin.who()));
            case KERNEL, DEFAULT -> Optional.of(Sentence.of("author.kernel"));
            case IP_RULE, CNI, PLUGIN, MASQUERADE, KUBELET, KUBE_PROXY, SERVICE, POLICY, ROUTE_TABLE, GIVEN, PROGRAM ->
                Optional.empty();
        };
    }

    /// Who wrote it, in a sentence: `origin.` and the kind's name among the messages.
    static Sentence by(Origin origin) {
        String kind = origin.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return Sentence.of("origin." + kind, origin.who(), origin.line());
    }
}
