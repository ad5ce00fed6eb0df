package vethscope.engine.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.netfilter.Table;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Network;
import vethscope.model.Cni;
import vethscope.model.Id;
import vethscope.model.generate.ClusterSize;
import vethscope.model.generate.Clusters;

class TwinsTest {

    private final Network network = Compiler.compile(
                    Clusters.draw(new ClusterSize(2, 2, 2, 1, Cni.Type.BRIDGE, ClusterSize.Between.ROUTES, 1)))
            .network();
    private final Netns one = network.netns(Id.of("node-1"));
    private final Netns two = network.netns(Id.of("node-2"));

    private static Ruleset.Chain chain(Netns node, String name) {
        return node.ruleset().chain(Table.FILTER, name).orElseThrow();
    }

    @Test
    void nodesShareTheRulesThatAreTheSameOnBoth() {
        assertSame(chain(one, "FORWARD"), chain(two, "FORWARD"));
        assertSame(chain(one, "KUBE-FORWARD"), chain(two, "KUBE-FORWARD"));
    }

    @Test
    void nodesShareSysctlsThatAreSetAlike() {
        assertSame(one.sysctl(), two.sysctl());
        assertNotEquals(one.sysctl(), network.netns(Id.of("pod-1-1")).sysctl());
        assertEquals("1", one.sysctl().values().get("net.ipv4.ip_forward"));
    }
}
