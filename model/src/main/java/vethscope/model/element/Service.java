package vethscope.model.element;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;

/// A Kubernetes Service, fields as in v1 ServiceSpec.
///
/// @param selector null: no selector, the endpoints are maintained by hand
/// @param endpoints null: chosen by the selector; otherwise it decides, also when it is empty
public record Service(
        Head head,
        String namespace,
        Type type,
        Addresses addresses,
        @Nullable Map<String, String> selector,
        @Nullable List<Endpoint> endpoints,
        List<Port> ports,
        Traffic traffic)
        implements Element {

    public static final Kind<Service> KIND = Kind.of(
            "service",
            "A Kubernetes Service, fields as in v1 ServiceSpec.",
            Fields.of(
                            Service.class,
                            new Service(
                                    Head.of("service"),
                                    "default",
                                    Type.CLUSTER_IP,
                                    Addresses.NONE,
                                    null,
                                    null,
                                    List.of(),
                                    Traffic.DEFAULT))
                    .key("namespace", FieldType.TEXT, "namespace", "Kubernetes namespace")
                    .key("type", FieldType.OneOf.of(Type.values(), Type::api), "type", "who can call it")
                    .including("addresses", Addresses.FIELDS)
                    .key(
                            "selector",
                            FieldType.LABELS,
                            "selector",
                            "labels of its pods; none: its endpoints are kept by hand")
                    .key(
                            "endpoints",
                            Endpoint.LIST,
                            "endpoints",
                            "decides where it is present, also when it is empty: pod ids, `ip:port`, or EndpointSlice entries")
                    .key(
                            "ports",
                            new FieldType.Listed<>(new FieldType.Nested<>(Port.FIELDS), Port::key),
                            "ports",
                            "the ports it is called on")
                    .including("traffic", Traffic.FIELDS)
                    .ordered("namespace", "type", "clusterIP", "selector", "endpoints", "ports"));

    public Service {
        selector = selector == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(selector));
        endpoints = endpoints == null ? null : List.copyOf(endpoints);
        ports = List.copyOf(ports);
    }

    @Override
    public Service withHead(Head head) {
        return new Service(head, namespace, type, addresses, selector, endpoints, ports, traffic);
    }

    public Service withAddresses(Addresses addresses) {
        return new Service(head, namespace, type, addresses, selector, endpoints, ports, traffic);
    }

    public Service withPorts(List<Port> ports) {
        return new Service(head, namespace, type, addresses, selector, endpoints, ports, traffic);
    }

    public enum Type {
        CLUSTER_IP("ClusterIP"),
        NODE_PORT("NodePort"),
        LOAD_BALANCER("LoadBalancer"),
        EXTERNAL_NAME("ExternalName");

        private final String api;

        Type(String api) {
            this.api = api;
        }

        /// The name in the Kubernetes API.
        public String api() {
            return api;
        }
    }

    /// Where a Service can be called.
    ///
    /// @param clusterIps empty and `headless` false: none given
    /// @param headless clusterIP `None`
    public record Addresses(
            List<Ip> clusterIps,
            boolean headless,
            List<Ip> externalIps,
            @Nullable String externalName,
            List<LoadBalancerIp> loadBalancerIps,
            List<String> loadBalancerSourceRanges) {

        public static final Addresses NONE = new Addresses(List.of(), false, List.of(), null, List.of(), List.of());

        private static final FieldType<List<Ip>> CLUSTER_IP = new FieldType.Cases<>(
                List.of(FieldType.Case.word("None", Objects::isNull, null), FieldType.Case.single(FieldType.IP)));

        static final Fields<Addresses> FIELDS = Fields.of(Addresses.class, NONE)
                .aliased(
                        "clusterIP",
                        CLUSTER_IP,
                        new Part<>(Addresses::clusterIpsOrNone, Addresses::withClusterIps),
                        "its virtual address, `None` for a headless service; several addresses stand under `clusterIPs`",
                        List.of(new Field.Spelling<>(
                                "clusterIPs", FieldType.IPS, ips -> ips != null && ips.size() > 1)))
                .key("externalIPs", FieldType.IPS, "externalIps", "addresses that nodes take as its own")
                .key("externalName", FieldType.TEXT, "externalName", "the DNS name that type ExternalName stands for")
                .aliased(
                        "loadBalancerIPs",
                        LoadBalancerIp.LIST,
                        Part.component(Addresses.class, "loadBalancerIps"),
                        "addresses of its load balancer; `loadBalancerIP` is read as a list of one",
                        List.of(new Field.Spelling<>(
                                "loadBalancerIP",
                                new FieldType.Cases<>(List.of(FieldType.Case.single(LoadBalancerIp.TYPE))),
                                _ -> false)))
                .key(
                        "loadBalancerSourceRanges",
                        FieldType.LINES,
                        "loadBalancerSourceRanges",
                        "who may call the load balancer; empty: everyone");

        private @Nullable List<Ip> clusterIpsOrNone() {
            return headless ? null : clusterIps;
        }

        /// Null: headless.
        public Addresses withClusterIps(@Nullable List<Ip> ips) {
            return new Addresses(
                    ips == null ? List.of() : ips,
                    ips == null,
                    externalIps,
                    externalName,
                    loadBalancerIps,
                    loadBalancerSourceRanges);
        }

        public Addresses {
            clusterIps = List.copyOf(clusterIps);
            externalIps = List.copyOf(externalIps);
            loadBalancerIps = List.copyOf(loadBalancerIps);
            loadBalancerSourceRanges = List.copyOf(loadBalancerSourceRanges);
        }
    }

    /// `ipMode` VIP is intercepted on the node, Proxy is not.
    public record LoadBalancerIp(Ip ip, IpMode ipMode) {

        private static final Fields<LoadBalancerIp> FIELDS = Fields.of(
                        LoadBalancerIp.class, new LoadBalancerIp(Ip.ANY, IpMode.VIP))
                .key("ip", FieldType.IP, "ip", "address")
                .required()
                .key(
                        "ipMode",
                        FieldType.OneOf.of(IpMode.values(), IpMode::api),
                        "ipMode",
                        "VIP is intercepted on the node, Proxy is not");

        static final FieldType<LoadBalancerIp> TYPE = new FieldType.Cases<>(List.of(
                new FieldType.Case<>(
                        FieldType.IP,
                        l -> l.ipMode == IpMode.VIP ? Optional.of(l.ip) : Optional.empty(),
                        ip -> new LoadBalancerIp(ip, IpMode.VIP)),
                new FieldType.Case<>(new FieldType.Nested<>(FIELDS), Optional::of, l -> l)));

        static final FieldType<List<LoadBalancerIp>> LIST = new FieldType.Listed<>(TYPE, l -> l.ip.toString());

        public enum IpMode {
            VIP("VIP"),
            PROXY("Proxy");

            private final String api;

            IpMode(String api) {
                this.api = api;
            }

            /// The name in the Kubernetes API.
            public String api() {
                return api;
            }
        }
    }

    /// @param targetPort a number, a container port's name, or null for `port`
    /// @param nodePort 0: none
    public record Port(
            @Nullable String name,
            Protocol protocol,
            int port,
            @Nullable String targetPort,
            int nodePort) {

        static final Fields<Port> FIELDS = Fields.of(Port.class, new Port(null, Protocol.TCP, 0, null, 0))
                .key("name", FieldType.TEXT, "name", "unique in the service")
                .key("protocol", FieldType.PROTOCOL, "protocol", "transport")
                .key("port", FieldType.PORT, "port", "the port of the virtual address")
                .required()
                .key(
                        "targetPort",
                        FieldType.TEXT_OR_NUMBER,
                        "targetPort",
                        "a number or a container port's name; none: `port`")
                .key("nodePort", FieldType.PORT_OR_NONE, "nodePort", "the port on every node; 0: none");

        private String key() {
            return name == null ? protocol + "/" + port : name;
        }
    }

    /// How traffic is spread.
    public record Traffic(
            boolean externalLocal,
            boolean internalLocal,
            boolean clientIpAffinity,
            int affinityTimeoutSeconds,
            int healthCheckNodePort,
            @Nullable String trafficDistribution,
            boolean publishNotReadyAddresses) {

        public static final Traffic DEFAULT = new Traffic(false, false, false, 10800, 0, null, false);

        private static final FieldType<Boolean> POLICY = FieldType.OneOf.flag("Cluster", "Local");

        static final Fields<Traffic> FIELDS = Fields.of(Traffic.class, DEFAULT)
                .key(
                        "externalTrafficPolicy",
                        POLICY,
                        "externalLocal",
                        "Local: only endpoints of the node that it came to, and the client's address is kept")
                .key("internalTrafficPolicy", POLICY, "internalLocal", "Local: only endpoints of the caller's node")
                .key(
                        "sessionAffinity",
                        FieldType.OneOf.flag("None", "ClientIP"),
                        "clientIpAffinity",
                        "ClientIP: a client stays with its endpoint")
                .key(
                        "sessionAffinityTimeoutSeconds",
                        new FieldType.Whole(1, 86400),
                        "affinityTimeoutSeconds",
                        "seconds that affinity lasts")
                .key(
                        "healthCheckNodePort",
                        FieldType.PORT_OR_NONE,
                        "healthCheckNodePort",
                        "where nodes tell a load balancer whether they have endpoints; 0: none")
                .key(
                        "trafficDistribution",
                        FieldType.TEXT,
                        "trafficDistribution",
                        "PreferSameZone, PreferSameNode or PreferClose")
                .key(
                        "publishNotReadyAddresses",
                        FieldType.FLAG,
                        "publishNotReadyAddresses",
                        "endpoints count as ready");
    }

    /// One explicit endpoint.
    public sealed interface Endpoint {

        FieldType<List<Endpoint>> LIST = new FieldType.Listed<>(
                new FieldType.Cases<>(List.of(
                        FieldType.Case.member(OfAddress.TYPE, OfAddress.class, a -> a, a -> a),
                        FieldType.Case.member(FieldType.ref("pod"), OfPod.class, OfPod::pod, OfPod::new),
                        FieldType.Case.member(new FieldType.Nested<>(Slice.FIELDS), Slice.class, s -> s, s -> s))),
                Endpoint::key);

        /// What tells it from the others of its service.
        String key();

        /// A pod by its element id, on the service port's target port.
        record OfPod(Id pod) implements Endpoint {
            @Override
            public String key() {
                return pod.value();
            }
        }

        record OfAddress(Ip ip, int port) implements Endpoint {

            private static final FieldType<OfAddress> TYPE =
                    new FieldType.Parsed<>("an address and port such as 10.244.1.2:8080", OfAddress::parse);

            /// `ip:port` or `[ipv6]:port`.
            ///
            /// @throws IllegalArgumentException on any other text
            public static OfAddress parse(String text) {
                int colon = text.lastIndexOf(':');
                String host = colon < 0 ? "" : text.substring(0, colon);
                boolean brackets = host.startsWith("[") && host.endsWith("]");
                Ip ip = Ip.parse(brackets ? host.substring(1, host.length() - 1) : host);
                int port = Integer.parseInt(text.substring(colon + 1));
                if (ip.v6() != brackets || port < 1 || port > 65535) {
                    throw new IllegalArgumentException("'" + text + "' is not an address and port");
                }
                return new OfAddress(ip, port);
            }

            @Override
            public String key() {
                return toString();
            }

            @Override
            public String toString() {
                return (ip.v6() ? "[" + ip + "]" : ip.toString()) + ":" + port;
            }
        }

        /// An EndpointSlice entry. Exactly one of `pod` and `ip` is set; null conditions take the defaults of
        /// discovery.k8s.io/v1: ready true, serving true, terminating false.
        record Slice(
                @Nullable Id pod,
                @Nullable Ip ip,
                @Nullable Integer port,
                @Nullable String portName,
                @Nullable Protocol protocol,
                @Nullable String node,
                @Nullable Boolean ready,
                @Nullable Boolean serving,
                @Nullable Boolean terminating,
                @Nullable String zone,
                List<String> hintZones,
                List<String> hintNodes)
                implements Endpoint {

            private static final Fields<Hints> HINTS = Fields.of(Hints.class, new Hints(List.of(), List.of()))
                    .key("zones", FieldType.LINES, "zones", "zones that should use it")
                    .key("nodes", FieldType.LINES, "nodes", "nodes that should use it");

            static final Fields<Slice> FIELDS = Fields.of(
                            Slice.class,
                            new Slice(null, null, null, null, null, null, null, null, null, null, List.of(), List.of()))
                    .key("pod", FieldType.ref("pod"), "pod", "the pod behind it, or `ip`")
                    .key("ip", FieldType.IP, "ip", "its address, or `pod`")
                    .key("port", FieldType.PORT, "port", "none: the target port")
                    .key("portName", FieldType.TEXT, "portName", "the service port it belongs to; none: all")
                    .key("protocol", FieldType.PROTOCOL, "protocol", "none: the service port's")
                    .key("node", FieldType.TEXT, "node", "where it runs")
                    .key("ready", FieldType.FLAG, "ready", "none: true")
                    .key("serving", FieldType.FLAG, "serving", "none: true")
                    .key("terminating", FieldType.FLAG, "terminating", "none: false")
                    .key("zone", FieldType.TEXT, "zone", "where it runs")
                    .key(
                            "hints",
                            new FieldType.Nested<>(HINTS),
                            new Part<>(Slice::hints, Slice::withHints),
                            "who should use it");

            /// Who should use an endpoint.
            public record Hints(List<String> zones, List<String> nodes) {}

            public Hints hints() {
                return new Hints(hintZones, hintNodes);
            }

            private Slice withHints(Hints hints) {
                return new Slice(
                        pod,
                        ip,
                        port,
                        portName,
                        protocol,
                        node,
                        ready,
                        serving,
                        terminating,
                        zone,
                        hints.zones,
                        hints.nodes);
            }

            @Override
            public String key() {
                return (pod == null ? ip : pod) + "," + port + "," + portName;
            }

            public Slice {
                hintZones = List.copyOf(hintZones);
                hintNodes = List.copyOf(hintNodes);
            }
        }
    }
}
