package vethscope.app.scene;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.model.Cluster;
import vethscope.model.address.Cidr;
import vethscope.model.element.BareNetns;
import vethscope.model.element.Bridge;
import vethscope.model.element.ClusterNetworkPolicy;
import vethscope.model.element.Container;
import vethscope.model.element.Element;
import vethscope.model.element.Gateway;
import vethscope.model.element.Host;
import vethscope.model.element.HttpRoute;
import vethscope.model.element.Ingress;
import vethscope.model.element.Internet;
import vethscope.model.element.InternetGateway;
import vethscope.model.element.KubeNode;
import vethscope.model.element.LoadBalancer;
import vethscope.model.element.Machine;
import vethscope.model.element.NatGateway;
import vethscope.model.element.NetworkAcl;
import vethscope.model.element.NetworkPolicy;
import vethscope.model.element.Nic;
import vethscope.model.element.Note;
import vethscope.model.element.Pod;
import vethscope.model.element.Router;
import vethscope.model.element.SecurityGroup;
import vethscope.model.element.Service;
import vethscope.model.element.Switch;
import vethscope.model.element.Vpc;
import vethscope.model.element.Zone;

/// What stands beside a name: addresses and ports, in the words of the tools. No language.
public final class Captions {

    private Captions() {}

    /// The name on the drawing; a bridge is known by its device.
    public static String name(Element element) {
        return switch (element) {
            case Bridge bridge -> bridge.head().label() == null ? bridge.device() : bridge.name();
            case Zone zone -> zone.title() == null ? zone.name() : zone.title();
            default -> element.name();
        };
    }

    /// The address line; empty if there is nothing to say.
    public static String address(Element element) {
        return switch (element) {
            case KubeNode node -> primary(node.machine());
            case BareNetns netns -> primary(netns.machine());
            case Host host -> primary(host.machine());
            case Router router -> primary(router.machine());
            case InternetGateway gateway ->
                gateway.nat().values().stream()
                        .findFirst()
                        .map(Object::toString)
                        .orElse(primary(gateway.machine()));
            case NatGateway gateway -> first(gateway.publicAddress()).orElse(primary(gateway.machine()));
            case LoadBalancer balancer -> balancer(balancer);
            case Pod pod ->
                pod.network().addresses().stream()
                        .findFirst()
                        .map(Cidr::ip)
                        .map(Object::toString)
                        .orElse("");
            case Bridge bridge -> cidrs(bridge.addresses());
            case Vpc vpc -> cidrs(vpc.cidr());
            case Zone zone -> cidrs(zone.cidr());
            case Service service -> service(service);
            case SecurityGroup group ->
                counts(group.ingress().size(), group.egress().size());
            case NetworkAcl acl -> counts(acl.ingress().size(), acl.egress().size());
            case NetworkPolicy policy -> directions(policy.spec().fields());
            case ClusterNetworkPolicy policy -> directions(policy.spec().fields());
            case Gateway gateway -> listeners(gateway);
            case Ingress ingress -> "";
            case HttpRoute route -> "";
            case Switch plain -> "";
            case Internet internet -> "";
            case Note note -> "";
        };
    }

    /// What a machine is reached by, one address of each family, IPv4 first unless it is the other way round in the
    /// drawing; for all else the address line.
    public static List<String> addresses(Element element) {
        List<Cidr> all = switch (element) {
            case KubeNode node -> ordered(node.machine());
            case BareNetns netns -> ordered(netns.machine());
            case Host host -> ordered(host.machine());
            case Router router -> ordered(router.machine());
            case Pod pod -> pod.network().addresses();
            default -> List.of();
        };
        List<String> firsts = all.stream()
                .collect(Collectors.toMap(
                        Cidr::v6, cidr -> cidr.ip().toString(), (first, _) -> first, LinkedHashMap::new))
                .values()
                .stream()
                .toList();
        return firsts.isEmpty() ? List.of(address(element)) : firsts;
    }

    /// All of them in a line if they fit, else the first.
    public static String fitting(List<String> addresses, ToDoubleFunction<String> width, double room) {
        String all = String.join(" ", addresses);
        return width.applyAsDouble(all) <= room ? all : addresses.getFirst();
    }

    private static List<Cidr> ordered(Machine machine) {
        Stream<Nic> marked = machine.interfaces().stream().filter(Nic::primary);
        return Stream.concat(marked, machine.interfaces().stream())
                .flatMap(nic -> nic.addresses().stream())
                .toList();
    }

