package vethscope.engine.forward;

import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Network;
import vethscope.engine.packet.Family;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.stage.ClientSocket;
import vethscope.engine.stage.Request;
import vethscope.engine.stage.RoutingOutput;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;

/// The sender's side: its socket and its first packet.
final class Client {

    /// A SYN with the usual options, without the IP header.
    private static final int SYN = 40;

    /// An ACK with its time stamps, without the IP header.
    private static final int ACK = 32;

    /// `GET  HTTP/1.1`, `Host: ` and three ends of lines.
    private static final int REQUEST = 25;

    /// A UDP or ICMP header.
    private static final int HEADER = 8;

    /// Payload of a UDP probe that asks for none: a short question.
    private static final int QUESTION = 34;

    private Client() {}

    /// The connected socket; null where no source can be chosen because there is no route.
    static @Nullable ClientSocket socket(Network network, Flow flow) {
        return network.home(flow.from()).map(home -> socket(home, flow)).orElse(null);
    }

    static ClientSocket socket(Netns home, Flow flow) {
        boolean named = flow.source() != null && names(flow.source());
        Ip source = named
                ? java.util.Objects.requireNonNull(flow.source())
                : RoutingOutput.source(home, packet(flow, null))
                        .orElse(Family.of(flow.destination()).any());
        // a packet from elsewhere has its client elsewhere
        var netns = flow.arrivesAt() == null ? home.id() : vethscope.model.Id.of("elsewhere");
        // who is bound to all or to many sends as the route says (inet_bind), but UDP listens where it is bound
        boolean deaf = flow.protocol() == Protocol.UDP
                && flow.source() != null
                && !flow.source().isAny()
                && !names(flow.source());
        return new ClientSocket(
                netns, flow.protocol(), source, flow.sourcePort(), flow.destination(), flow.port(), named, deaf, false);
    }

    /// A socket bound to an address of many, or to the one that means none, leaves the choice to the route
    /// (inet_bind).
    private static boolean names(Ip source) {
        return !source.isAny() && !source.isMulticast() && !source.equals(Ip.BROADCAST);
    }

    static Packet packet(Flow flow, @Nullable ClientSocket client) {
        Ip source = client == null ? Family.of(flow.destination()).any() : client.local();
        int udp = flow.size() == 0 ? QUESTION : flow.size();
        return switch (flow.protocol()) {
            case TCP ->
                packet(flow, source, true, SYN, new Payload.Tcp(flow.sourcePort(), flow.port(), Payload.Tcp.Flags.SYN));
            case UDP ->
                packet(
                        flow,
                        source,
                        flow.df(),
                        HEADER + udp,
                        new Payload.Udp(flow.sourcePort(), flow.port(), false, null));
            case SCTP ->
                packet(
                        flow,
                        source,
                        true,
                        SYN,
                        new Payload.Sctp(flow.sourcePort(), flow.port(), Payload.Sctp.Chunk.INIT));
            case ICMP ->
                packet(flow, source, flow.df(), HEADER + flow.size(), new Payload.Echo(false, flow.sourcePort()));
            case IPIP -> throw new IllegalArgumentException("only tunnels send IP in IP");
        };
    }

    /// A resolver's question for records of a name.
    static Packet question(Flow flow, @Nullable ClientSocket client, String name, String type) {
        Ip source = client == null ? Family.of(flow.destination()).any() : client.local();
        // header, the name with a length before each label and a final zero, type and class (RFC 1035 4.1)
        int length = HEADER + 12 + name.length() + 2 + 4;
        var payload = new Payload.Udp(flow.sourcePort(), flow.port(), false, new Payload.Dns(name, type));
        return packet(flow, source, false, length, payload);
    }

    /// What ends the handshake of TCP.
    static Packet acknowledgment(Flow flow, ClientSocket client) {
        var ack = new Payload.Tcp(flow.sourcePort(), flow.port(), Payload.Tcp.Flags.ACK);
        return packet(flow, client.local(), true, ACK, ack);
    }

    /// What the client asks for once it has its handshake: a line and the host's name, as over HTTP.
    static Packet data(Flow flow, ClientSocket client) {
        Request request = flow.request();
        int path = request.path() == null ? 1 : request.path().length();
        int host = request.host() == null ? 0 : request.host().length();
        var data = new Payload.Tcp(flow.sourcePort(), flow.port(), Payload.Tcp.Flags.DATA);
        return packet(flow, client.local(), true, ACK + REQUEST + path + host, data);
    }

    private static Packet packet(Flow flow, Ip source, boolean df, int content, Payload payload) {
        int length = Family.of(flow.destination()).header() + content;
        // sockets have a TTL of its own for multicast (IP_MULTICAST_TTL, IPV6_MULTICAST_HOPS)
        int ttl = flow.destination().isMulticast() ? 1 : flow.ttl();
        return new Packet(source, flow.destination(), ttl, df, length, null, payload);
    }
}
