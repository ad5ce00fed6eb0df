package vethscope.engine.verify;

import vethscope.engine.compile.policy.Policies;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.engine.netfilter.Table;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Sysctls;
import vethscope.engine.packet.Family;
import vethscope.model.element.KubeNode;

/// Policies are rules of iptables, and bridged packets meet those only if the bridge shows them.
final class PolicyRule {

    private PolicyRule() {}

    static void check(Drawing drawing, Notes notes) {
        drawing.all(KubeNode.class).forEach(node -> {
            Netns netns = drawing.network().netns(node.id());
            long ports = netns.interfaces().values().stream()
                    .filter(device -> device.port() != null)
                    .count();
            for (Family family : Family.values()) {
                boolean judged = netns.ruleset()
                        .chain(family.v6(), Table.FILTER, "FORWARD")
                        .filter(chain -> chain.rules().stream().anyMatch(Policies::isJump))
                        .isPresent();
                if (judged && ports > 1 && !netns.sysctl().bridgeNfCall(family)) {
                    notes.add(Flaw.POLICY_BYPASSED, node.id(), "sysctl", node.name(), Sysctls.bridgeNfCallKey(family));
                }
            }
        });
    }
}
