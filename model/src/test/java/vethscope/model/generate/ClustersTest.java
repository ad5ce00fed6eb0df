package vethscope.model.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vethscope.model.Cni;
import vethscope.model.Design;
import vethscope.model.Layout.Box;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;
import vethscope.model.element.KubeNode;
import vethscope.model.element.Nic;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;

final class ClustersTest {

    private static ClusterSize size(int nodes, int pods, int services, Cni.Type cni, long seed) {
        return new ClusterSize(nodes, pods, services, null, cni, ClusterSize.Between.ROUTES, seed);
    }

    @Test
    void theSameWordsGiveTheSameBytes() {
        var size = size(4, 6, 5, Cni.Type.BRIDGE, 7);
        assertEquals(Veth.write(Clusters.draw(size)), Veth.write(Clusters.draw(size)));
    }

    @Test
    void anotherSeedGivesThePodsOtherWork() {
        assertNotEquals(
                Clusters.draw(size(4, 6, 5, Cni.Type.BRIDGE, 1)), Clusters.draw(size(4, 6, 5, Cni.Type.BRIDGE, 2)));
    }

    @ParameterizedTest
    @EnumSource(Cni.Type.class)
    void aFileOfItReadsBackAsTheSameDrawing(Cni.Type cni) {
        Design design = Clusters.draw(size(3, 40, 6, cni, 1));
        assertEquals(design, ((Reading.Opened) Veth.read(Veth.write(design))).design());
    }

    /// 300 nodes are more than the /24s of 10.244.0.0/16, 70 pods more than two ENIs carry.
    @ParameterizedTest
    @EnumSource(Cni.Type.class)
    void noTwoInterfacesShareAnAddress(Cni.Type cni) {
        Design design = Clusters.draw(size(300, 70, 0, cni, 1));
        List<Ip> all = Stream.concat(
                        design.topology().all(Pod.class).map(p -> p.network().addresses()),
                        design.topology()
                                .all(KubeNode.class)
                                .flatMap(n -> n.machine().interfaces().stream())
                                .map(Nic::addresses))
                .flatMap(List::stream)
                .map(Cidr::ip)
                .toList();
        assertEquals(all.size(), new HashSet<>(all).size());
        assertTrue(all.stream()
                .noneMatch(ip -> design.cluster().serviceCidr().getFirst().contains(ip)));
    }

    @Test
    void everyServiceHasAPodWhereThereAreEnough() {
        Design design = Clusters.draw(size(5, 4, 20, Cni.Type.BRIDGE, 3));
        design.topology()
                .all(Service.class)
                .forEach(s -> assertTrue(
                        design.topology()
                                .all(Pod.class)
                                .anyMatch(p -> p.labels().equals(s.selector())),
                        s::name));
    }

    @Test
    void aServiceHasAsManyEndpointsAsAsked() {
        Design design = Clusters.draw(new ClusterSize(5, 4, 3, 15, Cni.Type.PTP, ClusterSize.Between.ROUTES, 1));
        design.topology()
                .all(Service.class)
                .forEach(s ->
                        assertEquals(15, new HashSet<>(s.endpoints() == null ? List.of() : s.endpoints()).size()));
    }

    @Test
    void nothingIsDrawnOverAnotherNode() {
        Design design = Clusters.draw(size(7, 3, 4, Cni.Type.BRIDGE, 1));
        List<Box> boxes = design.topology()
                .all(KubeNode.class)
                .map(n -> design.layout().box(n.id()).orElseThrow())
                .toList();
        for (Box a : boxes) {
            for (Box b : boxes) {
                assertTrue(a == b
                        || a.x() + a.w() <= b.x()
                        || b.x() + b.w() <= a.x()
                        || a.y() + a.h() <= b.y()
                        || b.y() + b.h() <= a.y());
            }
        }
    }

    @Test
    void whatKubernetesCannotHoldIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> size(0, 1, 0, Cni.Type.BRIDGE, 1));
        assertThrows(IllegalArgumentException.class, () -> size(5_000, 31, 0, Cni.Type.BRIDGE, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ClusterSize(1, 1, 1, 2, Cni.Type.BRIDGE, ClusterSize.Between.ROUTES, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ClusterSize(1, 1, 1, null, Cni.Type.AWS_VPC, ClusterSize.Between.VXLAN, 1));
    }
}
