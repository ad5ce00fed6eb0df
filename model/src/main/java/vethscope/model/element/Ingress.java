package vethscope.model.element;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.Id;

/// An Ingress and who implements it: a cloud's ALB or a controller pod.
///
/// @param className `alb` or `nginx`
/// @param details `defaultBackend` and `tls` as in networking.k8s.io/v1
/// @param ipTargets `targetType`: `ip` sends to pods, `instance` to node ports
public record Ingress(
        Head head,
        String namespace,
        @Nullable String className,
        @Nullable Id controller,
        @Nullable Id loadBalancer,
        List<Rule> rules,
        Spec details,
        boolean ipTargets)
        implements Element {

    public Ingress {
        rules = List.copyOf(rules);
    }

    @Override
    public Ingress withHead(Head head) {
        return new Ingress(head, namespace, className, controller, loadBalancer, rules, details, ipTargets);
    }

    /// @param port a number or a service port's name
    public record Rule(@Nullable String host, @Nullable String path, @Nullable String pathType, @Nullable String service, @Nullable String port) {}
}
