package vethscope.engine.compile.kubeproxy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.IpSet;
import vethscope.engine.netfilter.IpSet.Entry;
import vethscope.engine.network.Route;
import vethscope.engine.origin.Origin;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// What kube-proxy in IPVS mode makes of the services of one IP family whichever node it runs on: which service port
/// stands behind an address and port, and the sets that rules ask (pkg/proxy/ipvs/proxier.go syncProxyRules).
final class IpvsDoors {

    /// An address with protocol and port.
    record Door(Protocol protocol, Ip ip, int port) {}

    private record NodePort(Protocol protocol, int port) {}

    /// A door of the service port with that index.
    ///
    /// @param external it follows externalTrafficPolicy, not internalTrafficPolicy
    record At(int port, boolean external) {}

    private final Map<Door, At> doors = new LinkedHashMap<>();
    private final Map<NodePort, Integer> nodePorts = new LinkedHashMap<>();
    private final Set<Ip> addresses = new LinkedHashSet<>();
    private final Map<String, List<Entry>> loops = new HashMap<>();
    private final Map<String, List<Entry>> entries = new HashMap<>();
    private final Map<String, IpSet> sets = new HashMap<>();
    private final List<Cidr> hosts;
    private final List<Route> routes;

    IpvsDoors(ServicePorts ports, boolean v6) {
        for (int i = 0; i < ports.size(); i++) {
            add(ports.port(i), i);
        }
        // a copy of a copy is no copy: all nodes share this one
        hosts = List.copyOf(addresses.stream().map(Cidr::host).toList());
        routes = addresses.stream().map(IpvsDoors::route).toList();
        IpvsSets.SHARED.forEach((name, type) -> {
            List<Entry> own = entries.getOrDefault(name, List.of());
            sets.put(name, new IpSet(IpvsSets.name(name, v6), type, v6, () -> own));
        });
    }

    private void add(ServicePort port, int index) {
        ServicePort.Doors at = port.doors();
        Protocol protocol = port.protocol();
        boolean local = port.traffic().externalLocal();
        open(protocol, at.clusterIp(), at.port(), new At(index, false));
        put(IpvsSets.CLUSTER_IP, Entry.door(at.clusterIp(), protocol, at.port()));
        for (Ip ip : at.externalIps()) {
            open(protocol, ip, at.port(), new At(index, true));
            put(local ? IpvsSets.EXTERNAL_IP_LOCAL : IpvsSets.EXTERNAL_IP, Entry.door(ip, protocol, at.port()));
        }
        for (Ip ip : at.loadBalancerIps()) {
            open(protocol, ip, at.port(), new At(index, true));
            balanced(ip, port);
        }
        if (at.nodePort() != 0) {
            nodePorts.putIfAbsent(new NodePort(protocol, at.nodePort()), index);
            if (protocol != Protocol.SCTP) {
                put(IpvsSets.nodePorts(protocol, false), Entry.port(at.nodePort()));
                if (local) {
                    put(IpvsSets.nodePorts(protocol, true), Entry.port(at.nodePort()));
                }
            }
        }
        if (at.healthCheckNodePort() != 0) {
            put(IpvsSets.HEALTH_CHECK, Entry.port(at.healthCheckNodePort()));
        }
        for (ServiceEndpoint endpoint : port.endpoints()) {
            if (endpoint.node() != null) {
                loops.computeIfAbsent(endpoint.node(), _ -> new ArrayList<>())
                        .add(Entry.door(endpoint.ip(), protocol, endpoint.port(), Cidr.host(endpoint.ip())));
            }
        }
    }

    private void balanced(Ip ip, ServicePort port) {
        Protocol protocol = port.protocol();
        int number = port.doors().port();
        put(IpvsSets.LOAD_BALANCER, Entry.door(ip, protocol, number));
        if (port.traffic().externalLocal()) {
            put(IpvsSets.LOAD_BALANCER_LOCAL, Entry.door(ip, protocol, number));
        }
        if (!port.doors().sourceRanges().isEmpty()) {
            put(IpvsSets.FIREWALL, Entry.door(ip, protocol, number));
            port.doors()
                    .sourceRanges()
                    .forEach(range -> put(IpvsSets.SOURCE_CIDR, Entry.door(ip, protocol, number, range)));
        }
    }

    private void open(Protocol protocol, Ip ip, int port, At at) {
        doors.putIfAbsent(new Door(protocol, ip, port), at);
        addresses.add(ip);
    }

    private void put(String set, Entry entry) {
        entries.computeIfAbsent(set, _ -> new ArrayList<>()).add(entry);
    }

    boolean isEmpty() {
        return doors.isEmpty();
    }

    @Nullable
    At find(Protocol protocol, Ip ip, int port) {
        return doors.get(new Door(protocol, ip, port));
    }

    /// The index of the service port with that node port; null if there is none.
    @Nullable
    Integer findNodePort(Protocol protocol, int port) {
        return nodePorts.get(new NodePort(protocol, port));
    }

    /// Cluster IPs, external IPs and the load balancers' that the node intercepts, each once.
    Set<Ip> addresses() {
        return Collections.unmodifiableSet(addresses);
    }

    /// The addresses as those of a device.
    List<Cidr> hosts() {
        return hosts;
    }

    /// The local routes that the addresses make.
    List<Route> routes() {
        return routes;
    }

    static Route route(Ip ip) {
        return new Route(Route.Type.LOCAL, Cidr.host(ip), null, KubeProxyIpvs.DEVICE, ip, 0, false, Origin.KERNEL);
    }

    /// A set that is the same on every node.
    IpSet shared(String name) {
        return java.util.Objects.requireNonNull(sets.get(name));
    }

    /// Endpoints on the node, each as one who calls itself: for KUBE-LOOP-BACK.
    List<Entry> loops(NodeView node) {
        var own = new ArrayList<>(loops.getOrDefault(node.name(), List.of()));
        if (!node.name().equals(node.id().value())) {
            own.addAll(loops.getOrDefault(node.id().value(), List.of()));
        }
        return own;
    }

    /// A load balancer's doors with source ranges, for those whose ranges the predicate holds for.
    static List<Door> restricted(ServicePorts ports, Predicate<List<Cidr>> ranges) {
        var found = new ArrayList<Door>();
        for (ServicePort port : ports.ports()) {
            if (!port.doors().sourceRanges().isEmpty()
                    && ranges.test(port.doors().sourceRanges())) {
                port.doors()
                        .loadBalancerIps()
                        .forEach(ip -> found.add(
                                new Door(port.protocol(), ip, port.doors().port())));
            }
        }
        return found;
    }
}
