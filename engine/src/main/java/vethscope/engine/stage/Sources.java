package vethscope.engine.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns;
import vethscope.engine.packet.Family;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// Which of its addresses a machine uses.
public final class Sources {

    private Sources() {}

    /// The source for a packet that leaves by `dev`.
    ///
    /// @param nextHop what IPv4 looks at
    /// @param destination what IPv6 looks at
    public static Optional<Ip> of(Netns netns, String dev, Ip nextHop, Ip destination) {
        return switch (Family.of(destination)) {
            case V4 -> near(netns, dev, nextHop);
            case V6 -> SourceRules.choose(candidates(netns), dev, destination);
        };
    }

    /// The address on the device whose subnet holds the next hop, else the device's first, else the first of any
    /// other device (net/ipv4/devinet.c inet_select_addr).
    private static Optional<Ip> near(Netns netns, String dev, Ip nextHop) {
        Optional<Ip> own = netns.find(dev).flatMap(i -> on(i, nextHop));
        return own.isPresent()
                ? own
                : netns.interfaces().values().stream()
                        .filter(i -> i.kind() != Interface.Kind.LOOPBACK)
                        .flatMap(i -> i.primary(false).stream())
                        .findFirst();
    }

    private static Optional<Ip> on(Interface device, Ip nextHop) {
        Ip first = null;
        for (Cidr address : device.addresses()) {
            // loopback addresses have host scope: they never leave the machine
            if (address.v6() || address.ip().isLoopback()) {
                continue;
            }
            if (address.contains(nextHop)) {
                return Optional.of(address.ip());
            }
            first = first == null ? address.ip() : first;
        }
        return Optional.ofNullable(first);
    }

    /// In the kernel's order: of each device the addresses of the widest scope first, among them the latest first
    /// (net/ipv6/addrconf.c ipv6_link_dev_addr).
    private static List<SourceRules.Candidate> candidates(Netns netns) {
        var candidates = new ArrayList<SourceRules.Candidate>();
        for (Interface device : netns.interfaces().values()) {
            device.addresses().reversed().stream()
                    .filter(Cidr::v6)
                    .forEach(a -> candidates.add(new SourceRules.Candidate(device.name(), a)));
            device.linkLocal()
                    .ifPresent(ip -> candidates.add(new SourceRules.Candidate(device.name(), new Cidr(ip, 64))));
        }
        return candidates;
    }
}
