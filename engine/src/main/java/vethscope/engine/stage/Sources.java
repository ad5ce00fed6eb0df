package vethscope.engine.stage;

import java.util.List;
import java.util.Optional;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// Which of its addresses a machine uses (net/ipv4/devinet.c inet_select_addr).
public final class Sources {

    private Sources() {}

    /// The address on the device whose subnet holds the next hop, else the device's first, else the first of any
    /// other device.
    public static Optional<Ip> of(Netns netns, String dev, Ip nextHop) {
        Optional<Ip> own = netns.find(dev).flatMap(i -> on(i, nextHop));
        return own.isPresent()
                ? own
                : netns.interfaces().values().stream()
                        .filter(i -> i.kind() != Interface.Kind.LOOPBACK)
                        .flatMap(i -> i.primary(nextHop.v6()).stream())
                        .findFirst();
    }

    private static Optional<Ip> on(Interface device, Ip nextHop) {
        // loopback addresses have host scope: they never leave the machine
        List<Cidr> wide =
                device.addresses().stream().filter(a -> !a.ip().isLoopback()).toList();
        return wide.stream()
                .filter(a -> a.contains(nextHop))
                .findFirst()
                .or(() -> wide.stream().filter(a -> a.v6() == nextHop.v6()).findFirst())
                .map(Cidr::ip);
    }
}
