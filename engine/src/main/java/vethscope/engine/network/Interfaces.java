package vethscope.engine.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Mac;

/// The interfaces of a namespace by name, in their order, and which are ports of which bridge: found out when the first
/// packet asks. Two threads may both find it out, to the same effect.
final class Interfaces extends Directory<String, Interface> {

    private static final Ports NONE = new Ports(List.of(), Set.of());

    private @Nullable Map<String, Ports> bridges;

    /// @param all in the order they joined
    /// @param macs theirs
    private record Ports(List<Interface> all, Set<Mac> macs) {
        void add(Interface port) {
            all.add(port);
            macs.add(port.mac());
        }
    }

    private Interfaces(Map<String, Interface> interfaces) {
        super(interfaces);
    }

    static Interfaces ordered(Map<String, Interface> interfaces) {
        return interfaces instanceof Interfaces ready ? ready : new Interfaces(interfaces);
    }

    List<Interface> ports(String bridge) {
        return Collections.unmodifiableList(bridge(bridge).all);
    }

    boolean hasPort(String bridge, Mac mac) {
        return bridge(bridge).macs.contains(mac);
    }

    private Ports bridge(String name) {
        Map<String, Ports> known = bridges;
        if (known == null) {
            var found = new HashMap<String, Ports>();
            for (Interface each : values()) {
                if (each.port() != null) {
                    found.computeIfAbsent(each.port().bridge(), _ -> new Ports(new ArrayList<>(), new HashSet<>()))
                            .add(each);
                }
            }
            known = found;
            bridges = known;
        }
        return known.getOrDefault(name, NONE);
    }
}
