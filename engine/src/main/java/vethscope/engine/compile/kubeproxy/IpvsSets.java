package vethscope.engine.compile.kubeproxy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import vethscope.engine.netfilter.IpSet;
import vethscope.engine.netfilter.IpSet.Entry;
import vethscope.engine.netfilter.IpSet.Type;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// The sets of one node in IPVS mode (`ipsetInfo`, pkg/proxy/ipvs/proxier.go and ipset.go).
final class IpvsSets {

    static final String LOOP_BACK = "KUBE-LOOP-BACK";
    static final String CLUSTER_IP = "KUBE-CLUSTER-IP";
    static final String EXTERNAL_IP = "KUBE-EXTERNAL-IP";
    static final String EXTERNAL_IP_LOCAL = "KUBE-EXTERNAL-IP-LOCAL";
    static final String LOAD_BALANCER = "KUBE-LOAD-BALANCER";
    static final String LOAD_BALANCER_LOCAL = "KUBE-LOAD-BALANCER-LOCAL";
    static final String FIREWALL = "KUBE-LOAD-BALANCER-FW";
    static final String SOURCE_IP = "KUBE-LOAD-BALANCER-SOURCE-IP";
    static final String SOURCE_CIDR = "KUBE-LOAD-BALANCER-SOURCE-CIDR";
    static final String HEALTH_CHECK = "KUBE-HEALTH-CHECK-NODE-PORT";
    static final String BOUND = "KUBE-IPVS-IPS";

    private static final String NODE_PORT = "KUBE-NODE-PORT-";

    /// IPSET_MAXNAMELEN less the closing zero.
    private static final int LONGEST = 31;

    /// Those whose entries do not depend on the node.
    static final Map<String, Type> SHARED = shared();

    private static Map<String, Type> shared() {
        var types = new LinkedHashMap<String, Type>();
        types.put(CLUSTER_IP, Type.HASH_IP_PORT);
        types.put(EXTERNAL_IP, Type.HASH_IP_PORT);
        types.put(EXTERNAL_IP_LOCAL, Type.HASH_IP_PORT);
        types.put(LOAD_BALANCER, Type.HASH_IP_PORT);
        types.put(FIREWALL, Type.HASH_IP_PORT);
        types.put(LOAD_BALANCER_LOCAL, Type.HASH_IP_PORT);
        types.put(SOURCE_CIDR, Type.HASH_IP_PORT_NET);
        types.put(nodePorts(Protocol.TCP, false), Type.BITMAP_PORT);
        types.put(nodePorts(Protocol.TCP, true), Type.BITMAP_PORT);
        types.put(nodePorts(Protocol.UDP, false), Type.BITMAP_PORT);
        types.put(nodePorts(Protocol.UDP, true), Type.BITMAP_PORT);
        types.put(HEALTH_CHECK, Type.BITMAP_PORT);
        return Collections.unmodifiableMap(types);
    }

    /// The set of a protocol's node ports, or of those with externalTrafficPolicy Local.
    static String nodePorts(Protocol protocol, boolean local) {
        return NODE_PORT + (local ? "LOCAL-" : "") + protocol.name() + (protocol == Protocol.SCTP ? "-HASH" : "");
    }

    /// IPv6 has sets of its own, whose names are cut where they get too long (`NewIPSet`).
    static String name(String name, boolean v6) {
        String own = v6 ? name.replaceFirst("KUBE-", "KUBE-6-") : name;
        return own.length() > LONGEST ? own.substring(0, LONGEST) : own;
    }

    private final Map<String, IpSet> sets = new LinkedHashMap<>();

    /// @param nodeIps those that serve node ports; where there are none, kube-proxy leaves the node ports out
    /// @param bound the addresses of kube-ipvs0
    IpvsSets(ProxyNode at, List<Ip> nodeIps, Set<Ip> bound) {
        IpvsDoors doors = at.doors();
        own(at, LOOP_BACK, Type.HASH_IP_PORT_IP, () -> doors.loops(at.node()));
        own(at, SOURCE_IP, Type.HASH_IP_PORT_IP, () -> fromNode(at));
        own(at, BOUND, Type.HASH_IP, () -> bound.stream().map(Entry::ip).toList());
        own(at, nodePorts(Protocol.SCTP, false), Type.HASH_IP_PORT, () -> sctp(at, nodeIps, false));
        own(at, nodePorts(Protocol.SCTP, true), Type.HASH_IP_PORT, () -> sctp(at, nodeIps, true));
        SHARED.forEach((name, type) -> {
            if (nodeIps.isEmpty() && name.startsWith(NODE_PORT)) {
                own(at, name, type, List::of);
            } else {
                sets.put(name, doors.shared(name));
            }
        });
    }

    private void own(ProxyNode at, String name, Type type, java.util.function.Supplier<List<Entry>> entries) {
        sets.put(name, new IpSet(name(name, at.v6()), type, at.v6(), entries));
    }

    /// A load balancer's address may call itself where a source range holds the node: the node's own call has the
    /// address as source and destination.
    private static List<Entry> fromNode(ProxyNode at) {
        return IpvsDoors.restricted(at.ports(), at::isAllowed).stream()
                .map(d -> Entry.door(d.ip(), d.protocol(), d.port(), Cidr.host(d.ip())))
                .toList();
    }

    private static List<Entry> sctp(ProxyNode at, List<Ip> nodeIps, boolean local) {
        var entries = new ArrayList<Entry>();
        for (ServicePort port : at.ports().ports()) {
            int nodePort = port.doors().nodePort();
            if (port.protocol() == Protocol.SCTP
                    && nodePort != 0
                    && (!local || port.traffic().externalLocal())) {
                nodeIps.forEach(ip -> entries.add(Entry.door(ip, Protocol.SCTP, nodePort)));
            }
        }
        return entries;
    }

    IpSet get(String name) {
        return java.util.Objects.requireNonNull(sets.get(name));
    }

    Iterable<IpSet> all() {
        return sets.values();
    }
}
