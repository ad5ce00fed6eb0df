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

    static final Fields<Container> FIELDS = Fields.of(Container.class, new Container("", Map.of(), List.of()))
            .key("name", FieldType.TEXT, "name", "unique in its pod or machine")
            .key("mounts", FieldType.LABELS, "mounts", "volume to path")
            .key(
                    "ports",
                    new FieldType.Listed<>(new FieldType.Nested<>(Port.FIELDS), Port::key),
                    "ports",
                    "its listening sockets");

    static final FieldType<List<Container>> LIST =
            new FieldType.Listed<>(new FieldType.Nested<>(FIELDS), Container::name);

    public Container {
        mounts = Collections.unmodifiableMap(new LinkedHashMap<>(mounts));
        ports = List.copyOf(ports);
    }

    /// A listening socket.
    ///
    /// @param port 1 to 65535
    /// @param hostPort 0: none
    /// @param hostIp the node's address that `hostPort` is for; null or any: all
    /// @param bind the local address; null: all of both families; `0.0.0.0`: all of IPv4; `::`: as null
    public record Port(
            @Nullable String name,
            Protocol protocol,
            int port,
            int hostPort,
            @Nullable Ip hostIp,
            @Nullable Ip bind,
            Reply reply,
            ReplyFrom replyFrom) {

        static final Fields<Port> FIELDS = Fields.of(Port.class, tcp(0))
                .key("name", FieldType.TEXT, "name", "what a service's `targetPort` may name")
                .key("protocol", FieldType.PROTOCOL, "protocol", "transport")
                .key("port", FieldType.PORT, "port", "the port it listens on")
                .required()
                .key("hostPort", FieldType.PORT_OR_NONE, "hostPort", "the node's port that leads to it; 0: none")
                .key(
                        "hostIP",
                        FieldType.IP,
                        "hostIp",
                        "the node's address that hostPort is for; none or `0.0.0.0`: all")
                .key(
                        "bind",
                        FieldType.IP,
                        "bind",
                        "the local address; none or `::`: all of both families, `0.0.0.0`: all of IPv4")
                .key(
                        "reply",
                        FieldType.OneOf.lower(Reply.values()),
                        "reply",
                        "`silent` takes packets and never answers")
                .key(
                        "replyFrom",
                        FieldType.OneOf.lower(ReplyFrom.values()),
                        "replyFrom",
                        "source of a UDP server's answer: the address `asked`, or what its `route` prefers");

        /// Only its own namespace reaches it.
        public boolean isLocal() {
            return bind != null && bind.isLoopback();
        }

        public static Port tcp(int port) {
            return new Port(null, Protocol.TCP, port, 0, null, null, Reply.ACCEPT, ReplyFrom.ASKED);
        }

        private String key() {
            return name == null ? protocol + "/" + port : name;
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
