package vethscope.engine.stage;

import java.util.Optional;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// Which of its addresses a machine uses (net/ipv4/devinet.c inet_select_addr).
public final class Sources {

    private Sources() {}

    /// The address on the device whose subnet holds the next hop, else the device's first, else the first of any
    /// other
    /// device.
    public static Optional<Ip> of(Netns netns, String dev, Ip nextHop) {
        Optional<Ip> own = netns.find(dev).flatMap(i -> on(i, nextHop));
        return own.isPresent()
                ? own
                : netns.interfaces().values().stream()
                        .filter(i -> i.kind() != Interface.Kind.LOOPBACK && i.up())
                        .flatMap(i -> i.primary(nextHop.v6()).stream())
                        .findFirst();
    }

    private static Optional<Ip> on(Interface device, Ip nextHop) {
        return device.addresses().stream()
                .filter(a -> a.contains(nextHop))
                .map(Cidr::ip)
                .findFirst()
                .or(() -> device.primary(nextHop.v6()));
    }
}
