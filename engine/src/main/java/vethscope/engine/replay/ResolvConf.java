package vethscope.engine.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.packet.Family;
import vethscope.model.Design;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;
import vethscope.model.element.Element;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;

/// The /etc/resolv.conf of a sender, as kubelet writes it (pkg/kubelet/network/dns/dns.go).
///
/// @param server whom it asks; null: nothing that is drawn
/// @param inCluster whether that server knows the cluster's own names
/// @param ndots a name with fewer dots is looked for in the search list first
record ResolvConf(@Nullable Ip server, boolean inCluster, List<String> searches, int ndots) {

    private static final int DNS_PORT = 53;
    private static final int CLUSTER_NDOTS = 5;

    ResolvConf {
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
            return new ResolvConf(null, true, searches, CLUSTER_NDOTS);
        }
        Pod.DnsConfig own = pod.names().dnsConfig();
        List<String> all = new ArrayList<>();
        var servers = new ArrayList<Ip>();
        boolean cluster = switch (pod.names().dnsPolicy()) {
            case CLUSTER_FIRST -> !pod.network().hostNetwork();
            case CLUSTER_FIRST_WITH_HOST_NET -> true;
            case DEFAULT, NONE -> false;
        };
        if (cluster) {
            all.addAll(searches);
            if (drawn != null) {
                servers.add(drawn);
            }
        }
        boolean nodes = !cluster && pod.names().dnsPolicy() != Pod.DnsPolicy.NONE;
        all.addAll(own.searches());
        servers.addAll(own.nameservers());
        // the node's own resolver stands first and is not drawn
        Ip first = nodes || servers.isEmpty() ? null : servers.getFirst();
        return new ResolvConf(
                first,
                cluster || first != null && first.equals(drawn),
                all,
                own.ndots().orElse(cluster ? CLUSTER_NDOTS : 1));
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

    /// The address of the cluster's DNS: of the service `kube-dns` in `kube-system`, or of the first service with a
    /// port
    /// 53/UDP in front of a container whose port of that kind is called `dns`.
    private static Optional<Ip> server(Design design, boolean v6) {
        List<Service> asked = design.topology()
                .all(Service.class)
                .filter(s -> !s.addresses().headless()
                        && s.addresses().clusterIps().stream().anyMatch(ip -> ip.v6() == v6)
                        && s.ports().stream().anyMatch(p -> p.protocol() == Protocol.UDP && p.port() == DNS_PORT))
                .toList();
        return asked.stream()
                .filter(s -> s.name().equals("kube-dns") && s.namespace().equals("kube-system"))
                .findFirst()
                .or(() -> asked.stream().filter(s -> leadsToDns(design, s)).findFirst())
                .flatMap(s -> s.addresses().clusterIps().stream()
                        .filter(ip -> ip.v6() == v6)
                        .findFirst());
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
