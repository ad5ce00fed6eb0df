package vethscope.engine.stage;

import vethscope.engine.packet.Arp;
import vethscope.engine.packet.Frame;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.trace.Leg;

/// Which part of the conversation a packet belongs to follows from what it carries.
final class Legs {

    private Legs() {}

    static Leg of(Frame.Content content) {
        return switch (content) {
            case Arp arp -> Leg.ARP;
            case Packet packet -> packet.laterFragment() ? Leg.FRAGMENT : of(packet.payload());
        };
    }

    private static Leg of(Payload payload) {
        return switch (payload) {
            case Payload.Tcp tcp ->
                switch (tcp.flags()) {
                    case SYN, ACK, DATA -> Leg.REQUEST;
                    case SYN_ACK, ANSWER -> Leg.REPLY;
                    case RST -> Leg.RST;
                };
            case Payload.Udp udp ->
                switch (udp.content()) {
                    case Payload.Vxlan vxlan -> of(vxlan.inner().content());
                    case Payload.Dns _ -> Leg.DNS;
                    case null -> udp.answer() ? Leg.REPLY : Leg.REQUEST;
                };
            case Payload.Sctp sctp ->
                switch (sctp.chunk()) {
                    case INIT -> Leg.REQUEST;
                    case INIT_ACK -> Leg.REPLY;
                    case ABORT -> Leg.RST;
                };
            case Payload.Ipip ipip -> of(ipip.inner());
            case Payload.Neighbour _ -> Leg.ARP;
            case Payload.Echo echo -> echo.reply() ? Leg.REPLY : Leg.REQUEST;
            case Payload.IcmpError error -> Leg.ICMP_ERROR;
        };
    }
}
