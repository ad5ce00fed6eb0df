package vethscope.engine.verify;

import java.util.List;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns;
import vethscope.model.Cni;
import vethscope.model.Id;
import vethscope.model.Overlay;
import vethscope.model.element.KubeNode;
import vethscope.model.element.Nic;
import vethscope.model.element.Pod;

/// A sender's MTU must fit through what it is plugged into and through the tunnels it uses.
final class MtuRule {

    /// IPv4, UDP, VXLAN and inner Ethernet headers (RFC 7348).
    private static final int VXLAN_OVERHEAD = 50;

    /// The outer IPv4 header (RFC 2003).
    private static final int IPIP_OVERHEAD = 20;

    private MtuRule() {}

    static void check(Drawing drawing, Notes notes) {
        for (Netns netns : drawing.network().spaces().values()) {
            for (Interface device : netns.interfaces().values()) {
                cable(drawing, netns, device, notes);
            }
        }
        var pods = drawing.podsByNode();
        drawing.all(KubeNode.class)
                .forEach(node -> overlay(drawing, node, pods.getOrDefault(node.id(), List.of()), notes));
    }

    /// The two ends of a cable, and a port and its bridge: the end that an address is on is the sender.
    private static void cable(Drawing drawing, Netns netns, Interface device, Notes notes) {
        if (device.peer() == null || device.addresses().isEmpty()) {
            return;
        }
        Netns there = drawing.network().netns(device.peer().netns());
        Interface far = there.iface(device.peer().iface());
        int least = far.mtu();
        Interface.BridgePort port = far.port();
        if (port != null) {
            least = Math.min(
                    least, there.find(port.bridge()).map(Interface::mtu).orElse(least));
        }
        if (device.mtu() > least) {
            String from = drawing.name(netns.id()) + " " + device.name();
            notes.add(
                    Flaw.MTU_LARGER_THAN_PATH, netns.id(), "mtu", from, device.mtu(), drawing.name(there.id()), least);
        }
    }

    private static void overlay(Drawing drawing, KubeNode node, List<Pod> pods, Notes notes) {
        Cni cni = drawing.cni(node);
        if (cni == null || cni.overlay() == null) {
            return;
        }
        Overlay overlay = cni.overlay();
        pods.stream()
                .filter(pod ->
                        (pod.network().mtu() == null ? cni.mtu() : pod.network().mtu()) > overlay.mtu())
                .findFirst()
                .ifPresent(pod -> {
                    int mtu = pod.network().mtu() == null
                            ? cni.mtu()
                            : pod.network().mtu();
                    Id where = pod.network().mtu() == null ? node.id() : pod.id();
                    notes.add(
                            Flaw.MTU_LARGER_THAN_PATH, where, "mtu", pod.name(), mtu, overlay.device(), overlay.mtu());
                });
        int overhead = overlay.type() == Overlay.Type.VXLAN ? VXLAN_OVERHEAD : IPIP_OVERHEAD;
        node.machine().interfaces().stream()
                .filter(n -> !n.addresses().isEmpty())
                .map(Nic::mtu)
                .findFirst()
                .ifPresent(mtu -> {
                    if (overlay.mtu() + overhead > mtu) {
                        String from = node.name() + " " + overlay.device();
                        notes.add(
                                Flaw.MTU_LARGER_THAN_PATH,
                                node.id(),
                                "cni",
                                from,
                                overlay.mtu(),
                                node.name(),
                                mtu - overhead);
                    }
                });
    }
}
