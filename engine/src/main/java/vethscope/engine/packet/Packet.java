package vethscope.engine.packet;

import org.jspecify.annotations.Nullable;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;

/// An IP packet of either family.
///
/// @param ttl time to live, over IPv6 the hop limit, 0 to 255
/// @param df the sender forbids to cut it; over IPv6 that is between the sender and its own machine
/// @param length of the whole packet in bytes, IP header included, or of this fragment if it is one
/// @param fragment null: a whole datagram
/// @param tos the octet that asks for a kind of service, over IPv6 the traffic class: DSCP and, in its lowest two bits,
///     ECN (RFC 2474, RFC 3168)
public record Packet(
        Ip source,
        Ip destination,
        int ttl,
        boolean df,
        int length,
        @Nullable Fragment fragment,
        Payload payload,
        int tos)
        implements Frame.Content {

    /// A packet that asks for no special service.
    public Packet(
            Ip source, Ip destination, int ttl, boolean df, int length, @Nullable Fragment fragment, Payload payload) {
        this(source, destination, ttl, df, length, fragment, payload, 0);
    }

    /// Which part of a datagram this is.
    ///
    /// @param id tells datagrams apart
    /// @param offset bytes of payload before this part; 0 is the first fragment
    /// @param more whether parts follow
    public record Fragment(int id, int offset, boolean more) {}

    public Family family() {
        return Family.of(destination);
    }

    public Protocol protocol() {
        return payload.protocol();
    }

    /// Bytes behind the headers of IP.
    public int payloadLength() {
        return length - family().header() - (fragment == null ? 0 : family().fragmentHeader());
    }

    /// A fragment other than the first: it carries no transport header.
    public boolean laterFragment() {
        return fragment != null && fragment.offset() > 0;
    }

    /// What a VXLAN datagram carries, as far as this packet shows it: a later fragment holds only its rest.
    public Payload.@Nullable Vxlan vxlan() {
        return payload instanceof Payload.Udp udp && !laterFragment() ? udp.vxlan() : null;
    }

    /// 0 for a protocol without ports.
    public int sourcePort() {
        return payload.sourcePort();
    }

    /// 0 for a protocol without ports.
    public int destinationPort() {
        return payload.destinationPort();
    }

    public Packet withSource(Ip source) {
        return source == this.source ? this : new Packet(source, destination, ttl, df, length, fragment, payload, tos);
    }

    public Packet withDestination(Ip destination) {
        return destination == this.destination
                ? this
                : new Packet(source, destination, ttl, df, length, fragment, payload, tos);
    }

    public Packet withTtl(int ttl) {
        return new Packet(source, destination, ttl, df, length, fragment, payload, tos);
    }

    public Packet withPayload(Payload payload) {
        return new Packet(source, destination, ttl, df, length, fragment, payload, tos);
    }

    public Packet withTos(int tos) {
        return tos == this.tos ? this : new Packet(source, destination, ttl, df, length, fragment, payload, tos);
    }

    public Packet withFragment(@Nullable Fragment fragment, int length) {
        return new Packet(source, destination, ttl, df, length, fragment, payload, tos);
    }

    /// One end of a packet; in text `ip:port`, or the address alone where there is no port or the fragment does not
    /// show it.
    ///
    /// @param port -1: none
    public record End(Ip ip, int port) {
        @Override
        public String toString() {
            return port < 0 ? ip.toString() : at(ip, port);
        }
    }

    /// Where it comes from.
    public End from() {
        return new End(source, showsPorts() ? sourcePort() : -1);
    }

    /// Where it goes to.
    public End to() {
        return new End(destination, showsPorts() ? destinationPort() : -1);
    }

    private boolean showsPorts() {
        return protocol().hasPorts() && !laterFragment();
    }

    /// [#from] in text.
    public String sourceText() {
        return from().toString();
    }

    /// [#to] in text.
    public String destinationText() {
        return to().toString();
    }

    /// `10.0.0.1:80` or `[fd00::1]:80`.
    public static String at(Ip ip, int port) {
        return ip.v6() ? "[" + ip + "]:" + port : ip + ":" + port;
    }
}
