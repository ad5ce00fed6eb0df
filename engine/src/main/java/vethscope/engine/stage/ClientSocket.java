package vethscope.engine.stage;

import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;

/// The connected socket that waits for the answer. For ICMP the echo id stands in `port`.
///
/// @param deaf it sends from `local`, but is bound to an address of many, and hears only what is sent there
public record ClientSocket(Id netns, Protocol protocol, Ip local, int port, Ip remote, int remotePort, boolean deaf) {}
