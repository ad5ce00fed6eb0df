package vethscope.engine.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Mac;

/// The interfaces of a namespace by name, in their order, and which are ports of which bridge: found out when the first
/// packet asks. Two threads may both find it out, to the same effect.
final class Interfaces extends Directory<String, Interface> {

    private static final Ports NONE = new Ports(List.of());

    private @Nullable Map<String, Ports> bridges;

    /// The ports of a bridge in the order they joined, and what is asked of all of them.
    private record Ports(List<Interface> all, Set<Mac> macs, boolean carrier) {
        Ports(List<Interface> all) {
            this(
                    Collections.unmodifiableList(all),
                    all.stream().map(Interface::mac).collect(Collectors.toSet()),
                    all.stream().anyMatch(port -> port.up() && port.peer() != null));
        }
    }

    private Interfaces(Map<String, Interface> interfaces) {
        super(interfaces);
    }

    static Interfaces ordered(Map<String, Interface> interfaces) {
        return interfaces instanceof Interfaces ready ? ready : new Interfaces(interfaces);
    }

    List<Interface> ports(String bridge) {
        return bridge(bridge).all;
    }

    boolean hasPort(String bridge, Mac mac) {
        return bridge(bridge).macs.contains(mac);
    }

    boolean hasCarrier(String bridge) {
        return bridge(bridge).carrier;
    }

    private Ports bridge(String name) {
        Map<String, Ports> known = bridges;
        if (known == null) {
            var found = new HashMap<String, List<Interface>>();
            for (Interface each : values()) {
                if (each.port() != null) {
                    found.computeIfAbsent(each.port().bridge(), _ -> new ArrayList<>())
                            .add(each);
                }
            }
            var all = new HashMap<String, Ports>();
            found.forEach((bridge, ports) -> all.put(bridge, new Ports(ports)));
            known = all;
            bridges = known;
        }
        return known.getOrDefault(name, NONE);
    }
}
