package vethscope.engine.network;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The certificates of a proxy that speaks TLS, as far as a drawing knows them: by name. The name that the client asks
/// for (SNI, RFC 6066) chooses.
///
/// @param strict whether a name that no certificate covers ends the connection; otherwise the proxy shows a certificate
///     of its own
public record Tls(List<Certificate> certificates, boolean strict) {

    /// @param secret what holds it
    /// @param hosts names that it is for, `*.` for one label; empty: any
    public record Certificate(String secret, List<String> hosts) {
        public Certificate {
            hosts = List.copyOf(hosts);
        }

        private boolean names(String wanted, boolean exactly) {
            return hosts.stream()
                    .map(host -> host.toLowerCase(Locale.ROOT))
                    .anyMatch(host -> exactly
                            ? host.equals(wanted)
                            : HttpMatch.of(HttpMatch.Hosts.ONE_LABEL, host, HttpMatch.Paths.ANY, List.of())
                                            .takes(HttpMatch.Asked.get(wanted, null))
                                    && host.startsWith("*."));
        }
    }

    public Tls {
        certificates = List.copyOf(certificates);
    }

    /// The certificate for a name: one that has it, then one with a wildcard for it, then one for any.
    ///
    /// @param host null: the client names none
    public Optional<Certificate> of(@Nullable String host) {
        String wanted = host == null ? "" : host.toLowerCase(Locale.ROOT);
        return first(certificate -> certificate.names(wanted, true))
                .or(() -> first(certificate -> certificate.names(wanted, false)))
                .or(() -> first(certificate -> certificate.hosts().isEmpty()));
    }

    private Optional<Certificate> first(Predicate<Certificate> test) {
        return certificates.stream().filter(test).findFirst();
    }
}
