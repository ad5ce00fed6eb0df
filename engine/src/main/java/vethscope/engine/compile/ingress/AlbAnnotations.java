package vethscope.engine.compile.ingress;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Cidr;
import vethscope.model.element.Ingress;
import vethscope.model.element.LoadBalancer.HealthCheck;
import vethscope.model.element.Service;

/// What an Ingress asks of the AWS Load Balancer Controller by its annotations (aws-load-balancer-controller,
/// docs/guide/ingress/annotations.md).
public record AlbAnnotations(Map<String, String> ingress) {

    /// What the controller's own annotations begin with.
    public static final String PREFIX = "alb.ingress.kubernetes.io/";

    private static final List<String> TIMES = List.of(
            "healthcheck-interval-seconds",
            "healthcheck-timeout-seconds",
            "healthy-threshold-count",
            "unhealthy-threshold-count");

    private static final String BY_ANNOTATION = "use-annotation";
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /// The annotations of an Ingress.
    public static AlbAnnotations of(Ingress ingress) {
        return new AlbAnnotations(ingress.annotations());
    }

    private @Nullable String text(String key) {
        String value = ingress.get(PREFIX + key);
        return value == null ? null : value.strip();
    }

    /// Annotations of a service beat those of the ingress.
    private @Nullable String text(String key, @Nullable Service service) {
        String own = service == null ? null : service.annotations().get(PREFIX + key);
        return own == null ? text(key) : own.strip();
    }

    /// The name of its IngressGroup; null: it has a balancer of its own.
    public @Nullable String group() {
        return text("group.name");
    }

