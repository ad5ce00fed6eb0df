package vethscope.model.element;

/// A policy.networking.k8s.io cluster-wide policy.
public record ClusterNetworkPolicy(Head head, Spec spec) implements Element {

    @Override
    public ClusterNetworkPolicy withHead(Head head) {
        return new ClusterNetworkPolicy(head, spec);
    }
}
