package vethscope.model.edit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import vethscope.model.Cni;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Layout.Box;
import vethscope.model.Layout.Point;
import vethscope.model.address.Cidr;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;
import vethscope.model.element.Bridge;
import vethscope.model.element.Element;
import vethscope.model.element.Host;
import vethscope.model.element.Kind;
import vethscope.model.element.Kinds;
import vethscope.model.element.KubeNode;
import vethscope.model.element.Pod;
import vethscope.model.element.Router;
import vethscope.model.element.Service;
import vethscope.model.element.Switch;

class GenerateTest {

    private static final Box BOX = Box.of(0, 0, 100, 50);

    @Test
    void anEmptyCanvasBecomesAWorkingClusterByPlacing() {
        String text = Veth.write(cluster());
        assertEquals("""
                {
                  "vethscope": 1,
                  "elements": {
                    "switch-1": { "kind": "switch" },
                    "node-1": {
                      "kind": "node",
                      "interfaces": {
                        "eth0": { "address": "10.0.0.10/24", "mac": "02:41:c3:ae:41:6b" }
                      },
                      "podCIDR": "10.244.0.0/24",
                      "auto": ["interfaces", "podCIDR"]
                    },
                    "bridge-1": {
                      "kind": "bridge",
                      "in": "node-1",
                      "address": "10.244.0.1/24",
                      "mac": "02:93:46:7c:44:5f",
                      "auto": ["address", "mac"]
                    },
                """, text.substring(0, text.indexOf("    \"node-2\"")));
        assertEquals(
                List.of(
                        "node-1:eth0 switch-1:node-1.eth0",
                        "node-2:eth0 switch-1:node-2.eth0",
                        "pod-1:eth0 bridge-1:vethpod-1",
                        "pod-2:eth0 bridge-1:vethpod-2",
                        "pod-3:eth0 bridge-2:vethpod-3"),
                links(cluster()));
    }

    @Test
    void aPodGetsTheNextFreeAddressOfItsNode() {
        assertEquals(
                "[10.244.0.3/24]", pod(cluster(), "pod-2").network().addresses().toString());
        assertEquals(
                "[10.244.1.2/24]", pod(cluster(), "pod-3").network().addresses().toString());
        assertEquals(List.of("address", "mac"), pod(cluster(), "pod-3").head().auto());
    }

    @Test
    void aRoutedPodGetsItsAddressAloneAndACableIntoTheNode() {
        Design ptp = Design.EMPTY.with(Design.EMPTY.cluster().withCni(new Cni(Cni.Type.PTP, 1500, true, null)));
        Design with = place(place(ptp, KubeNode.KIND, null), Pod.KIND, "node-1");
        assertEquals("[10.244.0.2/32]", pod(with, "pod-1").network().addresses().toString());
        assertEquals(List.of("pod-1:eth0 node-1:calipod-1"), links(with));
    }

    @Test
    void aServiceSelectsWhatItsPodsShareAndTakesTheNextClusterIp() {
        Design design = cluster();
        Design first = Generate.serviceFor(design, List.of(Id.of("pod-1"), Id.of("pod-2")), BOX)
                .edit()
                .apply(design);
        Service service =
                first.topology().find(Id.of("service-1"), Service.class).orElseThrow();
        assertEquals("[10.96.0.10]", service.addresses().clusterIps().toString());
        assertEquals(2, Optional.ofNullable(service.endpoints()).orElseThrow().size());
        Design second = place(first, Service.KIND, null);
        assertEquals(
                "[10.96.0.11]",
                second.topology()
                        .find(Id.of("service-2"), Service.class)
                        .orElseThrow()
                        .addresses()
                        .clusterIps()
                        .toString());
        assertEquals(Optional.of(30000), new Taken(second).freeNodePort());
    }

    @Test
    void aHostStandsInDocumentationSpaceWithARouteToARouter() {
        Design lan = place(Design.EMPTY, Switch.KIND, null);
        Design router = place(lan, Router.KIND, null);
        Design wired =
                Generate.connect(router, Id.of("router-1"), Id.of("switch-1")).apply(router);
        Design host = place(wired, Host.KIND, null);
        assertEquals(List.of("router-1:eth0 switch-1:router-1.eth0", "host-1:eth0 switch-1:host-1.eth0"), links(host));
        assertTrue(Veth.write(host).contains("\"address\": \"203.0.113.10/24\""));
    }

    @Test
    void longPodNamesGetAHashedPort() {
        assertEquals("vethpod-1", Generate.nodeSide("veth", Id.of("pod-1")));
        assertEquals("vethf1fb5af4", Generate.nodeSide("veth", Id.of("a-pod-with-a-long-name")));
    }

    @Test
    void aCableMovesALoosePodIntoTheMachine() {
        Design design = place(cluster(), Pod.KIND, null);
        Design wired =
                Generate.connect(design, Id.of("bridge-2"), Id.of("pod-4")).apply(design);
        assertEquals(Id.of("node-2"), pod(wired, "pod-4").in().orElseThrow());
        assertEquals(
                "[10.244.1.3/24]", pod(wired, "pod-4").network().addresses().toString());
    }

