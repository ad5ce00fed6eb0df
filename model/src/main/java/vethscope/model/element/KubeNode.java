package vethscope.model.element;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vethscope.model.Choice;
import vethscope.model.Cni;
import vethscope.model.Id;
import vethscope.model.KubeProxy;
import vethscope.model.Masquerade;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// A machine of the cluster. Its own cni, kubeProxy or masquerade replaces the cluster's object whole.
///
/// @param policy built-in filter chain to policy, such as FORWARD to DROP
public record KubeNode(
        Head head,
        Machine machine,
        List<Cidr> podCidr,
        Map<String, String> policy,
        Choice<Cni> cni,
        Choice<KubeProxy> kubeProxy,
        Choice<Masquerade> masquerade,
        Status status)
        implements LinuxBox {

    public static final Kind<KubeNode> KIND = Kind.of(
            "node",
            "A machine of the cluster.",
            Fields.of(KubeNode.class, blank())
                    .including("machine", Machine.FIELDS)
                    .key("podCIDR", FieldType.ADDRESSES, "podCidr", "the addresses of its pods")
                    .key(
                            "policy",
                            FieldType.LABELS,
                            "policy",
                            "built-in filter chain to policy, such as FORWARD to DROP")
                    .key("cni", choice(Cni.FIELDS), "cni", "replaces the cluster's object whole; null: none")
                    .key(
                            "kubeProxy",
                            choice(KubeProxy.FIELDS),
                            "kubeProxy",
                            "replaces the cluster's object whole; null: none")
                    .key(
                            "masquerade",
                            choice(Masquerade.FIELDS),
                            "masquerade",
                            "replaces the cluster's object whole; null: none")
                    .including("status", Status.FIELDS)
                    .ordered(
                            "interfaces",
                            "podCIDR",
                            "routes",
                            "rules",
                            "sysctl",
                            "iptables",
                            "policy",
                            "cni",
                            "kubeProxy",
                            "masquerade",
                            "labels",
                            "ready",
                            "publicAddress",
                            "securityGroups",
                            "containers"));

    private static KubeNode blank() {
        return new KubeNode(
                Head.of("node"),
                Machine.EMPTY,
                List.of(),
                Map.of(),
                Choice.inherit(),
                Choice.inherit(),
                Choice.inherit(),
                Status.DEFAULT);
    }

    private static <T> FieldType<Choice<T>> choice(Fields<T> fields) {
        Class<Choice.Own<T>> own = own();
        return new FieldType.Cases<>(List.of(
                FieldType.Case.literal(null, Choice.None.class::isInstance, Choice.none()),
                FieldType.Case.member(new FieldType.Nested<>(fields), own, Choice.Own::value, Choice::own)));
    }

    @SuppressWarnings("unchecked") // a class literal has no type argument
    private static <T> Class<Choice.Own<T>> own() {
        return (Class<Choice.Own<T>>) (Class<?>) Choice.Own.class;
    }

    public KubeNode {
        podCidr = List.copyOf(podCidr);
        policy = Collections.unmodifiableMap(new LinkedHashMap<>(policy));
    }

    @Override
    public KubeNode withHead(Head head) {
        return new KubeNode(head, machine, podCidr, policy, cni, kubeProxy, masquerade, status);
    }

    @Override
    public KubeNode withMachine(Machine machine) {
        return new KubeNode(head, machine, podCidr, policy, cni, kubeProxy, masquerade, status);
    }

    /// What the API server knows of a node.
    public record Status(
            Map<String, String> labels,
            boolean ready,
            @Nullable Ip publicAddress,
            List<Id> securityGroups) {

        public static final Status DEFAULT = new Status(Map.of(), true, null, List.of());

        static final Fields<Status> FIELDS = Fields.of(Status.class, DEFAULT)
                .key("labels", FieldType.LABELS, "labels", "Kubernetes labels")
                .key("ready", FieldType.FLAG, "ready", "the Ready condition")
                .key("publicAddress", FieldType.IP, "publicAddress", "its address on the internet")
                .key(
                        "securityGroups",
                        FieldType.refs("security-group"),
                        "securityGroups",
                        "the groups of its interfaces");

        public Status {
            labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
            securityGroups = List.copyOf(securityGroups);
        }
    }

    public KubeNode withCni(Choice<Cni> cni) {
        return new KubeNode(head, machine, podCidr, policy, cni, kubeProxy, masquerade, status);
    }

    public KubeNode withMasquerade(Choice<Masquerade> masquerade) {
        return new KubeNode(head, machine, podCidr, policy, cni, kubeProxy, masquerade, status);
    }

    public KubeNode withPodCidr(List<Cidr> podCidr) {
        return new KubeNode(head, machine, podCidr, policy, cni, kubeProxy, masquerade, status);
    }
}
