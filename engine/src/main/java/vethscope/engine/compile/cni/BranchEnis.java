package vethscope.engine.compile.cni;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.site.Device;
import vethscope.engine.compile.site.Devices;
import vethscope.engine.compile.site.Site.NodeSite;
import vethscope.engine.network.Interface;
import vethscope.model.Id;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;
import vethscope.model.element.Nic;
import vethscope.model.element.Pod;

/// Security groups for pods under the AWS VPC CNI: a pod with groups of its own has an ENI of its own, a branch, which
/// the node's trunk ENI carries as a VLAN (amazon-vpc-cni-k8s, cmd/routed-eni-cni-plugin/driver/driver.go,
/// SetupBranchENIPodNetwork).
public final class BranchEnis {

    private BranchEnis() {}

    /// @param vlan from 1 on each trunk
    record Branch(Pod pod, Nic trunk, int vlan) {

        /// `BuildVlanName`.
        String device() {
            return "vlan.eth." + vlan;
        }
    }

    /// The branches of a node: its pods with groups whose address belongs to no ENI of the node.
    static List<Branch> of(NodeSite node) {
        Optional<Nic> trunk = AwsVpcCni.runsOn(node)
                ? node.node().machine().interfaces().stream().filter(Nic::trunk).findFirst()
                : Optional.empty();
        if (trunk.isEmpty()) {
            return List.of();
        }
        var branches = new ArrayList<Branch>();
        for (Pod pod : node.pods()) {
            if (!pod.securityGroups().isEmpty() && ips(pod).stream().noneMatch(ip -> isPooled(node, ip))) {
                branches.add(new Branch(pod, trunk.get(), branches.size() + 1));
            }
        }
        return branches;
    }

    static @Nullable Branch of(NodeSite node, Id pod) {
        return of(node).stream()
                .filter(branch -> branch.pod().id().equals(pod))
                .findFirst()
                .orElse(null);
    }

    private static List<Ip> ips(Pod pod) {
        return pod.network().addresses().stream().map(Cidr::ip).toList();
    }

    private static boolean isPooled(NodeSite node, Ip ip) {
        return node.node().machine().interfaces().stream()
                .anyMatch(nic ->
                        nic.secondary().contains(ip) || nic.prefixes().stream().anyMatch(p -> p.contains(ip)));
    }

    /// Whether the node itself keeps its hands off the pod's packets: all of them pass the vpc and its groups.
    static boolean isStrict(NodeSite node) {
        return node.cni() != null && !node.cni().aws().standardGroups();
    }

    /// The VLAN device of each branch, plugged into the vpc of its trunk.
    public static void wire(NodeSite node, Devices devices) {
        for (Branch branch : of(node)) {
            Device trunk = devices.find(node.id(), branch.trunk().name());
            if (trunk == null || trunk.peer == null) {
                continue;
            }
            Id vpc = trunk.peer.netns();
            String name = branch.device();
            var vlan = new Device(
                    name, Interface.Kind.VLAN, Mac.generated(node.id().value(), name), trunk.mtu, List.of());
            vlan.tunnel = new Interface.Tunnel(branch.vlan(), 0, Ip.ANY, trunk.name);
            vlan.branch = branch.pod().network().addresses();
            String far = devices.free(vpc, node.id() + "." + name);
            var port = new Device(far, Interface.Kind.ETHERNET, Mac.generated(vpc.value(), far), trunk.mtu, List.of());
            if (devices.add(node.id(), vlan) && devices.add(vpc, port)) {
                Devices.plug(node.id(), vlan, vpc, port);
            }
        }
    }
}
