package vethscope.engine.network;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.model.Id;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// A network device.
///
/// @param mtu bytes
/// @param port set while the device is a port of a bridge
/// @param peer the other end of the cable or veth pair; null: nothing is plugged in
/// @param tunnel set for vxlan, ipip and vlan devices
public record Interface(
        String name,
        Kind kind,
        Mac mac,
        int mtu,
        List<Cidr> addresses,
        boolean up,
        @Nullable BridgePort port,
        @Nullable Peer peer,
        @Nullable Tunnel tunnel) {

    private static final int VLAN_TAG = 4;

    public enum Kind {
        LOOPBACK,
        ETHERNET,
        BRIDGE,
        VXLAN,
        IPIP,
        /// A virtual LAN on another device: what leaves by it gets a tag and leaves by that device (802.1Q).
        VLAN,
        DUMMY
    }

    public Interface {
        addresses = List.copyOf(addresses);
    }

    public static Interface loopback() {
        return new Interface(
                "lo", Kind.LOOPBACK, Mac.ZERO, 65536, List.of(new Cidr(Ip.LOOPBACK, 8)), true, null, null, null);
    }

    /// The first address of the family: what the kernel calls the primary one.
    public Optional<Ip> primary(boolean v6) {
        return addresses.stream().filter(a -> a.v6() == v6).map(Cidr::ip).findFirst();
    }

    /// The address that the kernel gives to every device with a hardware address; none to loopback, and none that is
    /// ever used to a port of a bridge (net/ipv6/addrconf.c addrconf_dev_config).
    public Optional<Ip> linkLocal() {
        return up && port == null && hasHardwareAddress() ? Optional.of(mac.linkLocal()) : Optional.empty();
    }

    /// The link-local address that it asks neighbours with: one that it was given before it came up goes before the
    /// generated one (net/ipv6/addrconf.c ipv6_get_lladdr).
    public Optional<Ip> ownLinkLocal() {
        return linkLocal()
                .map(generated -> addresses.stream()
                        .map(Cidr::ip)
                        .filter(ip -> ip.v6() && ip.isLinkLocal())
                        .findFirst()
                        .orElse(generated));
    }

    private boolean hasHardwareAddress() {
        return switch (kind) {
            case ETHERNET, BRIDGE, VXLAN, VLAN, DUMMY -> true;
            case LOOPBACK, IPIP -> false;
        };
    }

    /// Whether a frame with so many bytes of IP fits: four more than the MTU, for a VLAN tag (net/core/dev.c
    /// is_skb_forwardable).
    public boolean takes(int length) {
        return length <= mtu + VLAN_TAG;
    }

    public boolean has(Ip ip) {
        return addresses.stream().anyMatch(a -> a.ip().equals(ip));
    }

    /// Membership of a bridge.
    public record BridgePort(String bridge, boolean hairpin) {}

    public record Peer(Id netns, String iface) {}

    /// @param vni VXLAN network identifier, or the VLAN identifier; 0 for ipip
    /// @param udpPort VXLAN destination port, 0 for ipip
    /// @param local the outer source address
    /// @param underlay the device it runs over
    public record Tunnel(int vni, int udpPort, Ip local, String underlay) {}
}
