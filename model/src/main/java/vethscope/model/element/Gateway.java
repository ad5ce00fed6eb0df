package vethscope.model.element;

import org.jspecify.annotations.Nullable;
import vethscope.model.Id;

/// A gateway.networking.k8s.io/v1 Gateway and who implements it.
public record Gateway(Head head, String namespace, @Nullable Id loadBalancer, @Nullable Id controller, Spec spec) implements Element {

    @Override
    public Gateway withHead(Head head) {
        return new Gateway(head, namespace, loadBalancer, controller, spec);
    }
}
