package vethscope.engine.compile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.cloud.Balancers;
import vethscope.engine.compile.cloud.HealthChecks;
import vethscope.engine.compile.ingress.AlbAnnotations;
import vethscope.engine.compile.ingress.AlbGroups;
import vethscope.engine.compile.ingress.AlbRules;
import vethscope.engine.compile.ingress.Backends;
import vethscope.engine.compile.ingress.IngressRules;
import vethscope.engine.compile.ingress.IngressTls;
import vethscope.engine.compile.ingress.RouteRules;
import vethscope.engine.compile.kubeproxy.HealthServers;
import vethscope.engine.compile.kubeproxy.KubeProxies;
import vethscope.engine.compile.kubeproxy.ServiceTargets;
import vethscope.engine.compile.site.Site;
import vethscope.engine.network.Proxy;
import vethscope.engine.network.Proxy.Group;
import vethscope.engine.network.Proxy.Rule;
import vethscope.engine.network.Proxy.Target;
import vethscope.engine.network.Tls;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;
import vethscope.model.element.Container;
import vethscope.model.element.Element;
import vethscope.model.element.Gateway;
import vethscope.model.element.HttpRoute;
import vethscope.model.element.Ingress;
import vethscope.model.element.LoadBalancer;
import vethscope.model.element.LoadBalancer.HealthCheck;
import vethscope.model.element.LoadBalancer.Listener;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;

/// Who finishes clients' connections and opens its own, or answers by itself: balancers in mode `proxy` or with
/// an ingress or gateway behind them, the pods that implement ingresses and gateways, kube-proxy's health
/// servers.
public final class Proxies {

    private static final int HTTPS = 443;

    private final Site site;
    private final Balancers balancers;
    private final HealthChecks health;
    private final ServiceTargets services;
    private final Backends pods;
    private final AlbGroups groups;
    private final Map<Id, List<Proxy>> bySpace = new LinkedHashMap<>();

    private Proxies(Site site, Balancers balancers, HealthChecks health, ServiceTargets services) {
        this.site = site;
        this.balancers = balancers;
        this.health = health;
        this.services = services;
        this.groups = new AlbGroups(site.design());
        this.pods = new Backends(site, services::pods, service -> "");
    }

    /// The proxies of each namespace.
    static Map<Id, List<Proxy>> of(
            Site site, Balancers balancers, HealthChecks health, ServiceTargets services, KubeProxies kubeProxies) {
        var proxies = new Proxies(site, balancers, health, services);
        proxies.all(LoadBalancer.class).forEach(proxies::balancer);
        proxies.controllers();
        var servers = new HealthServers(site, services, kubeProxies);
        site.nodes().values().forEach(node -> servers.on(node).forEach(s -> proxies.add(node.id(), s)));
        return proxies.bySpace;
    }

    private <E extends Element> Stream<E> all(Class<E> kind) {
        return site.design().topology().all(kind);
    }

    private void add(Id space, Proxy proxy) {
        bySpace.computeIfAbsent(space, k -> new ArrayList<>()).add(proxy);
    }

    private void balancer(LoadBalancer balancer) {
        for (Listener listener : balancer.listeners()) {
            Element backend = Optional.ofNullable(listener.backend())
                    .flatMap(b -> site.find(b.id()))
                    .orElse(null);
            switch (backend) {
                case Ingress ingress -> {
                    List<Ingress> served = groups.on(balancer, ingress, listener.port());
                    add(
                            balancer,
                            listener,
                            ingress.controller(),
                            alb(balancer, served, listener.port()),
                            albTls(served, listener.port()));
                }
                case Gateway gateway ->
                    add(
                            balancer,
                            listener,
                            gateway.controller(),
                            routes(gateway, listener.port(), behind(balancer, null)),
                            RouteRules.tls(gateway, listener.port()));
                case null, default -> {
                    if (listener.mode() == LoadBalancer.Mode.PROXY) {
                        balancers
                                .doors(balancer, listener)
                                .forEach(door -> add(
                                        balancer,
                                        listener.protocol(),
                                        door.address(),
                                        listener.port(),
                                        Proxy.Kind.TCP,
                                        to(door.targets()),
                                        null));
                    }
                }
            }
        }
        if (balancer.listeners().isEmpty()) {
            unlisted(balancer);
        }
    }

    /// The listeners that the controller makes where none is drawn: those that the ingresses ask for together.
    private void unlisted(LoadBalancer balancer) {
        List<Ingress> all = groups.of(balancer, null);
        var ports = new TreeSet<Integer>();
        all.forEach(ingress -> ports.addAll(AlbGroups.ports(ingress).keySet()));
        for (int port : ports) {
            List<Ingress> own = all.stream()
                    .filter(i -> AlbGroups.ports(i).containsKey(port))
                    .toList();
            Id controller = own.getFirst().controller();
            List<Rule> rules = before(balancer, controller, port).orElseGet(() -> alb(balancer, own, port));
            Proxy.Kind kind = controller == null ? Proxy.Kind.WEB : Proxy.Kind.TCP;
            add(balancer, Protocol.TCP, null, port, kind, rules, controller == null ? albTls(own, port) : null);
        }
    }

    /// A balancer before a controller passes everything to it; else it applies the rules itself.
    private void add(
            LoadBalancer balancer, Listener listener, @Nullable Id controller, List<Rule> own, @Nullable Tls tls) {
        Optional<List<Rule>> before = before(balancer, controller, listener.port());
        add(
                balancer,
                listener.protocol(),
                listener.address(),
                listener.port(),
                before.isEmpty() ? Proxy.Kind.WEB : Proxy.Kind.TCP,
                before.orElse(own),
                before.isEmpty() ? tls : null);
    }

