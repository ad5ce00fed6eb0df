package vethscope.engine.stage;

import vethscope.engine.network.Conntrack.Tuple;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;

/// Between packets and the tuples that conntrack files them under (nf_ct_get_tuple). An echo id stands in both ports.
final class Tuples {

    private Tuples() {}

    static Tuple of(Packet packet) {
        if (packet.payload() instanceof Payload.Echo echo) {
            return new Tuple(packet.protocol(), packet.source(), echo.id(), packet.destination(), echo.id());
        }
        return new Tuple(
                packet.protocol(),
                packet.source(),
                packet.sourcePort(),
                packet.destination(),
                packet.destinationPort());
    }

    /// The packet with its source as in `from`: address and port, or echo id.
    static Packet withSource(Packet packet, Tuple from) {
        Packet moved = packet.withSource(from.source());
        return switch (packet.payload()) {
            case Payload.Echo echo -> moved.withPayload(echo.withId(from.sourcePort()));
            case Payload.IcmpError _, Payload.Ipip _, Payload.Neighbour _ -> moved;
            case Payload.Tcp tcp -> moved.withPayload(tcp.withPorts(from.sourcePort(), tcp.destinationPort()));
            case Payload.Udp udp -> moved.withPayload(udp.withPorts(from.sourcePort(), udp.destinationPort()));
            case Payload.Sctp sctp -> moved.withPayload(sctp.withPorts(from.sourcePort(), sctp.destinationPort()));
        };
    }

    /// The packet with its destination as in `to`.
    static Packet withDestination(Packet packet, Tuple to) {
        Packet moved = packet.withDestination(to.destination());
        return switch (packet.payload()) {
            case Payload.Echo echo -> moved.withPayload(echo.withId(to.destinationPort()));
            case Payload.IcmpError _, Payload.Ipip _, Payload.Neighbour _ -> moved;
            case Payload.Tcp tcp -> moved.withPayload(tcp.withPorts(tcp.sourcePort(), to.destinationPort()));
            case Payload.Udp udp -> moved.withPayload(udp.withPorts(udp.sourcePort(), to.destinationPort()));
            case Payload.Sctp sctp -> moved.withPayload(sctp.withPorts(sctp.sourcePort(), to.destinationPort()));
        };
    }
}
