package vethscope.model.element;

/// A networking.k8s.io/v1 NetworkPolicy.
public record NetworkPolicy(Head head, String namespace, Spec spec) implements Element {

    @Override
    public NetworkPolicy withHead(Head head) {
        return new NetworkPolicy(head, namespace, spec);
    }
}