    private void add(
            LoadBalancer balancer,
            Protocol protocol,
            @Nullable Ip address,
            int port,
            Proxy.Kind kind,
            List<Rule> rules,
            @Nullable Tls tls) {
        // 0.0.0.0 is IPv4's alone, :: takes both
        Ip every = Balancers.addresses(balancer).stream().anyMatch(Ip::v6) ? Ip.ANY6 : Ip.ANY;
        add(
                balancer.id(),
                new Proxy(balancer.id(), protocol, address == null ? every : address, port, kind, rules, tls));
    }

    private static List<Rule> to(List<Target> targets) {
        return List.of(Rule.all(Group.of(targets)));
    }

    private List<Rule> alb(LoadBalancer balancer, List<Ingress> ingresses, int port) {
        return AlbRules.of(ingresses, port, AlbGroups.speaksTls(ingresses, port), ingress -> behind(balancer, ingress));
    }

    private static @Nullable Tls albTls(List<Ingress> ingresses, int port) {
        return AlbGroups.speaksTls(ingresses, port) ? IngressTls.ofAlb(ingresses) : null;
    }

    /// A balancer's target groups: each service port's pods or node ports, of which the healthy ones are used.
    ///
    /// @param ingress null: a gateway's routes, which send to pods
    private Backends behind(LoadBalancer balancer, @Nullable Ingress ingress) {
        return new Backends(
                site,
                (service, port) -> {
                    HealthCheck own =
                            ingress == null ? null : AlbAnnotations.of(ingress).healthCheck(service);
                    return health.used(
                            balancer,
                            own == null ? balancer.healthCheck() : own,
                            toPods(ingress, service)
                                    ? services.pods(service, port)
                                    : services.nodePorts(port, Balancers.only(balancer)));
                },
                service -> toPods(ingress, service) ? " (ip)" : " (instance)");
    }

    private static boolean toPods(@Nullable Ingress ingress, Service service) {
        return ingress == null
                || AlbAnnotations.of(ingress).targetsPods(service).orElse(ingress.ipTargets());
    }

    private List<Rule> routes(Gateway gateway, int port, Backends backends) {
        return RouteRules.of(gateway, port, backends, all(HttpRoute.class));
    }

    private Optional<List<Rule>> before(LoadBalancer balancer, @Nullable Id controller, int port) {
        return Optional.ofNullable(controller)
                .flatMap(id -> site.design().topology().find(id, Pod.class))
                .map(pod -> to(health.used(
                        balancer,
                        tcp(pod)
                                .filter(p -> p.port() == port)
                                .findFirst()
                                .or(() -> tcp(pod).filter(p -> port == HTTPS && IngressTls.isHttps(p))
                                        .findFirst())
                                .or(() -> tcp(pod).findFirst())
                                .flatMap(p -> site.podAddresses(pod.id()).stream()
                                        .filter(ip -> ServiceTargets.isOf(ip, Balancers.only(balancer)))
                                        .findFirst()
                                        .map(ip -> new Target(ip, p.port())))
                                .stream()
                                .toList())));
    }

    private static Stream<Container.Port> tcp(Pod pod) {
        return pod.containers().stream().flatMap(c -> c.ports().stream()).filter(p -> p.protocol() == Protocol.TCP);
    }

    /// Each pod that implements ingresses or gateways, on all its TCP ports.
    private void controllers() {
        Stream.concat(
                        all(Ingress.class).map(Ingress::controller),
                        all(Gateway.class).map(Gateway::controller))
                .filter(Objects::nonNull)
                .distinct()
                .flatMap(id -> site.design().topology().find(id, Pod.class).stream())
                .forEach(this::controller);
    }

    private void controller(Pod pod) {
        Id home = site.homes().get(pod.id());
        if (home == null) {
            return;
        }
        List<Ingress> ingresses =
                all(Ingress.class).filter(i -> pod.id().equals(i.controller())).toList();
        List<Gateway> gateways =
                all(Gateway.class).filter(g -> pod.id().equals(g.controller())).toList();
        List<Integer> open = tcp(pod).map(Container.Port::port).toList();
        tcp(pod).forEach(p -> {
            var rules = new ArrayList<Rule>();
            gateways.stream()
                    .filter(g -> serves(g, p.port(), open))
                    .forEach(g -> rules.addAll(routes(g, p.port(), pods)));
            rules.addAll(IngressRules.controller(ingresses, pods));
            add(
                    home,
                    new Proxy(
                            pod.id(),
                            Protocol.TCP,
                            p.bind() == null ? Ip.ANY6 : p.bind(),
                            p.port(),
                            Proxy.Kind.WEB,
                            rules,
                            tls(p, ingresses, gateways)));
        });
    }

    /// TLS is spoken where a gateway has an HTTPS listener, and for ingresses on the port of HTTPS.
    private static @Nullable Tls tls(Container.Port port, List<Ingress> ingresses, List<Gateway> gateways) {
        Optional<Tls> gateway = gateways.stream()
                .flatMap(g -> Stream.ofNullable(RouteRules.tls(g, port.port())))
                .findFirst();
        return gateway.orElseGet(
                () -> !ingresses.isEmpty() && IngressTls.isHttps(port) ? IngressTls.of(ingresses) : null);
    }

    /// A gateway is served on the ports of its listeners; where the pod has none of them, on all of the pod's.
    private static boolean serves(Gateway gateway, int port, List<Integer> open) {
        List<Integer> wanted = RouteRules.ports(gateway);
        return wanted.contains(port) || wanted.stream().noneMatch(open::contains);
    }
}
