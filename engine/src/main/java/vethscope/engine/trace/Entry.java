package vethscope.engine.trace;

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

    /// Who wrote it, in a sentence.
    static Sentence by(Origin origin) {
        return switch (origin.kind()) {
            case KERNEL -> Sentence.of("origin.kernel");
            case DEFAULT -> Sentence.of("origin.default");
            case SETUP -> Sentence.of("origin.setup");
            case KUBELET -> Sentence.of("origin.kubelet");
            case IP_RULE -> Sentence.of("origin.ip-rule");
            case CNI -> Sentence.of("origin.cni");
            case MASQUERADE -> Sentence.of("origin.masquerade");
            case KUBE_PROXY -> Sentence.of("origin.kube-proxy");
            case PLUGIN -> Sentence.of("origin.plugin", origin.who());
            case SERVICE -> Sentence.of("origin.service", origin.who());
            case POLICY -> Sentence.of("origin.policy", origin.who());
            case OWN_RULES -> Sentence.of("origin.own-rules", origin.who(), origin.line());
            case OWN_ROUTES -> Sentence.of("origin.own-routes", origin.who(), origin.line());
            case OWN_SYSCTL -> Sentence.of("origin.own-sysctl", origin.who());
            case ROUTE_TABLE -> Sentence.of("origin.route-table", origin.who());
            case GIVEN -> Sentence.of("origin.given", origin.who());
            case REDIRECT -> Sentence.of("origin.redirect", origin.who());
            case PROGRAM -> Sentence.of("origin.program", origin.who());
            case SOURCE_DESTINATION_CHECK -> Sentence.of("origin.check", origin.who());
        };
    }
}
