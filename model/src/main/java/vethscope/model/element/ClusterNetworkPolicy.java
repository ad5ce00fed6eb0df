package vethscope.model.element;

/// A policy.networking.k8s.io cluster-wide policy.
public record ClusterNetworkPolicy(Head head, Spec spec) implements Element {

    public static final Kind<ClusterNetworkPolicy> KIND = Kind.of(
            "cluster-network-policy",
            "A policy.networking.k8s.io cluster-wide policy.",
            Fields.of(
                            ClusterNetworkPolicy.class,
                            new ClusterNetworkPolicy(Head.of("cluster-network-policy"), Spec.EMPTY))
                    .including(
                            "spec",
                            Spec.open(
                                    "tier",
                                    "Admin or Baseline",
                                    "priority",
                                    "lower wins",
                                    "subject",
                                    "the namespaces or pods it rules",
                                    "ingress",
                                    "rules for what comes in",
                                    "egress",
                                    "rules for what goes out")));

    @Override
    public ClusterNetworkPolicy withHead(Head head) {
        return new ClusterNetworkPolicy(head, spec);
    }
}
