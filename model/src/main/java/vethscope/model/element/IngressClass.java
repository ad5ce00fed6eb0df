package vethscope.model.element;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vethscope.model.Id;

/// A networking.k8s.io/v1 IngressClass.
///
/// @param controller which program implements its ingresses, such as `k8s.io/ingress-nginx`
/// @param pod the pod in which that program runs; null: none is drawn, or it is the cloud's
public record IngressClass(
        @Nullable String controller, @Nullable Id pod, Map<String, String> annotations) {

    /// What marks the class of ingresses that name none.
    public static final String DEFAULT = "ingressclass.kubernetes.io/is-default-class";

    private static final String ALB = "ingress.k8s.aws/alb";

    public static final Fields<IngressClass> FIELDS = Fields.of(
                    IngressClass.class, new IngressClass(null, null, Map.of()))
            .key(
                    "controller",
                    FieldType.TEXT,
                    "controller",
                    "the program that implements its ingresses, such as `k8s.io/ingress-nginx` or `ingress.k8s.aws/alb`")
            .key(
                    "pod",
                    FieldType.ref("pod"),
                    "pod",
                    "the pod in which it runs, for ingresses that name no `controller`")
            .key(
                    "annotations",
                    FieldType.LABELS,
                    "annotations",
                    "`ingressclass.kubernetes.io/is-default-class`: whether ingresses without a class are its own");

    public IngressClass {
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }

    public boolean isDefault() {
        return "true".equals(annotations.get(DEFAULT));
    }

    /// Whether the AWS Load Balancer Controller implements it.
    public boolean isAlb() {
        return ALB.equals(controller);
    }
}
