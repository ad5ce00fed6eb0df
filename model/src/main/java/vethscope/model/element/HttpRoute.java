package vethscope.model.element;

/// A gateway.networking.k8s.io/v1 HTTPRoute.
public record HttpRoute(Head head, String namespace, Spec spec) implements Element {

    public static final Kind<HttpRoute> KIND = Kind.of(
            "http-route",
            "A gateway.networking.k8s.io/v1 HTTPRoute.",
            Fields.of(HttpRoute.class, new HttpRoute(Head.of("http-route"), "default", Spec.EMPTY))
                    .key("namespace", FieldType.TEXT, "namespace", "Kubernetes namespace")
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
        return new HttpRoute(head, namespace, spec);
    }
}
