package vethscope.engine.stage;

import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;

/// The connected socket that waits for the answer. For ICMP the echo id stands in `port`.
///
/// @param named whether its owner named the local address, rather than leave the choice to the route
/// @param deaf it sends from `local`, but is bound to an address of many, and hears only what is sent there
/// @param connected it has the answer to its SYN
public record ClientSocket(
        Id netns,
        Protocol protocol,
        Ip local,
        int port,
        Ip remote,
        int remotePort,
        boolean named,
        boolean deaf,
        boolean connected) {

    /// The same once its SYN was answered.
    public ClientSocket established() {
        return new ClientSocket(netns, protocol, local, port, remote, remotePort, named, deaf, true);
    }
}
