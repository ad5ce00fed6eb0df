package vethscope.model.element;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        boolean ipTargets,
        Map<String, String> annotations)
        implements Element {

    public static final Kind<Ingress> KIND = Kind.of(
            "ingress",
            "A networking.k8s.io/v1 Ingress and who implements it.",
            Fields.of(
                            Ingress.class,
                            new Ingress(
                                    Head.of("ingress"),
                                    "default",
                                    null,
                                    null,
                                    null,
                                    List.of(),
                                    Spec.EMPTY,
                                    false,
                                    Map.of()))
                    .key("namespace", FieldType.TEXT, "namespace", "Kubernetes namespace")
                    .key(
                            "class",
                            FieldType.TEXT,
                            "className",
                            "`alb` or `nginx`; none: the default of the cluster's ingressClasses")
                    .key("controller", FieldType.ref("pod"), "controller", "the pod that implements it; none for `alb`")
                    .key(
                            "loadBalancer",
                            FieldType.ref("load-balancer"),
                            "loadBalancer",
                            "the load balancer that implements it or stands before its controller")
                    .key(
                            "rules",
                            new FieldType.Listed<>(new FieldType.Nested<>(Rule.FIELDS), Rule::key),
                            "rules",
                            "hosts and paths and the services behind them")
                    .including(
                            "details",
                            Spec.keys(
                                    "defaultBackend",
                                    "where a request goes that no rule takes",
                                    "tls",
                                    "hosts and secrets, as the API writes them"))
                    .key(
                            "targetType",
                            FieldType.OneOf.flag("instance", "ip"),
                            "ipTargets",
                            "an ALB sends to node ports or to pods")
                    .key(
                            "annotations",
                            FieldType.LABELS,
                            "annotations",
                            "what its controller reads beside the spec: `kubernetes.io/ingress.class`,"
                                    + " `alb.ingress.kubernetes.io/…`"));

    public Ingress {
        rules = List.copyOf(rules);
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }

    @Override
    public Ingress withHead(Head head) {
        return new Ingress(
                head, namespace, className, controller, loadBalancer, rules, details, ipTargets, annotations);
    }

    /// With a class and the pod that implements it.
    public Ingress implementedBy(@Nullable String className, @Nullable Id controller) {
        return new Ingress(
                head, namespace, className, controller, loadBalancer, rules, details, ipTargets, annotations);
    }

    public Ingress withLoadBalancer(Id loadBalancer) {
        return new Ingress(
                head, namespace, className, controller, loadBalancer, rules, details, ipTargets, annotations);
    }

    /// The class by name, or by the annotation that came before the field; null: the cluster's default.
    public @Nullable String ingressClass() {
        return className != null ? className : annotations.get("kubernetes.io/ingress.class");
    }

    /// @param port a number or a service port's name
    public record Rule(
            @Nullable String host,
            @Nullable String path,
            @Nullable String pathType,
            @Nullable String service,
            @Nullable String port) {

        static final Fields<Rule> FIELDS = Fields.of(Rule.class, new Rule(null, null, null, null, null))
                .key("host", FieldType.TEXT, "host", "none: any")
                .key("path", FieldType.TEXT, "path", "none: any")
                .key("pathType", FieldType.TEXT, "pathType", "Exact, Prefix or ImplementationSpecific")
                .key("service", FieldType.TEXT, "service", "name of a service of the same namespace")
                .key("port", FieldType.TEXT_OR_NUMBER, "port", "a number or a service port's name");

        private String key() {
            return host + "," + path;
        }
    }
}
