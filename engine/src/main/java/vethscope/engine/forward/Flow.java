package vethscope.engine.forward;

import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Proxy;
import vethscope.engine.stage.Request;
import vethscope.engine.trace.Trace;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;

/// One packet to be sent: a probe with everything resolved.
///
/// @param from the sending element, also where the packet comes in from elsewhere
/// @param container the sending container's name; null: any
/// @param arrivesAt the interface of `from` where the packet comes in; null: `from` sends it itself
/// @param source chosen by the sender's route if null
/// @param size payload bytes
/// @param request what it asks of layer 7
/// @param lookup how the destination's name is found first; null: the destination was given as an address or an element
public record Flow(
        Trace.Sent sent,
        Id from,
        @Nullable String container,
        @Nullable String arrivesAt,
        Protocol protocol,
        @Nullable Ip source,
        int sourcePort,
        Ip destination,
        int port,
        int ttl,
        int size,
        boolean df,
        Request request,
        @Nullable Lookup lookup) {

    /// The connection that a proxy opens on behalf of this one.
    Flow relayed(Proxy.Target target, int sourcePort) {
        return new Flow(
                sent,
                from,
                null,
                null,
                protocol,
                null,
                sourcePort,
                target.ip(),
                target.port(),
                64,
                size,
                df,
                request,
                null);
    }

    /// To the address that the look-up found.
    Flow to(Lookup.Target target) {
        return new Flow(
                sent,
                from,
                container,
                arrivesAt,
                protocol,
                source,
                sourcePort,
                target.ip(),
                target.port() == 0 ? port : target.port(),
                ttl,
                size,
                df,
                request,
                lookup);
    }

    /// The question that a resolver asks a DNS server: a datagram, or over TCP.
    Flow asking(Ip server, Protocol protocol, int sourcePort) {
        return new Flow(
                sent,
                from,
                null,
                null,
                protocol,
                null,
                sourcePort,
                server,
                Lookup.PORT,
                64,
                0,
                false,
                Request.NONE,
                null);
    }
}
