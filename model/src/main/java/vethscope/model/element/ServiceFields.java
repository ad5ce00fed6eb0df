package vethscope.model.element;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;
import vethscope.model.element.Service.Addresses;
import vethscope.model.element.Service.Endpoint;
import vethscope.model.element.Service.LoadBalancerIp;
import vethscope.model.element.Service.Port;
import vethscope.model.element.Service.Traffic;

/// The fields of what a service is made of.
final class ServiceFields {

    private ServiceFields() {}

    private static final FieldType<Endpoint.OfAddress> ADDRESS_AND_PORT =
            new FieldType.Parsed<>("an address and port such as 10.244.1.2:8080", Endpoint.OfAddress::parse);

    private static final Fields<Endpoint.Slice.Hints> HINTS = Fields.of(
                    Endpoint.Slice.Hints.class, new Endpoint.Slice.Hints(List.of(), List.of()))
            .key("zones", FieldType.LINES, "zones", "zones that should use it")
            .key("nodes", FieldType.LINES, "nodes", "nodes that should use it");

    private static final Fields<Endpoint.Slice> SLICE = Fields.of(
                    Endpoint.Slice.class,
                    new Endpoint.Slice(
                            null, null, null, null, null, null, null, null, null, null, List.of(), List.of()))
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
                    new Part<>(Endpoint.Slice::hints, Endpoint.Slice::withHints),
                    "who should use it");

    static final FieldType<List<Endpoint>> ENDPOINTS = new FieldType.Listed<>(
            new FieldType.Cases<>(List.of(
                    FieldType.Case.member(ADDRESS_AND_PORT, Endpoint.OfAddress.class, a -> a, a -> a),
                    FieldType.Case.member(
                            FieldType.ref("pod"), Endpoint.OfPod.class, Endpoint.OfPod::pod, Endpoint.OfPod::new),
                    FieldType.Case.member(new FieldType.Nested<>(SLICE), Endpoint.Slice.class, s -> s, s -> s))),
            Endpoint::key);

    private static final Fields<Port> PORT = Fields.of(Port.class, new Port(null, Protocol.TCP, 0, null, 0))
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

    static final FieldType<List<Port>> PORTS = new FieldType.Listed<>(new FieldType.Nested<>(PORT), Port::key);

    private static final Fields<LoadBalancerIp> LOAD_BALANCER_IP = Fields.of(
                    LoadBalancerIp.class, new LoadBalancerIp(Ip.ANY, LoadBalancerIp.IpMode.VIP))
            .key("ip", FieldType.IP, "ip", "address")
            .required()
            .key(
                    "ipMode",
                    FieldType.OneOf.of(LoadBalancerIp.IpMode.values(), LoadBalancerIp.IpMode::api),
                    "ipMode",
                    "VIP is intercepted on the node, Proxy is not");

    private static final FieldType<LoadBalancerIp> BARE_OR_OBJECT = new FieldType.Cases<>(List.of(
            new FieldType.Case<>(
                    FieldType.IP,
                    l -> l.ipMode() == LoadBalancerIp.IpMode.VIP ? Optional.of(l.ip()) : Optional.empty(),
                    ip -> new LoadBalancerIp(ip, LoadBalancerIp.IpMode.VIP)),
            new FieldType.Case<>(new FieldType.Nested<>(LOAD_BALANCER_IP), Optional::of, l -> l)));

    private static final FieldType<List<LoadBalancerIp>> LOAD_BALANCER_IPS =
            new FieldType.Listed<>(BARE_OR_OBJECT, l -> l.ip().toString());

    private static final FieldType<List<Ip>> CLUSTER_IP = new FieldType.Cases<>(
            List.of(FieldType.Case.word("None", Objects::isNull, null), FieldType.Case.single(FieldType.IP)));

    static final Fields<Addresses> ADDRESSES = Fields.of(Addresses.class, Addresses.NONE)
            .aliased(
                    "clusterIP",
                    CLUSTER_IP,
                    new Part<>(a -> a.headless() ? null : a.clusterIps(), Addresses::withClusterIps),
                    "its virtual address, `None` for a headless service; several addresses stand under `clusterIPs`",
                    List.of(new Field.Spelling<>("clusterIPs", FieldType.IPS, ips -> ips != null && ips.size() > 1)))
            .key("externalIPs", FieldType.IPS, "externalIps", "addresses that nodes take as its own")
            .key("externalName", FieldType.TEXT, "externalName", "the DNS name that type ExternalName stands for")
            .aliased(
                    "loadBalancerIPs",
                    LOAD_BALANCER_IPS,
                    Part.component(Addresses.class, "loadBalancerIps"),
                    "addresses of its load balancer; `loadBalancerIP` is read as a list of one",
                    List.of(new Field.Spelling<>(
                            "loadBalancerIP",
                            new FieldType.Cases<>(List.of(FieldType.Case.single(BARE_OR_OBJECT))),
                            _ -> false)))
            .key(
                    "loadBalancerSourceRanges",
                    FieldType.LINES,
                    "loadBalancerSourceRanges",
                    "who may call the load balancer; empty: everyone");

    private static final FieldType<Boolean> POLICY = FieldType.OneOf.flag("Cluster", "Local");

    static final Fields<Traffic> TRAFFIC = Fields.of(Traffic.class, Traffic.DEFAULT)
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
            .key("publishNotReadyAddresses", FieldType.FLAG, "publishNotReadyAddresses", "endpoints count as ready");
}
