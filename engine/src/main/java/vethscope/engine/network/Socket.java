package vethscope.engine.network;

import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;
import vethscope.model.element.Container;

/// A listening socket and the process that owns it.
///
/// @param element the pod or machine, also of a host-network pod
public record Socket(
        Id element,
        String container,
        Protocol protocol,
        Ip bind,
        int port,
        Container.Reply reply,
        Container.ReplyFrom replyFrom) {

    public boolean accepts(Protocol asked, Ip to, int toPort) {
        return protocol == asked && port == toPort && (bind.isAny() && bind.v6() == to.v6() || bind.equals(to));
    }
}
