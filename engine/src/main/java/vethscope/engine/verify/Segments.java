package vethscope.engine.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jgrapht.alg.util.UnionFind;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Interface.Peer;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Network;
import vethscope.model.Id;

/// Layer 2 segments: all devices that a broadcast reaches. Cables and bridges join devices; so does a tunnel.
final class Segments {

    /// A device and where it is.
    record Member(Netns netns, Interface device) {
        Id owner() {
            return netns.id();
        }
    }

    private final UnionFind<Peer> union = new UnionFind<>(Set.of());
    private final Map<Peer, List<Member>> members = new LinkedHashMap<>();

    private Segments() {}

    static Segments of(Network network) {
        var segments = new Segments();
        for (Netns netns : network.spaces().values()) {
            // loopback too, which a route may name, though nobody else is on it
            netns.interfaces().values().forEach(device -> segments.union.addElement(at(netns, device)));
        }
        Map<Integer, Peer> tunnels = new HashMap<>();
        for (Netns netns : network.spaces().values()) {
            devices(netns).forEach(device -> segments.join(netns, device, tunnels));
        }
        for (Netns netns : network.spaces().values()) {
            devices(netns)
                    .forEach(device -> segments.members
                            .computeIfAbsent(segments.union.find(at(netns, device)), k -> new ArrayList<>())
                            .add(new Member(netns, device)));
        }
        return segments;
    }

    private void join(Netns netns, Interface device, Map<Integer, Peer> tunnels) {
        Peer here = at(netns, device);
        Peer far = device.peer();
        if (far != null && device.up()) {
            union.union(here, far);
        }
        if (device.port() != null
                && netns.interfaces().containsKey(device.port().bridge())) {
            union.union(here, new Peer(netns.id(), device.port().bridge()));
        }
        if (device.kind() == Interface.Kind.VXLAN && device.tunnel() != null) {
            Peer first = tunnels.putIfAbsent(device.tunnel().vni(), here);
            if (first != null) {
                union.union(first, here);
            }
        }
    }

    private static List<Interface> devices(Netns netns) {
        return netns.interfaces().values().stream()
                .filter(d -> d.kind() != Interface.Kind.LOOPBACK)
                .toList();
    }

    private static Peer at(Netns netns, Interface device) {
        return new Peer(netns.id(), device.name());
    }

    /// Every segment's devices, in drawing order.
    Iterable<List<Member>> all() {
        return members.values();
    }

    /// The devices on the same segment as this one, itself included.
    List<Member> around(Netns netns, Interface device) {
        return members.getOrDefault(union.find(at(netns, device)), List.of());
    }

    /// Something that stands for the segment of a device.
    Object key(Netns netns, String device) {
        return union.find(new Peer(netns.id(), device));
    }
}
