package vethscope.model.element;

/// A gateway.networking.k8s.io/v1 HTTPRoute.
public record HttpRoute(Head head, String namespace, Spec spec) implements Element {

    @Override
    public HttpRoute withHead(Head head) {
        return new HttpRoute(head, namespace, spec);
    }
}
