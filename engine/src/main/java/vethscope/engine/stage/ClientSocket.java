package vethscope.engine.stage;

import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;

/// The connected socket that waits for the answer. For ICMP the echo id stands in `port`.
public record ClientSocket(Id netns, Protocol protocol, Ip local, int port, Ip remote, int remotePort) {}
