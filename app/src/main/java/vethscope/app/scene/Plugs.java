package vethscope.app.scene;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.app.scene.Insides.Plugged;
import vethscope.model.Choice;
import vethscope.model.Cni;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Link;
import vethscope.model.Overlay;
import vethscope.model.element.BareNetns;
import vethscope.model.element.Bridge;
import vethscope.model.element.Element;
import vethscope.model.element.KubeNode;
import vethscope.model.element.Nic;
import vethscope.model.element.Pod;

/// Which interfaces each node has and where their cables lead; with that, the inside of every node.
public final class Plugs {

    private final Design design;
    private final Shapes shapes;
    private final Map<Id, List<Link>> links = new HashMap<>();

    private Plugs(Design design, Shapes shapes) {
        this.design = design;
        this.shapes = shapes;
        for (Link link : design.topology().links()) {
            links.computeIfAbsent(link.from().element(), id -> new ArrayList<>())
                    .add(link);
            links.computeIfAbsent(link.to().element(), id -> new ArrayList<>()).add(link);
        }
    }

    static Map<Id, Inside> insides(Design design, Shapes shapes) {
        var plugs = new Plugs(design, shapes);
        var insides = new LinkedHashMap<Id, Inside>();
        for (Shape shape : shapes.visible().values()) {
            if (shape.element() instanceof KubeNode node && !shape.folded()) {
                insides.put(node.id(), plugs.inside(node, shape.box()));
            }
        }
        return insides;
    }

    private Inside inside(KubeNode node, Rect box) {
        var pods = new ArrayList<Rect>();
        var bars = new ArrayList<Rect>();
        for (Element child : shapes.tree().in(node.id())) {
            shapes.shown(child.id()).ifPresent(shape -> {
                switch (child) {
                    case Pod pod -> pods.add(shape.box());
                    case BareNetns netns -> pods.add(shape.box());
                    case Bridge bridge -> bars.add(shape.box());
                    default -> {}
                }
            });
        }
        return Insides.of(node, box, pods, bars, plugged(node));
    }

    private List<Plugged> plugged(KubeNode node) {
        var out = new ArrayList<Plugged>();
        Set<String> named = new HashSet<>();
        for (Link link : links.getOrDefault(node.id(), List.of())) {
            Link.End own = link.from().element().equals(node.id()) ? link.from() : link.to();
            Link.End other = own == link.from() ? link.to() : link.from();
            String iface = interfaceName(node, own, other, design);
            Optional<Shape> far = shapes.shown(other.element());
            if (named.add(iface)) {
                boolean within = isIn(other.element(), node.id());
                boolean level = far.map(s -> s.box().h() <= 120).orElse(false);
                out.add(new Plugged(
                        iface, address(node, iface), far.map(Shape::box).orElse(null), within, level, false));
            }
        }
        for (Nic nic : node.machine().interfaces()) {
            if (named.add(nic.name())) {
                out.add(new Plugged(nic.name(), address(node, nic.name()), null, false, false, false));
            }
        }
        overlay(node, design).ifPresent(overlay -> {
            if (named.add(overlay.device())) {
                out.add(new Plugged(overlay.device(), "", peer(node), false, false, true));
            }
        });
        return out;
    }

    /// The next node with a tunnel.
    private @Nullable Rect peer(KubeNode node) {
        return design.topology()
                .all(KubeNode.class)
                .filter(other ->
                        !other.id().equals(node.id()) && overlay(other, design).isPresent())
                .flatMap(other -> shapes.shown(other.id()).stream())
                .map(Shape::box)
                .findFirst()
                .orElse(null);
    }

    private boolean isIn(Id element, Id node) {
        return design.topology()
                .find(element)
                .flatMap(Element::in)
                .filter(node::equals)
                .isPresent();
    }

    private static String address(KubeNode node, String iface) {
        return node.machine().interfaces().stream()
                .filter(nic -> nic.name().equals(iface))
                .flatMap(nic -> nic.addresses().stream())
                .findFirst()
                .map(cidr -> cidr.ip().toString())
                .orElse("");
    }

    /// The interface at a node's end of a link: the one it names, the only one, or the one that is made for a pod.
    public static String interfaceName(KubeNode node, Link.End own, Link.End other, Design design) {
        String port = own.port();
        if (port != null) {
            return port;
        }
        Element far = design.topology().find(other.element()).orElse(null);
        if (far instanceof Pod || far instanceof BareNetns) {
            boolean routed =
                    cni(node, design).filter(c -> c.type() != Cni.Type.BRIDGE).isPresent();
            return InterfaceNames.veth(other.element(), routed);
        }
        return node.machine().interfaces().stream().map(Nic::name).findFirst().orElse("eth0");
    }

    /// The port that a bridge gets for a pod.
    public static String vethName(Id pod) {
        return InterfaceNames.veth(pod, false);
    }

    static Optional<Cni> cni(KubeNode node, Design design) {
        return switch (node.cni()) {
            case Choice.Inherit<Cni> inherit -> Optional.of(design.cluster().cni());
            case Choice.None<Cni> none -> Optional.empty();
            case Choice.Own<Cni>(Cni own) -> Optional.of(own);
        };
    }

    static Optional<Overlay> overlay(KubeNode node, Design design) {
        return cni(node, design).flatMap(cni -> Optional.ofNullable(cni.overlay()));
    }
}
