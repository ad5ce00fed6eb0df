package vethscope.engine.forward;

import org.jspecify.annotations.Nullable;
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
        boolean df) {}