    @Test
    void whatCannotBeWiredIsNot() {
        Design design = cluster();
        assertEquals(
                design, Generate.connect(design, Id.of("pod-1"), Id.of("pod-2")).apply(design));
        assertEquals(
                design, Generate.connect(design, Id.of("pod-1"), Id.of("pod-1")).apply(design));
    }

    @Test
    void aCopiedNodeIsAWholeNewNode() {
        Design design = cluster();
        var copied = Generate.duplicate(design, Set.of(Id.of("node-1")), new Point(10, 10));
        Design with = copied.edit().apply(design);
        assertEquals(
                Set.of("node-3", "bridge-3", "pod-4", "pod-5"),
                Set.copyOf(copied.copies().values().stream().map(Id::value).toList()));
        assertEquals(
                "[10.244.2.0/24]",
                with.topology()
                        .find(Id.of("node-3"), KubeNode.class)
                        .orElseThrow()
                        .podCidr()
                        .toString());
        assertEquals("[10.244.2.3/24]", pod(with, "pod-5").network().addresses().toString());
        assertEquals(Id.of("node-3"), pod(with, "pod-5").in().orElseThrow());
        assertTrue(
                links(with).containsAll(List.of("node-3:eth0 switch-1:node-3.eth0", "pod-5:eth0 bridge-3:vethpod-5")));
        assertEquals(
                new Box(10, 10, 100, 50, false),
                with.layout().box(Id.of("pod-5")).orElseThrow());
        assertEquals(addresses(with).size(), Set.copyOf(addresses(with)).size(), "no address is given twice");
    }

    @Test
    void pastingIntoAnotherDesignBringsNoDanglingContainer() {
        var copied = Generate.paste(Design.EMPTY, cluster(), Set.of(Id.of("pod-1")), new Point(0, 0));
        Design with = copied.edit().apply(Design.EMPTY);
        assertTrue(pod(with, "pod-1").in().isEmpty());
        assertEquals(List.of(), links(with));
    }

    @Test
    void everyKindCanBePlacedCopiedSavedAndRead() throws IOException {
        Design design = EditTest.everyKind();
        for (Kind<?> kind : Kinds.ALL) {
            Design placed = place(design, kind, "vm1");
            Design copied = Generate.duplicate(
                            placed, placed.topology().elements().keySet(), new Point(1, 1))
                    .edit()
                    .apply(placed);
            Reading.Opened read = (Reading.Opened) Veth.read(Veth.write(copied));
            assertEquals(List.of(), read.problems());
            assertEquals(copied, read.design());
        }
    }

    @Test
    void afterTheLastAddressThereIsNone() {
        Design design = Design.EMPTY.with(Design.EMPTY
                .topology()
                .put(Bridge.KIND.blank(Id.of("b")).withAddresses(List.of(Cidr.parse("10.0.0.1/30")))));
        assertEquals(Optional.of(Cidr.parse("10.0.0.2/30")), new Taken(design).freeAddress(Cidr.parse("10.0.0.0/30")));
        assertEquals(Optional.empty(), new Taken(design).freeAddress(Cidr.parse("10.0.0.1/32"), 0));
        assertEquals(
                Optional.of(Cidr.parse("10.0.0.0/31")), new Taken(design).freeAddress(Cidr.parse("10.0.0.0/31"), 0));
    }

    private static Design cluster() {
        Design design = place(Design.EMPTY, Switch.KIND, null);
        for (int i = 0; i < 2; i++) {
            design = Generate.nodeWithBridge(design, Optional.empty(), BOX, BOX)
                    .edit()
                    .apply(design);
        }
        return place(place(place(design, Pod.KIND, "node-1"), Pod.KIND, "node-1"), Pod.KIND, "node-2");
    }

    private static Design place(Design design, Kind<?> kind, @Nullable String in) {
        return Generate.place(design, kind, Optional.ofNullable(in).map(Id::of), BOX)
                .edit()
                .apply(design);
    }

    private static Pod pod(Design design, String id) {
        return design.topology().find(Id.of(id), Pod.class).orElseThrow();
    }

    private static List<String> links(Design design) {
        return design.topology().links().stream()
                .map(l -> l.from() + " " + l.to())
                .toList();
    }

    private static List<String> addresses(Design design) {
        return design.topology().elements().values().stream()
                .flatMap(GenerateTest::own)
                .toList();
    }

    private static Stream<String> own(Element element) {
        return switch (element) {
            case Pod pod -> pod.network().addresses().stream().map(Cidr::toString);
            case KubeNode node ->
                node.machine().interfaces().stream()
                        .flatMap(n -> n.addresses().stream())
                        .map(Cidr::toString);
            case Bridge bridge -> bridge.addresses().stream().map(Cidr::toString);
            default -> Stream.empty();
        };
    }
}
