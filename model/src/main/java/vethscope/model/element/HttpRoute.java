package vethscope.model.element;

import org.jspecify.annotations.Nullable;

/// A gateway.networking.k8s.io/v1 HTTPRoute.
public record HttpRoute(
        Head head, String namespace, @Nullable String creationTimestamp, Spec spec) implements Element {

    public static final Kind<HttpRoute> KIND = Kind.of(
            "http-route",
            "A gateway.networking.k8s.io/v1 HTTPRoute.",
            Fields.of(HttpRoute.class, new HttpRoute(Head.of("http-route"), "default", null, Spec.EMPTY))
                    .key("namespace", FieldType.TEXT, "namespace", "Kubernetes namespace")
                    .key(
                            "creationTimestamp",
                            FieldType.TEXT,
                            "creationTimestamp",
                            "when it was created, such as 2026-01-31T12:00:00Z; of rules that are alike the oldest route's counts")
                    .including(
                            "spec",
                            Spec.open(
                                    "parentRefs",
                                    "the gateways it hangs on",
                                    "hostnames",
                                    "none: any",
                                    "rules",
                                    "matches, filters and backends, as the API writes them")));

    @Override
    public HttpRoute withHead(Head head) {
        return new HttpRoute(head, namespace, creationTimestamp, spec);
    }
}
