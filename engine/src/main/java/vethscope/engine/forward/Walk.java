package vethscope.engine.forward;

import java.util.List;
import vethscope.engine.network.Network;
import vethscope.engine.network.World;
import vethscope.engine.trace.Fate;
import vethscope.engine.trace.Trace;

/// One run of the forwarder.
final class Walk {

    private final World world;
    private final Flow flow;

    Walk(Network network, World world, Flow flow, Chance chance) {
        this.world = world;
        this.flow = flow;
    }

    Forwarder.Run run() {
        return new Forwarder.Run(new Trace(flow.sent(), Fate.TIMEOUT, null, null, null, null, List.of(), List.of(), List.of(), world), world);
    }
}
