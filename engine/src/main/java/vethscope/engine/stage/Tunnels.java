package vethscope.engine.stage;

import java.util.List;
import java.util.Optional;
import vethscope.engine.network.Conntrack;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns;
import vethscope.engine.packet.Family;
import vethscope.engine.packet.Frame;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.packet.Problem;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Sentence;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// VXLAN (RFC 7348, drivers/net/vxlan/vxlan_core.c): a frame in a UDP datagram between nodes; IPIP (RFC 2003,
/// net/ipv4/ip_tunnel.c, net/ipv4/ipip.c): a packet in a packet. Within one namespace the mark stays, wrapped or not
/// (skb_scrub_packet).
final class Tunnels {

    /// UDP and VXLAN headers and the inner Ethernet header.
    private static final int OVERHEAD = 30;

    /// The outer header of IPIP.
    private static final int HEADER = 20;

    private Tunnels() {}

    static Outcome wrap(Skb skb, Kernel kernel) {
        Netns netns = kernel.netns();
        Interface device = netns.iface(String.valueOf(skb.out()));
        Interface.Tunnel tunnel = device.tunnel();
        if (device.kind() == Interface.Kind.IPIP && tunnel != null) {
            return inPacket(skb, device, tunnel, kernel);
        }
        Netns.FdbEntry sent = netns.permanent().sent(device.name(), skb.frame().destination());
        if (tunnel == null || sent == null) {
            return new Outcome.Drop(
                    Reason.NOWHERE_TO_SWITCH,
                    Reason.NOWHERE_TO_SWITCH.sentence(device.name(), skb.frame().destination()),
                    List.of(),
                    List.of());
        }
        Ip remote = sent.remote();
        int inner = skb.isArp() ? 28 : skb.packet().length();
        int sourcePort = 32768 + Math.floorMod(skb.isArp() ? 0 : flow(Tuples.of(skb.packet())), 28232);
        var datagram =
                new Payload.Udp(sourcePort, tunnel.udpPort(), false, new Payload.Vxlan(tunnel.vni(), skb.frame()));
        int length = Family.of(remote).header() + OVERHEAD + inner;
        int ttl = HopLimits.of(netns, remote);
        Packet outer = new Packet(tunnel.local(), remote, ttl, false, length, null, datagram);
        return new Outcome.Done(
                List.of(new Effect.Continue(Way.OWN, Skb.local(outer).withMark(skb.mark()))),
                List.of(Draft.of("tunnel", skb, Sentence.of("tunnel.wrap", device.name(), remote, tunnel.vni()))
                        .at(device.name())
                        .by(new Entries.OfTunnels(sent))));
    }

    /// One source port for each inner flow (udp_flow_src_port). The hash of a text is the same on every machine and in
    /// every run; that of a record with an enum is not.
    private static int flow(Conntrack.Tuple tuple) {
        return (tuple.protocol().lower() + " " + tuple).hashCode();
    }

    /// A tunnel without a remote end of its own sends to the route's next hop; TTL and DF are the inner packet's
    /// (ip_tunnel_xmit with the parameters of tunl0).
    private static Outcome inPacket(Skb skb, Interface device, Interface.Tunnel tunnel, Kernel kernel) {
        Packet inner = skb.packet();
        Ip remote = skb.nextHop() == null ? inner.destination() : skb.nextHop();
        int room = kernel.netns().mtu(tunnel.underlay(), 65536) - HEADER;
        if (inner.df() && inner.length() > room) {
            return new Outcome.Drop(
                    Reason.TOO_BIG,
                    Reason.TOO_BIG.sentence(inner.length(), room, device.name()),
                    IcmpErrors.tooBig(skb, room),
                    List.of(),
                    new Settings.OfDevices(tunnel.underlay(), room + HEADER));
        }
        Packet outer = new Packet(
                tunnel.local(),
                remote,
                inner.ttl(),
                inner.df(),
                inner.length() + HEADER,
                null,
                new Payload.Ipip(inner));
        return new Outcome.Done(
                List.of(new Effect.Continue(Way.OWN, Skb.local(outer).withMark(skb.mark()))),
                List.of(Draft.of("tunnel", skb, Sentence.of("tunnel.ipip", device.name(), remote))
                        .at(device.name())
                        .by(skb.route() == null ? null : new Entries.OfRoutes(skb.route()))));
    }

    /// The inner packet, in by the tunnel's device. A machine without one does not speak the protocol
    /// (net/ipv4/ip_input.c ip_protocol_deliver_rcu).
    static Outcome unwrap(Skb skb, Payload.Ipip ipip, Kernel kernel) {
        Optional<Interface> device = kernel.netns().interfaces().values().stream()
                .filter(i -> i.kind() == Interface.Kind.IPIP && i.up())
                .findFirst();
        if (device.isEmpty()) {
            return new Outcome.Drop(
                    Reason.NO_TUNNEL,
                    Reason.NO_TUNNEL.sentence(
                            kernel.netns().name(), skb.packet().source()),
                    IcmpErrors.of(skb, Problem.PROTOCOL_UNREACHABLE),
                    List.of());
        }
        String name = device.get().name();
        Skb in = Skb.received(new Frame(Mac.ZERO, Mac.ZERO, ipip.inner()), name).withMark(skb.mark());
        return new Outcome.Done(
                List.of(new Effect.Continue(Way.UNWRAPPED, in)),
                List.of(Draft.of(
                                "tunnel",
                                skb,
                                Sentence.of(
                                        "tunnel.ipip.unwrap", name, skb.packet().source()))
                        .at(name)
                        .by(new Entries.OfTunnelEnds(device.get()))));
    }

    /// The inner frame, in by the device of that network; empty where no device takes it.
    static Optional<Outcome> unwrap(Skb skb, Payload.Udp udp, Payload.Vxlan vxlan, Kernel kernel) {
        return kernel.netns().interfaces().values().stream()
                .filter(i -> i.tunnel() != null
                        && i.tunnel().vni() == vxlan.vni()
                        && i.tunnel().udpPort() == udp.destinationPort())
                .findFirst()
                .map(device -> {
                    Frame inner = vxlan.inner();
                    Skb in = Skb.received(inner, device.name()).withMark(skb.mark());
                    return new Outcome.Done(
                            List.of(new Effect.Continue(Way.UNWRAPPED, in)),
                            List.of(Draft.of("tunnel", skb, Sentence.of("tunnel.unwrap", device.name(), vxlan.vni()))
                                    .at(device.name())
                                    .by(new Entries.OfTunnelEnds(device))));
                });
    }
}
