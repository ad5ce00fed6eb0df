package vethscope.app.cli;

import org.jspecify.annotations.Nullable;
import vethscope.model.Choice;
import vethscope.model.Cluster;
import vethscope.model.Design;
import vethscope.model.KubeProxy;
import vethscope.model.Topology;
import vethscope.model.element.KubeNode;

/// The same design with another kube-proxy mode, to see what it would change.
final class Modes {

    private Modes() {}

    static Design with(Design design, KubeProxy.@Nullable Mode mode) {
        if (mode == null) {
            return design;
        }
        Cluster c = design.cluster();
        Topology topology = design.topology();
        for (KubeNode node : design.topology().all(KubeNode.class).toList()) {
            if (node.kubeProxy() instanceof Choice.Own<KubeProxy>(KubeProxy own)) {
                topology = topology.put(withProxy(node, with(own, mode)));
            }
        }
        return design.with(topology).with(c.withKubeProxy(with(c.kubeProxy(), mode)));
    }

    private static KubeNode withProxy(KubeNode n, KubeProxy proxy) {
        return new KubeNode(
                n.head(), n.machine(), n.podCidr(), n.policy(), n.cni(), Choice.own(proxy), n.masquerade(), n.status());
    }

    private static KubeProxy with(KubeProxy p, KubeProxy.Mode mode) {
        return new KubeProxy(
                mode,
                p.clusterCidr(),
                p.noDetector(),
                p.detectLocalMode(),
                p.masqueradeAll(),
                p.randomFully(),
                p.nodePortAddresses(),
                p.localhostNodePorts(),
                p.serviceCidrs(),
                p.scheduler(),
                p.detectInterface(),
                p.masqueradeBit(),
                p.strictArp(),
                p.primaryNodePorts(),
                p.featureGates());
    }
}
