package vethscope.model.element;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;

/// A process with listening sockets, and the volumes that it mounts (volume name to path).
public record Container(String name, Map<String, String> mounts, List<Port> ports) {

    public Container {
        mounts = Collections.unmodifiableMap(new LinkedHashMap<>(mounts));
        ports = List.copyOf(ports);
    }

    /// A listening socket.
    ///
    /// @param port 1 to 65535
    /// @param hostPort 0: none
    /// @param bind the local address; the any address listens on all
    public record Port(
            @Nullable String name, Protocol protocol, int port, int hostPort, Ip bind, Reply reply, ReplyFrom replyFrom) {

        public static Port tcp(int port) {
            return new Port(null, Protocol.TCP, port, 0, Ip.ANY, Reply.ACCEPT, ReplyFrom.ASKED);
        }
    }

    public enum Reply {
        ACCEPT,
        SILENT
    }

    /// The source address of a UDP server's answer: the address that it was asked on, or what its route prefers.
    public enum ReplyFrom {
        ASKED,
        ROUTE
    }
}
