package vethscope.model.element;

import org.jspecify.annotations.Nullable;
import vethscope.model.Id;

/// A gateway.networking.k8s.io/v1 Gateway and who implements it.
public record Gateway(
        Head head,
        String namespace,
        @Nullable Id loadBalancer,
        @Nullable Id controller,
        Spec spec) implements Element {

    public static final Kind<Gateway> KIND = Kind.of(
            "gateway",
            "A gateway.networking.k8s.io/v1 Gateway and who implements it.",
            Fields.of(Gateway.class, new Gateway(Head.of("gateway"), "default", null, null, Spec.EMPTY))
                    .key("namespace", FieldType.TEXT, "namespace", "Kubernetes namespace")
                    .key(
                            "loadBalancer",
                            FieldType.ref("load-balancer"),
                            "loadBalancer",
                            "the load balancer that implements it")
                    .key("controller", FieldType.ref("pod"), "controller", "the pod that implements it")
                    .including(
                            "spec",
                            Spec.open(
                                    "gatewayClassName",
                                    "the class",
                                    "listeners",
                                    "as the API writes them",
                                    "addresses",
                                    "as the API writes them")));

    @Override
    public Gateway withHead(Head head) {
        return new Gateway(head, namespace, loadBalancer, controller, spec);
    }
}
