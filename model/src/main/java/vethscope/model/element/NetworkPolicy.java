package vethscope.model.element;

/// A networking.k8s.io/v1 NetworkPolicy.
public record NetworkPolicy(Head head, String namespace, Spec spec) implements Element {

    public static final Kind<NetworkPolicy> KIND = Kind.of(
            "network-policy",
            "A networking.k8s.io/v1 NetworkPolicy.",
            Fields.of(NetworkPolicy.class, new NetworkPolicy(Head.of("network-policy"), "default", Spec.EMPTY))
                    .key("namespace", FieldType.TEXT, "namespace", "Kubernetes namespace")
                    .including(
                            "spec",
                            Spec.open(
                                    "podSelector",
                                    "the pods it isolates",
                                    "policyTypes",
                                    "Ingress, Egress",
                                    "ingress",
                                    "what may come in",
                                    "egress",
                                    "what may go out")));

    @Override
    public NetworkPolicy withHead(Head head) {
        return new NetworkPolicy(head, namespace, spec);
    }
}
