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
public record Packet(
        Ip source,
        Ip destination,
        int ttl,
        boolean df,
        int length,
        @Nullable Fragment fragment,
        Payload payload) implements Frame.Content {

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

    /// 0 for a protocol without ports.
    public int sourcePort() {
        return payload.sourcePort();
    }

    /// 0 for a protocol without ports.
    public int destinationPort() {
        return payload.destinationPort();
    }

    public Packet withSource(Ip source) {
        return new Packet(source, destination, ttl, df, length, fragment, payload);
    }

    public Packet withDestination(Ip destination) {
        return new Packet(source, destination, ttl, df, length, fragment, payload);
    }

    public Packet withTtl(int ttl) {
        return new Packet(source, destination, ttl, df, length, fragment, payload);
    }

    public Packet withPayload(Payload payload) {
        return new Packet(source, destination, ttl, df, length, fragment, payload);
    }

    public Packet withFragment(@Nullable Fragment fragment, int length) {
        return new Packet(source, destination, ttl, df, length, fragment, payload);
    }

    /// `ip:port`, or the address alone where there is no port or the fragment does not show it.
    public String sourceText() {
        return protocol().hasPorts() && !laterFragment() ? at(source, sourcePort()) : source.toString();
    }

    /// As [#sourceText].
    public String destinationText() {
        return protocol().hasPorts() && !laterFragment() ? at(destination, destinationPort()) : destination.toString();
    }

    /// `10.0.0.1:80` or `[fd00::1]:80`.
    public static String at(Ip ip, int port) {
        return ip.v6() ? "[" + ip + "]:" + port : ip + ":" + port;
    }
}