    /// Lower first; 0 unless it is said.
    long order() {
        try {
            return Long.parseLong(Optional.ofNullable(text("group.order")).orElse("0"));
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    /// `internal` or `internet-facing`; null: it is not said, and the controller makes an internal one.
    public @Nullable String scheme() {
        return text("scheme");
    }

    private boolean hasCertificate() {
        return certificate() != null;
    }

    /// The names of its certificates, apart by commas; null: it names none.
    @Nullable
    String certificate() {
        String arn = text("certificate-arn");
        return arn == null || arn.isEmpty() ? null : arn;
    }

    /// Whether it says on which ports it is to be found.
    boolean saysPorts() {
        return text("listen-ports") != null || hasCertificate();
    }

    /// Port to whether it is one of HTTPS: `listen-ports`, or 443 with a certificate and 80 without.
    Map<Integer, Boolean> ports() {
        var ports = new LinkedHashMap<Integer, Boolean>();
        json("listen-ports")
                .map(Backends::list)
                .orElse(List.of())
                .forEach(item -> Backends.map(item)
                        .forEach((protocol, port) -> number(port)
                                .ifPresent(p -> ports.put(p, "HTTPS".equalsIgnoreCase(String.valueOf(protocol))))));
        if (ports.isEmpty()) {
            ports.put(hasCertificate() ? HTTPS : HTTP, hasCertificate());
        }
        return ports;
    }

    /// The port to which every listener of HTTP sends its clients; empty: none.
    Optional<Integer> sslRedirect() {
        return number(text("ssl-redirect"));
    }

    /// Whom the controller's own security group lets in; empty: it is not said.
    public List<Cidr> inboundCidrs() {
        String text = text("inbound-cidrs");
        return text == null
                ? List.of()
                : Stream.of(text.split(","))
                        .flatMap(cidr -> Cidr.tryParse(cidr.strip()).stream())
                        .toList();
    }

    /// Empty: it is not said.
    public Optional<Boolean> targetsPods(@Nullable Service service) {
        return Optional.ofNullable(text("target-type", service)).map("ip"::equalsIgnoreCase);
    }

    /// How the targets of a service are checked; null: the balancer's own check counts.
    @Nullable
    public HealthCheck healthCheck(@Nullable Service service) {
        String port = text("healthcheck-port", service);
        String protocol = text("healthcheck-protocol", service);
        String path = text("healthcheck-path", service);
        boolean grpc = "GRPC".equalsIgnoreCase(text("backend-protocol-version", service));
        String codes = text("success-codes", service);
        List<String> times = TIMES.stream()
                .flatMap(key -> Stream.ofNullable(text(key, service)))
                .toList();
        if (times.isEmpty() && Stream.of(port, protocol, path, codes).allMatch(java.util.Objects::isNull)) {
            return null;
        }
        return new HealthCheck(
                protocol == null ? "HTTP" : protocol.toUpperCase(Locale.ROOT),
                number(port).orElse(0),
                path == null ? grpc ? "/AWS.ALB/healthcheck" : "/" : path,
                codes == null && !grpc ? "200" : codes,
                new HealthCheck.Pace(
                        number(text(TIMES.get(0), service)).orElse(HealthCheck.Pace.DEFAULT.intervalSeconds()),
                        number(text(TIMES.get(1), service)).orElse(HealthCheck.Pace.DEFAULT.timeoutSeconds()),
                        number(text(TIMES.get(2), service)).orElse(HealthCheck.Pace.DEFAULT.healthyThresholdCount()),
                        number(text(TIMES.get(3), service))
                                .orElse(HealthCheck.Pace.DEFAULT.unhealthyThresholdCount())));
    }

    /// A value that the controller or Elastic Load Balancing refuses.
    ///
    /// @param allowed what it may be
    public record Refused(String key, String value, String allowed) {}

    /// The values out of their ranges (docs/guide/ingress/annotations.md; Elastic Load Balancing, CreateTargetGroup).
    public List<Refused> refused() {
        var all = new ArrayList<Refused>();
        ranged(all, TIMES.get(0), 5, 300);
        ranged(all, TIMES.get(1), 2, 120);
        ranged(all, TIMES.get(2), 2, 10);
        ranged(all, TIMES.get(3), 2, 10);
        ranged(all, "group.order", -1000, 1000);
        ranged(all, "ssl-redirect", 1, 65535);
        worded(all, "scheme", "internal", "internet-facing");
        worded(all, "target-type", "instance", "ip");
        worded(all, "healthcheck-protocol", "HTTP", "HTTPS");
        int interval = number(text(TIMES.get(0))).orElse(HealthCheck.Pace.DEFAULT.intervalSeconds());
        int timeout = number(text(TIMES.get(1))).orElse(HealthCheck.Pace.DEFAULT.timeoutSeconds());
        if (timeout >= interval && all.isEmpty()) {
            all.add(new Refused(PREFIX + TIMES.get(1), String.valueOf(timeout), "< " + interval));
        }
        return all;
    }

    private void ranged(List<Refused> all, String key, int least, int most) {
        String value = text(key);
        if (value != null && number(value).filter(n -> n >= least && n <= most).isEmpty()) {
            all.add(new Refused(PREFIX + key, value, least + "–" + most));
        }
    }

    private void worded(List<Refused> all, String key, String... words) {
        String value = text(key);
        if (value != null && Stream.of(words).noneMatch(value::equals)) {
            all.add(new Refused(PREFIX + key, value, String.join(" | ", words)));
        }
    }

    /// Whether a rule names an action and no service.
    public static boolean isAction(Ingress.Rule rule) {
        return isAction(rule.port());
    }

    static boolean isAction(@Nullable String port) {
        return BY_ANNOTATION.equals(port);
    }

    /// The balancer keeps its patterns for itself: `*` and `?` stand for characters in no kind of path but
    /// `ImplementationSpecific`, and the controller refuses them elsewhere.
    public static boolean isLegal(Ingress.Rule rule) {
        String path = rule.path();
        boolean literal = "Exact".equals(rule.pathType()) || "Prefix".equals(rule.pathType());
        return path == null || !literal || path.indexOf('*') < 0 && path.indexOf('?') < 0;
    }

    /// The action that `use-annotation` means.
    public Optional<Map<?, ?>> action(String name) {
        return json("actions." + name).map(Backends::map).filter(map -> !map.isEmpty());
    }

    /// The further conditions of the rules whose backend has that name.
    List<Map<?, ?>> conditions(String name) {
        var all = new ArrayList<Map<?, ?>>();
        json("conditions." + name)
                .map(Backends::list)
                .orElse(List.of())
                .forEach(condition -> all.add(Backends.map(condition)));
        return all;
    }

    private Optional<Object> json(String key) {
        return Optional.ofNullable(text(key)).flatMap(AnnotationJson::read);
    }

    /// Tells every annotation whose value is not the JSON that it must be.
    public void malformed(BiConsumer<String, String> tell) {
        ingress.forEach((key, value) -> {
            String name = key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : "";
            boolean json = name.equals("listen-ports") || name.startsWith("actions.") || name.startsWith("conditions.");
            if (json && AnnotationJson.read(value).isEmpty()) {
                tell.accept(key, value);
            }
        });
    }

    static Optional<Integer> number(@Nullable Object scalar) {
        try {
            return scalar == null ? Optional.empty() : Optional.of(Integer.valueOf(scalar.toString()));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
