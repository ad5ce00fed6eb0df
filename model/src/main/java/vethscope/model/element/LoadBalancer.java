package vethscope.model.element;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// A load balancer in front of nodes or pods.
///
/// @param layer 4 or 7
/// @param address its address where it has no drawn interfaces
/// @param healthCheck null: all targets are used
public record LoadBalancer(
        Head head,
        Machine machine,
        int layer,
        @Nullable Cidr address,
        @Nullable String scheme,
        List<Listener> listeners,
        @Nullable HealthCheck healthCheck,
        Cloud cloud)
        implements LinuxBox {

    public static final Kind<LoadBalancer> KIND = Kind.of(
            "load-balancer",
            "A load balancer in front of nodes or pods.",
            Fields.of(
                            LoadBalancer.class,
                            new LoadBalancer(
                                    Head.of("load-balancer"),
                                    Machine.EMPTY,
                                    4,
                                    null,
                                    null,
                                    List.of(),
                                    null,
                                    Cloud.DEFAULT))
                    .key("layer", new FieldType.Whole(4, 7), "layer", "4 or 7")
                    .including("machine", Machine.FIELDS)
                    .key("address", FieldType.PREFIX, "address", "its address where it has no drawn interfaces")
                    .key("scheme", FieldType.TEXT, "scheme", "`internet-facing` or `internal`")
                    .key(
                            "listeners",
                            new FieldType.Listed<>(new FieldType.Nested<>(Listener.FIELDS), Listener::key),
                            "listeners",
                            "where it is called and whom it calls")
                    .key(
                            "healthCheck",
                            new FieldType.Nested<>(HealthCheck.FIELDS),
                            "healthCheck",
                            "how it finds targets that live; none: all are used")
                    .including("cloud", Cloud.FIELDS));

    public LoadBalancer {
        listeners = List.copyOf(listeners);
    }

    @Override
    public LoadBalancer withHead(Head head) {
        return new LoadBalancer(head, machine, layer, address, scheme, listeners, healthCheck, cloud);
    }

    @Override
    public LoadBalancer withMachine(Machine machine) {
        return new LoadBalancer(head, machine, layer, address, scheme, listeners, healthCheck, cloud);
    }

    public LoadBalancer withListeners(List<Listener> listeners) {
        return new LoadBalancer(head, machine, layer, address, scheme, listeners, healthCheck, cloud);
    }

    public LoadBalancer withHealthCheck(@Nullable HealthCheck healthCheck) {
        return new LoadBalancer(head, machine, layer, address, scheme, listeners, healthCheck, cloud);
    }

    public enum Mode {
        DNAT,
        PROXY,
        PASSTHROUGH
    }

    /// @param targets `node:port`, `ip:port` or a pod id
    /// @param backend id of the service, ingress or gateway whose endpoints are the targets
    public record Listener(
            Protocol protocol,
            @Nullable Ip address,
            int port,
            Mode mode,
            boolean snat,
            List<String> targets,
            @Nullable Backend backend) {

        private static final FieldType<Backend> SERVICE = backend("service");

        static final Fields<Listener> FIELDS = Fields.of(
                        Listener.class, new Listener(Protocol.TCP, null, 0, Mode.DNAT, false, List.of(), null))
                .key("protocol", FieldType.PROTOCOL, "protocol", "transport")
                .key("address", FieldType.IP, "address", "none: every address it has")
                .key("port", FieldType.PORT, "port", "the port it is called on")
                .required()
                .key(
                        "mode",
                        FieldType.OneOf.lower(Mode.values()),
                        "mode",
                        "`passthrough` leaves the destination unchanged and delivers to the target as next hop")
                .key("snat", FieldType.FLAG, "snat", "targets see the load balancer's address")
                .key("targets", FieldType.LINES, "targets", "`node:port`, `ip:port` or a pod's id")
                .aliased(
                        "service",
                        SERVICE,
                        Part.component(Listener.class, "backend"),
                        "instead of targets: the id of a service, or under `ingress` or `gateway` of one of those",
                        List.of(alias("ingress"), alias("gateway")));

        private static Field.Spelling<Backend> alias(String kind) {
            return new Field.Spelling<>(
                    kind, backend(kind), b -> b != null && b.key().equals(kind));
        }

        private static FieldType<Backend> backend(String kind) {
            return new FieldType.Cases<>(List.of(
                    new FieldType.Case<>(FieldType.ref(kind), b -> Optional.of(b.id()), id -> new Backend(kind, id))));
        }

        private String key() {
            return protocol + "/" + address + "/" + port;
        }

        public Listener {
            targets = List.copyOf(targets);
        }

        public Listener withTargets(List<String> targets) {
            return new Listener(protocol, address, port, mode, snat, targets, backend);
        }
    }

    /// The key that names the backend (`service`, `ingress` or `gateway`) and its id.
    public record Backend(String key, Id id) {}

    /// @param successCodes such as `200` or `200-299,301`; null: 200 to 399
    public record HealthCheck(
            @Nullable String protocol,
            int port,
            @Nullable String path,
            @Nullable String successCodes,
            Pace pace) {

        /// How often targets are asked, and how many answers of one kind count. A drawing stands still, so it decides
        /// nothing there.
        public record Pace(
                int intervalSeconds, int timeoutSeconds, int healthyThresholdCount, int unhealthyThresholdCount) {
            /// What the AWS Load Balancer Controller asks for (docs/guide/ingress/annotations.md).
            public static final Pace DEFAULT = new Pace(15, 5, 2, 2);

            static final Fields<Pace> FIELDS = Fields.of(Pace.class, DEFAULT)
                    .key("intervalSeconds", FieldType.COUNT, "intervalSeconds", "seconds between two checks")
                    .key("timeoutSeconds", FieldType.COUNT, "timeoutSeconds", "seconds that a target has to answer")
                    .key(
                            "healthyThresholdCount",
                            FieldType.COUNT,
                            "healthyThresholdCount",
                            "answers in a row that make a target healthy")
                    .key(
                            "unhealthyThresholdCount",
                            FieldType.COUNT,
                            "unhealthyThresholdCount",
                            "failures in a row that make it unhealthy");
        }

        /// A check at the usual pace.
        public HealthCheck(@Nullable String protocol, int port, @Nullable String path, @Nullable String successCodes) {
            this(protocol, port, path, successCodes, Pace.DEFAULT);
        }

        static final Fields<HealthCheck> FIELDS = Fields.of(HealthCheck.class, new HealthCheck(null, 0, null, null))
                .key("protocol", FieldType.TEXT, "protocol", "TCP or HTTP")
                .key("port", FieldType.PORT_OR_NONE, "port", "0: the target's own")
                .key("path", FieldType.TEXT, "path", "HTTP path")
                .key("successCodes", FieldType.TEXT, "successCodes", "such as 200 or 200-299; none: 200-399")
                .including("pace", Pace.FIELDS);

        /// Whether an answer of that status is one of a healthy target.
        public boolean succeeds(int status) {
            if (successCodes == null) {
                return status >= 200 && status < 400;
            }
            for (String part : successCodes.split(",")) {
                String[] ends = part.strip().split("-", 2);
                if (ends[0].matches("\\d{3}")
                        && ends[ends.length - 1].matches("\\d{3}")
                        && Integer.parseInt(ends[0]) <= status
                        && status <= Integer.parseInt(ends[ends.length - 1])) {
                    return true;
                }
            }
            return false;
        }
    }

    public record Cloud(boolean crossZone, List<Id> securityGroups) {
        public static final Cloud DEFAULT = new Cloud(false, List.of());

        static final Fields<Cloud> FIELDS = Fields.of(Cloud.class, DEFAULT)
                .key("crossZone", FieldType.FLAG, "crossZone", "targets of every zone take part")
                .key(
                        "securityGroups",
                        FieldType.refs("security-group"),
                        "securityGroups",
                        "the groups of its interfaces");

        public Cloud {
            securityGroups = List.copyOf(securityGroups);
        }
    }
}
