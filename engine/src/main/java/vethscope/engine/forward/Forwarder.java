package vethscope.engine.forward;

import vethscope.engine.network.Network;
import vethscope.engine.network.World;
import vethscope.engine.trace.Trace;

/// Walks a packet through a network.
public final class Forwarder {

    private Forwarder() {}

    /// What happened, and the world that it left.
    public record Run(Trace trace, World after) {}

    /// Sends one packet and follows it, and all that it causes, to the end.
    public static Run send(Network network, World world, Flow flow, Chance chance) {
        return new Conversation(network, world, flow, chance).run();
    }
}
