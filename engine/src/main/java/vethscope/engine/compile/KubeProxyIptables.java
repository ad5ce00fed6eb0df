package vethscope.engine.compile;

import vethscope.engine.netfilter.Ruleset;
import vethscope.model.KubeProxy;

/// kube-proxy in iptables mode: the program as one node's chains and rules, named and ordered as kube-proxy does.
public final class KubeProxyIptables {

    private KubeProxyIptables() {}

    /// The rules that the node has after kube-proxy's first sync: its own, with kube-proxy's jumps inserted in front.
    public static Ruleset install(Ruleset base, ServiceProgram program, NodeView node, KubeProxy settings) {
        return base;
    }
}
