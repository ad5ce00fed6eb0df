package vethscope.engine.compile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Proxy;
import vethscope.engine.network.Proxy.Rule;
import vethscope.engine.network.Proxy.Target;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;
import vethscope.model.element.Container;
import vethscope.model.element.Gateway;
import vethscope.model.element.Ingress;
import vethscope.model.element.LoadBalancer;
import vethscope.model.element.LoadBalancer.Listener;
import vethscope.model.element.Pod;

/// Who finishes clients' connections and opens its own: balancers in mode `proxy` or with an ingress behind them, and
/// the pods that implement ingresses and gateways.
final class Proxies {

    /// Where a balancer without listeners listens for an ingress.
    private static final int HTTP = 80;

    private final Site site;
    private final Balancers balancers;
    private final HttpRules http;
    private final Map<Id, List<Proxy>> bySpace = new LinkedHashMap<>();

    private Proxies(Site site, Balancers balancers, HttpRules http) {
        this.site = site;
        this.balancers = balancers;
        this.http = http;
    }

    /// The proxies of each namespace.
    static Map<Id, List<Proxy>> of(Site site, Balancers balancers, HttpRules http) {
        var proxies = new Proxies(site, balancers, http);
        site.design().topology().all(LoadBalancer.class).forEach(proxies::balancer);
        proxies.controllers();
        return proxies.bySpace;
    }

    private void add(Id space, Proxy proxy) {
        bySpace.computeIfAbsent(space, k -> new ArrayList<>()).add(proxy);
    }

    private void balancer(LoadBalancer balancer) {
        for (Listener listener : balancer.listeners()) {
            Optional<List<Rule>> web = web(listener);
            if (web.isPresent() || listener.mode() == LoadBalancer.Mode.PROXY) {
                List<Rule> rules = web.orElseGet(() -> List.of(to(balancers.targets(balancer, listener))));
                Ip bind = listener.address() == null ? Ip.ANY : listener.address();
                add(balancer.id(), new Proxy(balancer.id(), listener.protocol(), bind, listener.port(), rules));
            }
        }
        if (balancer.listeners().isEmpty()) {
            site.design()
                    .topology()
                    .all(Ingress.class)
                    .filter(ingress -> balancer.id().equals(ingress.loadBalancer()))
                    .findFirst()
                    .ifPresent(ingress -> add(
                            balancer.id(), new Proxy(balancer.id(), Protocol.TCP, Ip.ANY, HTTP, rules(ingress, HTTP))));
        }
    }

    private static Rule to(List<Target> targets) {
        return new Rule(null, null, false, targets, null);
    }

    /// The rules of the ingress or gateway behind a listener.
    private Optional<List<Rule>> web(Listener listener) {
        return Optional.ofNullable(listener.backend())
                .flatMap(b -> site.find(b.id()))
                .flatMap(e -> switch (e) {
                    case Ingress ingress -> Optional.of(rules(ingress, listener.port()));
                    case Gateway gateway -> Optional.of(rules(gateway, listener.port()));
                    default -> Optional.empty();
                });
    }

    /// A balancer before a controller passes everything to it; an ALB applies the rules itself.
    private List<Rule> rules(Ingress ingress, int port) {
        return controller(ingress.controller(), port).orElseGet(() -> http.of(ingress, ingress.ipTargets()));
    }

    private List<Rule> rules(Gateway gateway, int port) {
        return controller(gateway.controller(), port).orElseGet(() -> http.of(gateway, true));
    }

    private Optional<List<Rule>> controller(@Nullable Id controller, int port) {
        return Optional.ofNullable(controller)
                .flatMap(id -> site.design().topology().find(id, Pod.class))
                .map(pod -> List.of(to(tcp(pod)
                        .filter(p -> p.port() == port)
                        .findFirst()
                        .or(() -> tcp(pod).findFirst())
                        .flatMap(p ->
                                site.podAddresses(pod.id()).stream().findFirst().map(ip -> new Target(ip, p.port())))
                        .stream()
                        .toList())));
    }

    private static Stream<Container.Port> tcp(Pod pod) {
        return pod.containers().stream().flatMap(c -> c.ports().stream()).filter(p -> p.protocol() == Protocol.TCP);
    }

    /// Each pod that implements ingresses or gateways, on all its TCP ports.
    private void controllers() {
        Map<Id, List<Rule>> byPod = new LinkedHashMap<>();
        site.design()
                .topology()
                .all(Ingress.class)
                .forEach(ingress -> implemented(byPod, ingress.controller(), http.of(ingress, true)));
        site.design()
                .topology()
                .all(Gateway.class)
                .forEach(gateway -> implemented(byPod, gateway.controller(), http.of(gateway, true)));
        byPod.forEach((id, rules) -> {
            rules.sort(HttpRules.ORDER);
            site.design().topology().find(id, Pod.class).ifPresent(pod -> controller(pod, rules));
        });
    }

    private static void implemented(Map<Id, List<Rule>> byPod, @Nullable Id controller, List<Rule> rules) {
        if (controller != null) {
            byPod.computeIfAbsent(controller, k -> new ArrayList<>()).addAll(rules);
        }
    }

    private void controller(Pod pod, List<Rule> rules) {
        Id home = site.homes().get(pod.id());
        if (home != null) {
            tcp(pod).forEach(p -> add(
                    home, new Proxy(pod.id(), Protocol.TCP, p.bind() == null ? Ip.ANY6 : p.bind(), p.port(), rules)));
        }
    }
}
