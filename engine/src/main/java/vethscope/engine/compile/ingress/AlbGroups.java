package vethscope.engine.compile.ingress;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.element.Ingress;
import vethscope.model.element.LoadBalancer;

/// Which ingresses share a load balancer, and on which ports each is served (aws-load-balancer-controller,
/// docs/guide/ingress/annotations.md, "IngressGroup" and "listen-ports").
public record AlbGroups(Design design) {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /// The ingresses of a balancer in the order of their group: the one that a listener names, those that name the
    /// balancer and stand behind no listener of their own, and those of the same `group.name` that name none.
    public List<Ingress> of(LoadBalancer balancer, @Nullable Ingress first) {
        List<Id> named = balancer.listeners().stream()
                .flatMap(l -> Stream.ofNullable(l.backend()))
                .map(LoadBalancer.Backend::id)
                .toList();
        List<Ingress> free = design.topology()
                .all(Ingress.class)
                .filter(i -> !named.contains(i.id()))
                .toList();
        List<Ingress> drawn = Stream.concat(
                        Stream.ofNullable(first),
                        free.stream().filter(i -> balancer.id().equals(i.loadBalancer())))
                .toList();
        Set<String> groups = drawn.stream()
                .flatMap(i -> Stream.ofNullable(AlbAnnotations.of(i).group()))
                .collect(Collectors.toSet());
        Stream<Ingress> more = free.stream()
                .filter(i -> i.loadBalancer() == null && i.controller() == null)
                .filter(i -> groups.contains(String.valueOf(AlbAnnotations.of(i).group())));
        return Stream.concat(drawn.stream(), more)
                .distinct()
                .sorted(Comparator.comparingLong(
                                (Ingress i) -> AlbAnnotations.of(i).order())
                        .thenComparing(Ingress::namespace)
                        .thenComparing(Ingress::name))
                .toList();
    }

    /// Every ingress that a balancer serves, on whichever port.
    public Stream<Ingress> served(LoadBalancer balancer) {
        Stream<Ingress> named = balancer.listeners().stream()
                .flatMap(l -> Stream.ofNullable(l.backend()))
                .flatMap(backend -> design.topology().find(backend.id(), Ingress.class).stream());
        return Stream.concat(named.flatMap(first -> of(balancer, first).stream()), of(balancer, null).stream())
                .distinct();
    }

    /// The ingresses of a drawn listener: all that do not ask for other ports.
    public List<Ingress> on(LoadBalancer balancer, Ingress first, int port) {
        return of(balancer, first).stream()
                .filter(i -> i.equals(first) || !AlbAnnotations.of(i).saysPorts() || ports(i).containsKey(port))
                .toList();
    }

    /// Port to whether it is one of HTTPS. Before a controller in the cluster, `tls` asks for HTTPS.
    public static Map<Integer, Boolean> ports(Ingress ingress) {
        boolean tls = !Backends.list(ingress.details().fields().get("tls")).isEmpty();
        return ingress.controller() == null
                ? AlbAnnotations.of(ingress).ports()
                : tls ? Map.of(HTTPS, true) : Map.of(HTTP, false);
    }

    /// Whether a listener on that port is one of HTTPS.
    public static boolean speaksTls(List<Ingress> ingresses, int port) {
        return ingresses.stream().anyMatch(i -> ports(i).getOrDefault(port, port == HTTPS));
    }
}
