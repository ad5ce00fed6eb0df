package vethscope.engine.succession;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Network;
import vethscope.model.Id;
import vethscope.model.address.Ip;

/// Which machines and devices of one network are still there in the next.
record Lasting(Network before, Network after) {

    /// The namespace as it was and as it is; empty if it is gone, or another one has its name.
    Optional<Both> of(Id netns) {
        Netns was = before.spaces().get(netns);
        Netns is = after.spaces().get(netns);
        return was == null || is == null || was.kind() != is.kind() || isAnotherPod(was, is)
                ? Optional.empty()
                : Optional.of(new Both(was, is));
    }

    /// A namespace that was there before and still is.
    record Both(Netns was, Netns is) {}

    boolean has(Id netns) {
        return of(netns).isPresent();
    }

    /// A pod keeps its addresses and its node for life: one that has others is another pod in another sandbox
    /// (Kubernetes, "Pod Lifecycle").
    private boolean isAnotherPod(Netns was, Netns is) {
        return was.kind() == Netns.Kind.POD
                && was.interfaces().values().stream().anyMatch(device -> {
                    Interface now = is.find(device.name()).orElse(null);
                    return now == null
                            || !now.addresses().equals(device.addresses())
                            || !now.mac().equals(device.mac())
                            || !Objects.equals(home(now), home(device));
                });
    }

    private static @Nullable Id home(Interface device) {
        return device.peer() == null ? null : device.peer().netns();
    }

    /// Whether a device is the same one still. One end of a veth pair goes with the other, and the pair with the
    /// namespace that holds either (drivers/net/veth.c veth_dellink).
    boolean has(Id netns, String dev) {
        return of(netns).filter(both -> lasts(both, dev)).isPresent();
    }

    private boolean lasts(Both both, String dev) {
        Interface was = both.was.find(dev).orElse(null);
        Interface is = both.is.find(dev).orElse(null);
        return was != null && is != null && was.kind() == is.kind() && !losesPeer(was);
    }

    private boolean losesPeer(Interface device) {
        Id peer = home(device);
        Netns far = peer == null ? null : before.spaces().get(peer);
        return far != null && (far.kind() == Netns.Kind.POD || far.kind() == Netns.Kind.NETNS) && !has(far.id());
    }

    /// Whether a device can send and receive no more, though it could.
    boolean lostCarrier(Both both, String dev) {
        return hasCarrier(both.was, dev) && !hasCarrier(both.is, dev);
    }

    /// A bridge has a carrier as long as one of its ports has (net/bridge/br_stp.c br_port_state_selection).
    private static boolean hasCarrier(Netns netns, String dev) {
        Interface device = netns.find(dev).orElse(null);
        return device != null
                && device.up()
                && switch (device.kind()) {
                    case ETHERNET -> device.peer() != null;
                    case BRIDGE -> netns.ports(dev).stream().anyMatch(port -> hasCarrier(netns, port.name()));
                    case LOOPBACK, VXLAN, IPIP, VLAN, DUMMY -> true;
                };
    }

    /// Whether a device lost its last address of the family.
    static boolean lostAddresses(Both both, String dev, boolean v6) {
        return both.was.find(dev).flatMap(d -> d.primary(v6)).isPresent()
                && both.is.find(dev).flatMap(d -> d.primary(v6)).isEmpty();
    }

    /// Whether a device had an address and has it no longer. The prefix is part of it: `ip` deletes one and adds the
    /// other.
    static boolean lostAddress(Both both, String dev, Ip ip) {
        return both.was.find(dev).stream()
                .flatMap(d -> d.addresses().stream())
                .anyMatch(a -> a.ip().equals(ip)
                        && both.is
                                .find(dev)
                                .filter(d -> d.addresses().contains(a))
                                .isEmpty());
    }
}
