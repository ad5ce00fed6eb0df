package vethscope.model.element;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        Traffic traffic,
        Map<String, String> annotations)
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
                    .including("addresses", ServiceFields.ADDRESSES)
                    .key(
                            "selector",
                            FieldType.LABELS,
                            "selector",
                            "labels of its pods; none: its endpoints are kept by hand")
                    .key(
                            "endpoints",
                            ServiceFields.ENDPOINTS,
                            "endpoints",
                            "decides where it is present, also when it is empty: pod ids, `ip:port`, or EndpointSlice"
                                    + " entries")
                    .key("ports", ServiceFields.PORTS, "ports", "the ports it is called on")
                    .including("traffic", ServiceFields.TRAFFIC)
                    .key(
                            "annotations",
                            FieldType.LABELS,
                            "annotations",
                            "what controllers read: `alb.ingress.kubernetes.io/…` here beats the Ingress's own")
                    .ordered("namespace", "type", "clusterIP", "selector", "endpoints", "ports"));

    public Service {
        selector = selector == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(selector));
        endpoints = endpoints == null ? null : List.copyOf(endpoints);
        ports = List.copyOf(ports);
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }

    /// Without annotations.
    public Service(
            Head head,
            String namespace,
            Type type,
            Addresses addresses,
            @Nullable Map<String, String> selector,
            @Nullable List<Endpoint> endpoints,
            List<Port> ports,
            Traffic traffic) {
        this(head, namespace, type, addresses, selector, endpoints, ports, traffic, Map.of());
    }

    @Override
    public Service withHead(Head head) {
        return new Service(head, namespace, type, addresses, selector, endpoints, ports, traffic, annotations);
    }

    public Service withAddresses(Addresses addresses) {
        return new Service(head, namespace, type, addresses, selector, endpoints, ports, traffic, annotations);
    }

    public Service withSelector(@Nullable Map<String, String> selector) {
        return new Service(head, namespace, type, addresses, selector, endpoints, ports, traffic, annotations);
    }

    public Service withPorts(List<Port> ports) {
        return new Service(head, namespace, type, addresses, selector, endpoints, ports, traffic, annotations);
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

        String key() {
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
    }

    /// One explicit endpoint.
    public sealed interface Endpoint {

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

            /// Who should use an endpoint.
            public record Hints(List<String> zones, List<String> nodes) {}

            public Hints hints() {
                return new Hints(hintZones, hintNodes);
            }

            Slice withHints(Hints hints) {
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
