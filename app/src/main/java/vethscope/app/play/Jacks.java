package vethscope.app.play;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vethscope.app.scene.Plugs;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Link;
import vethscope.model.element.Bridge;
import vethscope.model.element.Element;
import vethscope.model.element.KubeNode;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.Pod;
import vethscope.model.element.Switch;
import vethscope.model.element.Vpc;

/// Which drawn link an interface of a trace stands for, and what sort of interface it is.
final class Jacks {

    /// What an interface leads to.
    enum Sort {
        /// Out of the machine.
        OUTSIDE,
        /// Into a pod of the same node.
        CABLE,
        /// A port of a bridge.
        PORT,
        /// The bridge's own device.
        BRIDGE,
        /// A tunnel, loopback, or not drawn.
        OTHER
    }

    /// @param first whether it is the link's first end
    record Jack(Link link, boolean first, Sort sort) {}

    private record Key(Id netns, String iface) {}

    private final Design design;
    private final Map<Key, Jack> jacks = new HashMap<>();
    private final Map<Key, Sort> devices = new HashMap<>();

    private Jacks(Design design) {
        this.design = design;
        for (Link link : design.topology().links()) {
            add(link, link.from(), link.to(), true);
            add(link, link.to(), link.from(), false);
        }
        design.topology()
                .all(Bridge.class)
                .forEach(bridge -> devices.put(new Key(space(bridge), bridge.device()), Sort.BRIDGE));
    }

    static Jacks of(Design design) {
        return new Jacks(design);
    }

    Optional<Jack> find(Id netns, String iface) {
        return Optional.ofNullable(jacks.get(new Key(netns, iface)));
    }

    Sort sort(Id netns, String iface) {
        Sort device = devices.get(new Key(netns, iface));
        return device != null ? device : find(netns, iface).map(Jack::sort).orElse(Sort.OTHER);
    }

    private void add(Link link, Link.End own, Link.End other, boolean first) {
        Optional<Element> element = design.topology().find(own.element());
        element.ifPresent(
                e -> jacks.putIfAbsent(new Key(space(e), name(e, own, other)), new Jack(link, first, sort(e, other))));
    }

    private Sort sort(Element own, Link.End other) {
        if (own instanceof Bridge) {
            return Sort.PORT;
        }
        boolean within = design.topology()
                .find(other.element())
                .flatMap(Element::in)
                .filter(own.id()::equals)
                .isPresent();
        return within ? Sort.CABLE : Sort.OUTSIDE;
    }

    private static Id space(Element element) {
        return element instanceof Bridge ? element.in().orElse(element.id()) : element.id();
    }

    private String name(Element element, Link.End own, Link.End other) {
        String port = own.port();
        if (port != null) {
            return port;
        }
        return switch (element) {
            case Pod pod -> "eth0";
            case KubeNode node -> Plugs.interfaceName(node, own, other, design);
            case Bridge bridge -> Plugs.vethName(other.element());
            case Switch plain -> far(other);
            case Vpc vpc -> far(other);
            case LinuxBox box ->
                box.machine().interfaces().isEmpty()
                        ? made(box.id(), other)
                        : box.machine().interfaces().getFirst().name();
            default -> far(other);
        };
    }

    /// A box without interfaces of its own, such as a gateway on a vpc, gets one for each cable: `eth0`, `eth1`.
    private String made(Id box, Link.End other) {
        List<Id> plugged = design.topology().links().stream()
                .filter(link ->
                        link.from().element().equals(box) || link.to().element().equals(box))
                .map(link -> link.from().element().equals(box)
                        ? link.to().element()
                        : link.from().element())
                .toList();
        return "eth" + Math.max(0, plugged.indexOf(other.element()));
    }

    /// The name of a port that is made for what is plugged in: `vm1.eth0`, cut to what Linux allows.
    private String far(Link.End other) {
        String iface = design.topology()
                .find(other.element())
                .map(e -> name(e, other, new Link.End(e.id(), null)))
                .orElse("eth0");
        String name = other.element() + "." + iface;
        return name.length() <= 15 ? name : name.substring(0, 15);
    }
}
