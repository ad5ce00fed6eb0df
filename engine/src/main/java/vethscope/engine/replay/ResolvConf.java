package vethscope.engine.replay;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.forward.Lookup;
import vethscope.engine.packet.Family;
import vethscope.model.Design;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;
import vethscope.model.element.Element;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;

/// The /etc/resolv.conf of a sender, as kubelet writes it (pkg/kubelet/network/dns/dns.go).
///
/// @param servers whom it asks, in order; empty: nobody that is drawn
/// @param inCluster whether a server that is not drawn is taken to know the cluster's own names
/// @param ndots a name with fewer dots is looked for in the search list first
/// @param manner how it asks
record ResolvConf(List<Server> servers, boolean inCluster, List<String> searches, int ndots, Lookup.Manner manner) {

    private static final int DNS_PORT = 53;
    private static final int CLUSTER_NDOTS = 5;

    /// What glibc asks for with `edns0` (resolv/resolv-internal.h, RESOLV_EDNS_BUFFER_SIZE).
    private static final int EDNS_OCTETS = 1200;

    private static final int MAX_TIMEOUT = 30;
    private static final int MAX_ATTEMPTS = 5;

    /// @param inCluster whether it knows the cluster's own names
    record Server(Ip ip, boolean inCluster) {}

    ResolvConf {
        servers = List.copyOf(servers);
        searches = List.copyOf(searches);
    }

    /// @param families those that the sender has addresses of
    static ResolvConf of(Design design, @Nullable Element asker, Set<Family> families) {
        String zone = design.cluster().dnsDomain();
        Ip drawn = Stream.of(Family.values())
                .filter(families::contains)
                .flatMap(family -> server(design, family.v6()).stream())
                .findFirst()
                .orElse(null);
        String namespace = asker instanceof Pod pod ? pod.namespace() : "default";
        List<String> searches = List.of(namespace + ".svc." + zone, "svc." + zone, zone);
        if (!(asker instanceof Pod pod)
                || drawn == null && pod.names().dnsConfig().nameservers().isEmpty()) {
            return new ResolvConf(List.of(), true, searches, CLUSTER_NDOTS, Lookup.Manner.DEFAULT);
        }
        Pod.DnsConfig own = pod.names().dnsConfig();
        List<String> all = new ArrayList<>();
        var servers = new ArrayList<Ip>();
        boolean cluster = asksTheCluster(pod);
        if (cluster) {
            all.addAll(searches);
            if (drawn != null) {
                servers.add(drawn);
            }
        }
        boolean nodes = !cluster && pod.names().dnsPolicy() != Pod.DnsPolicy.NONE;
        all.addAll(own.searches());
        servers.addAll(own.nameservers());
        Set<Ip> knowing = knowing(design);
        // the node's own resolver stands first and is not drawn
        List<Server> asked = nodes
                ? List.of()
                : servers.stream()
                        .distinct()
                        .limit(NameServers.LIMIT)
                        .map(ip -> new Server(ip, cluster && drawn == null || knowing.contains(ip)))
                        .toList();
        int ndots = own.ndots().orElse(cluster ? CLUSTER_NDOTS : 1);
        return new ResolvConf(asked, cluster, all, ndots, manner(own));
    }

    /// Whether kubelet names the cluster's DNS: pods on their node's network must ask for it.
    static boolean asksTheCluster(Pod pod) {
        return switch (pod.names().dnsPolicy()) {
            case CLUSTER_FIRST -> !pod.network().hostNetwork();
            case CLUSTER_FIRST_WITH_HOST_NET -> true;
            case DEFAULT, NONE -> false;
        };
    }

    private static Lookup.Manner manner(Pod.DnsConfig own) {
        Lookup.Manner usual = Lookup.Manner.DEFAULT;
        return new Lookup.Manner(
                Math.clamp(own.number("timeout").orElse(usual.timeout()), 1, MAX_TIMEOUT),
                Math.clamp(own.number("attempts").orElse(usual.attempts()), 1, MAX_ATTEMPTS),
                own.has("edns0") ? EDNS_OCTETS : usual.octets(),
                own.has("use-vc"),
                own.has("rotate"));
    }

    /// The names to ask for, in order, absolute and without the final dot (resolv.conf(5), ndots).
    List<String> candidates(String name) {
        if (name.endsWith(".")) {
            return List.of(name.substring(0, name.length() - 1));
        }
        List<String> listed = searches.stream().map(s -> name + "." + s).toList();
        long dots = name.chars().filter(c -> c == '.').count();
        return dots >= ndots
                ? Stream.concat(Stream.of(name), listed.stream()).toList()
                : Stream.concat(listed.stream(), Stream.of(name)).toList();
    }

    /// Addresses at which the cluster's DNS is called: those of its service and of the pods behind it.
    private static Set<Ip> knowing(Design design) {
        Set<Ip> known = new HashSet<>();
        for (boolean v6 : new boolean[] {false, true}) {
            service(design, v6).ifPresent(service -> {
                known.addAll(service.addresses().clusterIps());
                design.topology()
                        .all(Pod.class)
                        .filter(pod -> isBehind(service, pod))
                        .flatMap(pod -> pod.network().addresses().stream())
                        .forEach(address -> known.add(address.ip()));
            });
        }
        return known;
    }

    static Optional<Ip> server(Design design, boolean v6) {
        return service(design, v6)
                .flatMap(s -> s.addresses().clusterIps().stream()
                        .filter(ip -> ip.v6() == v6)
                        .findFirst());
    }

    /// The cluster's DNS: the service `kube-dns` in `kube-system`, or the first service with a port 53/UDP in
    /// front of a container whose port of that kind is called `dns`.
    private static Optional<Service> service(Design design, boolean v6) {
        List<Service> asked = design.topology()
                .all(Service.class)
                .filter(s -> !s.addresses().headless()
                        && s.addresses().clusterIps().stream().anyMatch(ip -> ip.v6() == v6)
                        && s.ports().stream().anyMatch(p -> p.protocol() == Protocol.UDP && p.port() == DNS_PORT))
                .toList();
        return asked.stream()
                .filter(s -> s.name().equals("kube-dns") && s.namespace().equals("kube-system"))
                .findFirst()
                .or(() -> asked.stream().filter(s -> leadsToDns(design, s)).findFirst());
    }

    private static boolean leadsToDns(Design design, Service service) {
        return design.topology()
                .all(Pod.class)
                .filter(pod -> isBehind(service, pod))
                .flatMap(pod -> pod.containers().stream())
                .flatMap(container -> container.ports().stream())
                .anyMatch(p -> p.protocol() == Protocol.UDP && p.port() == DNS_PORT && "dns".equals(p.name()));
    }

    private static boolean isBehind(Service service, Pod pod) {
        List<Service.Endpoint> given = service.endpoints();
        if (given != null) {
            return given.stream().anyMatch(e -> switch (e) {
                case Service.Endpoint.OfPod(var id) -> id.equals(pod.id());
                case Service.Endpoint.OfAddress _ -> false;
                case Service.Endpoint.Slice slice -> pod.id().equals(slice.pod());
            });
        }
        return service.selector() != null
                && pod.namespace().equals(service.namespace())
                && pod.labels().entrySet().containsAll(service.selector().entrySet());
    }
}
