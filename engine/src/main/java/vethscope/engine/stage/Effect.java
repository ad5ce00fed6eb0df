package vethscope.engine.stage;

import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Proxy;
import vethscope.engine.packet.Frame;
import vethscope.engine.packet.Packet;
import vethscope.engine.trace.Fate;
import vethscope.engine.trace.Trace;
import vethscope.model.address.Ip;

/// What a stage asks the forwarder to do.
public sealed interface Effect {

    /// Put a frame on the cable of a device.
    record Wire(String dev, Frame frame) implements Effect {}

    /// The machine sends a packet of its own. Its source is chosen by the route where it is the any address.
    ///
    /// @param cause what it answers: an ICMP error travels with the connection of the packet that caused it
    record Originate(Packet packet, @Nullable Skb cause) implements Effect {}

    /// Hold a packet until the neighbour answers; ask for it.
    record Await(String dev, Ip nextHop, Skb skb) implements Effect {}

    /// Ask for a neighbour's hardware address though no packet waits for it (net/core/neighbour.c neigh_event_send).
    record Solicit(String dev, Ip neighbour) implements Effect {}

    /// Keep a fragment until its datagram is complete, then go on from the stage that asked.
    record Collect(Skb skb) implements Effect {}

    /// Go on with a copy of the packet.
    record Continue(Way way, Skb skb) implements Effect {}

    /// The request reached a server's socket.
    ///
    /// @param client as the server sees it; null for ICMP
    /// @param silent the server takes it and never answers
    /// @param connection a handshake that is begun; null: none is needed
    record Served(
            Trace.Arrival arrival,
            Packet.@Nullable End client,
            boolean silent,
            @Nullable HalfOpen connection) implements Effect {}

    /// The server's socket has the end of the handshake: the program accepts the connection.
    record Accepted() implements Effect {}

    /// The server's socket was reset.
    record Aborted() implements Effect {}

    /// A proxy took the connection: once its client has the handshake, it opens a connection of its own.
    record Relay(Proxy.Target target) implements Effect {}

    /// A proxy took the connection and has nobody to pass it on to: it closes it once its client has the
    /// handshake.
    record Close() implements Effect {}

    /// The sender learns how it ended.
    ///
    /// @param from where the answer came from, as the client sees it; null if it was no answer
    record Heard(Fate fate, Packet.@Nullable End from) implements Effect {}
}
