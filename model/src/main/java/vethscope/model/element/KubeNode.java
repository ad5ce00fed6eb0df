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
    public record Status(Map<String, String> labels, boolean ready, @Nullable Ip publicAddress, List<Id> securityGroups) {

        public static final Status DEFAULT = new Status(Map.of(), true, null, List.of());

        public Status {
            labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
            securityGroups = List.copyOf(securityGroups);
        }
    }
}
