package vethscope.engine.network;

import vethscope.engine.packet.Packet;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;
import vethscope.model.element.Container;

/// A listening socket and the process that owns it.
///
/// @param element the pod or machine, also of a host-network pod
/// @param bind the local address; `0.0.0.0`: all of IPv4, `::`: all of both families (`bindv6only` is 0)
public record Socket(
        Id element,
        String container,
        Protocol protocol,
        Ip bind,
        int port,
        Container.Reply reply,
        Container.ReplyFrom replyFrom) {

    /// Whether a socket that is bound to one address gets what is sent to another.
    public static boolean takes(Ip bind, Ip to) {
        return bind.isAny() ? bind.v6() || !to.v6() : bind.equals(to);
    }

    /// `*:80`, `0.0.0.0:80`, `10.0.0.1:80`, as `ss` shows it.
    public static String text(Ip bind, int port) {
        return bind.equals(Ip.ANY6) ? "*:" + port : Packet.at(bind, port);
    }

    public boolean accepts(Protocol asked, Ip to, int toPort) {
        return protocol == asked && port == toPort && takes(bind, to);
    }
}
