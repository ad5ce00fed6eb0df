package vethscope.engine.compile;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.cloud.Balancers;
import vethscope.engine.compile.cloud.Health;
import vethscope.engine.network.Proxy;
import vethscope.engine.network.Proxy.Group;
import vethscope.engine.network.Proxy.Rule;
import vethscope.engine.trace.Later;
import vethscope.engine.trace.Sentence;
import vethscope.model.Cluster;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.element.Element;
import vethscope.model.element.Gateway;
import vethscope.model.element.HttpRoute;
import vethscope.model.element.Ingress;
import vethscope.model.element.LoadBalancer;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;

/// What programs made of which object, in the order in which they make it: the CNI plugin wires pods, kube-proxy
/// writes Services, a policy becomes rules; an Ingress is watched, a balancer created, a target group for each service,
/// a listener, a rule for each path. It tells what the compiled network holds and decides nothing.
public final class Reconciliation {

    /// Nobody steps through more; a cluster may have a hundred times as many.
    public static final int MOST = 2000;

    private static final String CLOUD = "cloud-controller-manager";
    private static final String ALB = "aws-load-balancer-controller";

    /// @param controller who made it
    /// @param from the object that asked for it
    /// @param at who has it now: nodes, a pod, a balancer
    /// @param wrote the entries in the words of the tools that show them; `# vm1` stands before those of a machine
    public record Made(String controller, Id from, List<Id> at, Sentence text, Later<List<String>> wrote) {
        public Made {
            at = List.copyOf(at);
        }

        /// A step that wrote no entries.
        static Made of(String controller, Id from, Id where, Sentence text) {
            return new Made(controller, from, List.of(where), text, Later.of(List.of()));
        }
    }

    private final Design design;
    private final Compiled compiled;
    private final List<Made> made = new ArrayList<>();

    private Reconciliation(Design design, Compiled compiled) {
        this.design = Cluster.classed(design);
        this.compiled = compiled;
    }

    /// Everything that programs made, [#MOST] steps at most.
    ///
    /// @param compiled what this design became
    public static List<Made> of(Design design, Compiled compiled) {
        List<Supplier<Stream<Made>>> programs = List.of(
                () -> new CniWork(design, compiled).steps(),
                () -> new ServiceWork(design, compiled).steps(),
                () -> balancers(design, compiled).stream());
        return programs.stream().flatMap(Supplier::get).limit(MOST).toList();
    }

    /// What the controllers of load balancers, ingresses and gateways made.
    public static List<Made> balancers(Design design, Compiled compiled) {
        var all = new Reconciliation(design, compiled);
        design.topology().all(LoadBalancer.class).forEach(all::balancer);
        design.topology().all(Pod.class).forEach(all::controller);
        return List.copyOf(all.made);
    }

    /// One line for each, ending with a newline; nothing where no controller had anything to do.
    public static String text(List<Made> made, Locale locale) {
        var text = new StringBuilder();
        int widest = made.stream().mapToInt(m -> m.controller().length()).max().orElse(0);
        for (int i = 0; i < made.size(); i++) {
            Made m = made.get(i);
            text.append(String.format(Locale.ROOT, "  %2d  %-" + widest + "s  ", i + 1, m.controller()))
                    .append(m.text().in(locale))
                    .append('\n');
        }
        return text.toString();
    }

    private List<Proxy> proxies(Id element) {
        return compiled.network().home(element).stream()
                .flatMap(n -> n.proxies().stream())
                .filter(p -> p.element().equals(element) && p.kind() != Proxy.Kind.HEALTH)
                .toList();
    }

    private void balancer(LoadBalancer balancer) {
        for (LoadBalancer.Listener listener : balancer.listeners()) {
            Optional.ofNullable(listener.backend())
                    .flatMap(b -> design.topology().find(b.id(), Service.class))
                    .ifPresent(service -> service(balancer, listener, service));
        }
        List<Proxy> web = proxies(balancer.id()).stream()
                .filter(p -> p.kind() == Proxy.Kind.WEB)
                .toList();
        List<Element> asked = asked(web, balancer.id());
        if (!asked.isEmpty()) {
            String name = asked.getFirst() instanceof Ingress ? ALB : "gateway controller";
            asked.forEach(e -> add(name, e.id(), balancer.id(), "made.watch", kind(e), name(e)));
            created(name, asked.getFirst().id(), balancer);
            rules(name, asked.getFirst().id(), balancer.id(), web);
            health(name, asked.getFirst().id(), balancer);
        }
    }

    /// A service of type LoadBalancer.
    private void service(LoadBalancer balancer, LoadBalancer.Listener listener, Service service) {
        add(CLOUD, service.id(), balancer.id(), "made.watch", "Service", name(service));
        created(CLOUD, service.id(), balancer);
        service.ports().stream()
                .filter(p -> p.port() == listener.port() && p.protocol() == listener.protocol())
                .forEach(p -> add(
                        CLOUD,
                        service.id(),
                        balancer.id(),
                        "made.listener.nodes",
                        p.protocol(),
                        p.port(),
                        p.nodePort()));
        health(CLOUD, service.id(), balancer);
    }

