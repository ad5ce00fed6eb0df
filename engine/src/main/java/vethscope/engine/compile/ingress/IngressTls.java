package vethscope.engine.compile.ingress;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import vethscope.engine.network.Tls;
import vethscope.model.element.Container;
import vethscope.model.element.Ingress;

/// The certificates of ingresses: names of secrets, and the hosts that each is for (networking.k8s.io/v1 IngressTLS).
/// TLS is spoken on the port of HTTPS only.
public final class IngressTls {

    private static final int HTTPS = 443;
    private static final int HTTPS_ALSO = 8443;

    private IngressTls() {}

    /// An entry of `tls`.
    ///
    /// @param secret empty: the controller's default certificate
    public record Entry(String secret, List<String> hosts) {
        public Entry {
            hosts = List.copyOf(hosts);
        }
    }

    /// The entries of an Ingress, as written.
    public static List<Entry> entries(Ingress ingress) {
        return Backends.list(ingress.details().fields().get("tls")).stream()
                .map(Backends::map)
                .map(entry -> new Entry(secret(entry), hosts(entry)))
                .toList();
    }

    private static String secret(Map<?, ?> entry) {
        Object name = entry.get("secretName");
        return name == null ? "" : name.toString();
    }

    private static List<String> hosts(Map<?, ?> entry) {
        return Backends.list(entry.get("hosts")).stream().map(String::valueOf).toList();
    }

    /// The certificates of a controller. An entry without hosts is for the hosts of its ingress's rules; one without a
    /// secret is the default certificate, which stands for what no other covers.
    public static Tls of(List<Ingress> ingresses) {
        return new Tls(
                ingresses.stream()
                        .flatMap(ingress -> entries(ingress).stream()
                                .filter(entry -> !entry.secret.isEmpty())
                                .flatMap(entry -> certificate(ingress, entry)))
                        .toList(),
                false);
    }

    private static Stream<Tls.Certificate> certificate(Ingress ingress, Entry entry) {
        List<String> hosts = entry.hosts.isEmpty() ? ruled(ingress) : entry.hosts;
        return hosts.isEmpty()
                ? Stream.empty()
                : Stream.of(new Tls.Certificate(ingress.namespace() + "/" + entry.secret, hosts));
    }

    /// The hosts of an ingress's rules.
    public static List<String> ruled(Ingress ingress) {
        return ingress.rules().stream()
                .flatMap(rule -> Stream.ofNullable(rule.host()))
                .filter(host -> !host.isEmpty())
                .distinct()
                .toList();
    }

    /// Whether a controller's port is the one of HTTPS: by number, or because it is called so.
    public static boolean isHttps(Container.Port port) {
        return port.port() == HTTPS || port.port() == HTTPS_ALSO || "https".equals(port.name());
    }

    /// The certificate of an ALB's HTTPS listener: those that an annotation names, whose hosts a drawing does not know,
    /// else one that the controller finds for the hosts of `tls` and of the rules (aws-load-balancer-controller,
    /// docs/guide/ingress/cert_discovery.md).
    public static Tls ofAlb(List<Ingress> ingresses) {
        return new Tls(ingresses.stream().flatMap(IngressTls::ofAlb).toList(), false);
    }

    private static Stream<Tls.Certificate> ofAlb(Ingress ingress) {
        String arn = AlbAnnotations.of(ingress).certificate();
        if (arn != null) {
            return Stream.of(arn.split(",")).map(one -> new Tls.Certificate(one.strip(), List.of()));
        }
        List<String> hosts = Stream.concat(
                        entries(ingress).stream().flatMap(entry -> entry.hosts.stream()), ruled(ingress).stream())
                .distinct()
                .toList();
        return hosts.isEmpty() ? Stream.empty() : Stream.of(new Tls.Certificate("AWS Certificate Manager", hosts));
    }
}
