package vethscope.engine.replay;

import vethscope.engine.forward.Chance;
import vethscope.engine.forward.Flow;
import vethscope.engine.forward.Forwarder;
import vethscope.engine.network.World;

/// Sends one flow through a network: the forwarder, or a test's own.
@FunctionalInterface
interface Sender {
    Forwarder.Run send(World world, Flow flow, Chance chance);
}
