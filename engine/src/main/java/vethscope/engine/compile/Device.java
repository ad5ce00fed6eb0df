package vethscope.engine.compile;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Interface;
import vethscope.engine.packet.Family;
import vethscope.model.address.Cidr;
import vethscope.model.address.Mac;

/// A network device while the compiler is still wiring; becomes an [Interface].
final class Device {

    final String name;
    final Interface.Kind kind;
    final Mac mac;
    int mtu;
    final List<Cidr> addresses;
    boolean up = true;
    /// Answers ARP for what lies behind the machine (`proxy_arp`).
    boolean proxyArp;

    /// Packets of 127.0.0.0/8 may leave by it: `net.ipv4.conf.<if>.route_localnet`.
    boolean routeLocalnet;
    /// The node's end of a routed pod's cable, made by the CNI.
    boolean routed;
    Interface.@Nullable BridgePort port;
    Interface.@Nullable Peer peer;
    Interface.@Nullable Tunnel tunnel;
    /// The addresses of the pod whose branch ENI it is; empty for all other devices.
    List<Cidr> branch = List.of();

    Device(String name, Interface.Kind kind, Mac mac, int mtu, List<Cidr> addresses) {
        this(name, kind, mac, new ArrayList<>(addresses));
        this.mtu = mtu;
    }

    private Device(String name, Interface.Kind kind, Mac mac, List<Cidr> addresses) {
        this.name = name;
        this.kind = kind;
        this.mac = mac;
        this.addresses = addresses;
    }

    /// A device that holds addresses and sends nothing. It stays down, as kube-proxy leaves it.
    ///
    /// @param addresses shared with other machines
    static Device dummy(String name, Mac mac, List<Cidr> addresses) {
        var device = new Device(name, Interface.Kind.DUMMY, mac, addresses);
        device.mtu = 1500;
        device.up = false;
        return device;
    }

    static Device loopback() {
        Interface lo = Interface.loopback();
        return new Device(lo.name(), lo.kind(), lo.mac(), lo.mtu(), lo.addresses());
    }

    /// Whether it has an address of the family, link-local ones of the kernel's own aside.
    boolean has(Family family) {
        return addresses.stream().anyMatch(a -> a.v6() == family.v6());
    }

    boolean plugged() {
        return peer != null;
    }

    Interface finished() {
        return new Interface(name, kind, mac, mtu, addresses, up, port, peer, tunnel);
    }
}
