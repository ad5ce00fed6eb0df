package vethscope.engine.compile.site;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Interface;
import vethscope.engine.packet.Family;
import vethscope.model.address.Cidr;
import vethscope.model.address.Mac;

/// A network device while the compiler is still wiring; becomes an [Interface].
public final class Device {

    public final String name;
    public final Interface.Kind kind;
    public final Mac mac;
    public int mtu;
    public final List<Cidr> addresses;
    public boolean up = true;
    /// Answers ARP for what lies behind the machine (`proxy_arp`).
    public boolean proxyArp;

    /// Packets of 127.0.0.0/8 may leave by it: `net.ipv4.conf.<if>.route_localnet`.
    public boolean routeLocalnet;
    /// The node's end of a routed pod's cable, made by the CNI.
    public boolean routed;
    public Interface.@Nullable BridgePort port;
    public Interface.@Nullable Peer peer;
    public Interface.@Nullable Tunnel tunnel;
    /// Which of a pod's interfaces it is, from 0: the AWS VPC CNI gives a pod one for each network card that it uses.
    public int index;

    /// The addresses of the pod whose branch ENI it is; empty for all other devices.
    public List<Cidr> branch = List.of();

    public Device(String name, Interface.Kind kind, Mac mac, int mtu, List<Cidr> addresses) {
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
    public static Device dummy(String name, Mac mac, List<Cidr> addresses) {
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
    public boolean has(Family family) {
        return addresses.stream().anyMatch(a -> a.v6() == family.v6());
    }

    /// Whether something is at the other end of its cable.
    public boolean plugged() {
        return peer != null;
    }

    /// The interface as the network keeps it, once nothing changes any more.
    public Interface finished() {
        return new Interface(name, kind, mac, mtu, addresses, up, port, peer, tunnel);
    }
}