    /// The ranges that a cluster gives addresses from.
    static String ranges(Cluster cluster) {
        return "pods " + cidrs(cluster.podCidr()) + " · services " + cidrs(cluster.serviceCidr());
    }

    /// The node IP, or what comes next to one: the address of the primary interface, else of the first that has one.
    private static String primary(Machine machine) {
        return ordered(machine).stream()
                .findFirst()
                .map(cidr -> cidr.ip().toString())
                .orElse("");
    }

    private static String balancer(LoadBalancer balancer) {
        return balancer.listeners().stream()
                .flatMap(listener -> first(listener.address()).stream())
                .findFirst()
                .or(() -> first(balancer.address()).map(text -> text.replaceFirst("/.*", "")))
                .orElse(primary(balancer.machine()));
    }

    /// `10.96.0.10:80 → 8080`, with the node port of a NodePort.
    public static String service(Service service) {
        String target = service.addresses().externalName();
        if (target != null) {
            return target;
        }
        String ip = service.addresses().headless()
                ? "None"
                : service.addresses().clusterIps().stream()
                        .findFirst()
                        .map(Object::toString)
                        .orElse("");
        if (service.ports().isEmpty()) {
            return ip;
        }
        Service.Port port = service.ports().getFirst();
        String to = port.targetPort();
        String host = ip.indexOf(':') < 0 ? ip : "[" + ip + "]";
        return host + ":" + port.port() + (to == null || to.equals(String.valueOf(port.port())) ? "" : " → " + to)
                + more(service.ports().size());
    }

    /// `:80`, or `:30080` where the outside calls a node's port.
    public static String servicePort(Service service) {
        if (service.ports().isEmpty()) {
            return "";
        }
        Service.Port port = service.ports().getFirst();
        return ":" + (port.nodePort() > 0 ? port.nodePort() : port.port())
                + more(service.ports().size());
    }

    /// A port as its plate says it; one that only its own namespace reaches is marked with the device.
    public static String port(Container.Port port) {
        return (port.isLocal() ? "lo:" : ":") + port.port();
    }

    private static String more(int count) {
        return count > 1 ? " +" + (count - 1) : "";
    }

    private static String cidrs(List<Cidr> cidrs) {
        return cidrs.stream().map(Cidr::toString).collect(Collectors.joining(" "));
    }

    private static Optional<String> first(@Nullable Object value) {
        return Optional.ofNullable(value).map(Object::toString);
    }

    private static String counts(int in, int out) {
        return Stream.of(in > 0 ? "in " + in : "", out > 0 ? "out " + out : "")
                .filter(s -> !s.isEmpty())
                .collect(Collectors.joining(" · "));
    }

    private static String directions(Map<String, Object> spec) {
        boolean shut = spec.get("policyTypes") instanceof List<?> types && types.contains("Ingress");
        String in = spec.get("ingress") instanceof List<?> rules ? "→ in " + rules.size() : shut ? "→ in 0" : "";
        String out = spec.get("egress") instanceof List<?> rules ? "out " + rules.size() + " →" : "";
        return Stream.of(in, out).filter(s -> !s.isEmpty()).collect(Collectors.joining("  "));
    }

    private static String listeners(Gateway gateway) {
        if (gateway.spec().fields().get("listeners") instanceof List<?> listeners) {
            return listeners.stream()
                    .filter(Map.class::isInstance)
                    .map(listener -> ":" + ((Map<?, ?>) listener).get("port"))
                    .distinct()
                    .collect(Collectors.joining(" "));
        }
        return "";
    }

    /// The rows of an ingress or a route: what is asked for, and who answers.
    public record Row(String match, String backend) {}

    public static List<Row> rows(Ingress ingress) {
        return ingress.rules().stream()
                .map(rule -> new Row(text(rule.host()) + text(rule.path()), text(rule.service())))
                .toList();
    }

    public static List<Row> rows(HttpRoute route) {
        return Specs.maps(route.spec().fields().get("rules")).map(Captions::row).toList();
    }

    private static Row row(Map<?, ?> rule) {
        String path = Specs.maps(rule.get("matches"))
                .flatMap(match -> match.get("path") instanceof Map<?, ?> p ? Stream.of(p) : Stream.empty())
                .map(p -> String.valueOf(p.get("value")))
                .findFirst()
                .orElse("/");
        String backend = Specs.maps(rule.get("backendRefs"))
                .map(b -> String.valueOf(b.get("name")))
                .collect(Collectors.joining(" "));
        return new Row(path, backend);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