    private void created(String controller, Id from, LoadBalancer balancer) {
        String scheme = balancer.scheme() == null ? "" : balancer.scheme() + " ";
        String at = Balancers.addresses(balancer).stream().map(Object::toString).collect(Collectors.joining(", "));
        add(controller, from, balancer.id(), "made.balancer", balancer.name(), scheme + at);
    }

    private void controller(Pod pod) {
        List<Proxy> proxies = proxies(pod.id());
        List<Element> asked = asked(proxies, pod.id());
        if (!asked.isEmpty()) {
            asked.forEach(e -> add(pod.name(), e.id(), pod.id(), "made.watch", kind(e), name(e)));
            rules(pod.name(), asked.getFirst().id(), pod.id(), proxies);
        }
    }

    /// The objects whose rules a proxy has, in drawing order: an ingress or gateway without rules too.
    private List<Element> asked(List<Proxy> proxies, Id implementer) {
        var ids = new LinkedHashSet<Id>();
        proxies.forEach(p -> p.rules().forEach(r -> Stream.ofNullable(r.from()).forEach(ids::add)));
        return design.topology().elements().values().stream()
                .filter(e -> ids.contains(e.id()) || !proxies.isEmpty() && implementer.equals(implementer(e)))
                .toList();
    }

    private static @Nullable Id implementer(Element element) {
        return switch (element) {
            case Ingress i -> i.controller() == null ? i.loadBalancer() : i.controller();
            case Gateway g -> g.controller() == null ? g.loadBalancer() : g.controller();
            default -> null;
        };
    }

    private void rules(String controller, Id first, Id at, List<Proxy> proxies) {
        proxies.stream()
                .flatMap(p -> p.rules().stream())
                .flatMap(r -> r.groups().stream().map(g -> new Asked(r.from() == null ? first : r.from(), g)))
                .filter(a -> a.group.name() != null)
                .distinct()
                .forEach(a -> group(controller, a, at));
        for (Proxy proxy : proxies) {
            add(controller, first, at, "made.listener", proxy.port());
            for (int i = 0; i < proxy.rules().size(); i++) {
                Rule rule = proxy.rules().get(i);
                String to = rule.groups().stream().map(Reconciliation::target).collect(Collectors.joining(", "));
                add(controller, rule.from() == null ? first : rule.from(), at, "made.rule", i + 1, rule.match(), to);
            }
        }
    }

    private record Asked(Id from, Group group) {}

    private void group(String controller, Asked asked, Id at) {
        Group group = asked.group;
        String name = String.valueOf(group.name());
        if (group.targets().isEmpty()) {
            add(controller, asked.from, at, "made.group.empty", name, group.status());
        } else {
            String targets = group.targets().stream().map(Object::toString).collect(Collectors.joining(", "));
            add(controller, asked.from, at, "made.group", name, targets);
        }
    }

    private static String target(Group group) {
        String name = group.name() == null ? "HTTP " + group.status() : group.name();
        return group.weight() == 1 ? name : name + " ×" + group.weight();
    }

    private void health(String controller, Id from, LoadBalancer balancer) {
        compiled.health().stream()
                .filter(h -> h.balancer().equals(balancer.id()) && controller.equals(ALB))
                .map(Health::check)
                .distinct()
                .forEach(check -> add(
                        controller,
                        from,
                        balancer.id(),
                        "made.check",
                        check.protocol() == null ? balancer.layer() == 7 ? "HTTP" : "TCP" : check.protocol(),
                        check.path() == null ? "" : " " + check.path(),
                        check.pace().intervalSeconds(),
                        check.pace().timeoutSeconds(),
                        check.pace().healthyThresholdCount(),
                        check.pace().unhealthyThresholdCount()));
        compiled.health().stream()
                .filter(h -> h.balancer().equals(balancer.id()))
                .forEach(h -> add(
                        controller,
                        from,
                        balancer.id(),
                        h.healthy() ? "made.healthy" : "made.unhealthy",
                        h.target(),
                        h.found()));
    }

    private static String kind(Element element) {
        return switch (element) {
            case Ingress _ -> "Ingress";
            case Gateway _ -> "Gateway";
            case HttpRoute _ -> "HTTPRoute";
            default -> element.id().value();
        };
    }

    private static String name(Element element) {
        return switch (element) {
            case Ingress i -> i.namespace() + "/" + i.name();
            case Gateway g -> g.namespace() + "/" + g.name();
            case HttpRoute r -> r.namespace() + "/" + r.name();
            case Service s -> s.namespace() + "/" + s.name();
            default -> element.name();
        };
    }

    private void add(String controller, Id from, Id at, String key, Object... arguments) {
        made.add(Made.of(controller, from, at, Sentence.of(key, arguments)));
    }
}
