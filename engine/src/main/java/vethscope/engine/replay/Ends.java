package vethscope.engine.replay;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.forward.Lookup;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Network;
import vethscope.engine.packet.Family;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.Bridge;
import vethscope.model.element.Container;
import vethscope.model.element.Element;
import vethscope.model.element.Gateway;
import vethscope.model.element.Ingress;
import vethscope.model.element.KubeNode;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.LoadBalancer;
import vethscope.model.element.Nic;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;
import vethscope.model.element.Vpc;

/// Where a probe goes: the address and port behind an id, a name or an address, as one sender sees them.
record Ends(Design design, Network network, Id asker, Netns sender) {

    /// @param port empty: the destination was given without one and has none of its own
    /// @param lookup how the name was found; null: it was none
    record End(Ip ip, OptionalInt port, @Nullable Lookup lookup) {}

    End of(Destination to, String written, Protocol protocol) {
        Optional<Ip> literal = to.ip();
        if (literal.isPresent()) {
            Ip ip = literal.get();
            return new End(ip, port(owner(ip), to.port(), written, protocol), null);
        }
        Optional<Element> element = to.nameOnly() || !Id.legal(to.host())
                ? Optional.empty()
                : design.topology().find(Id.of(to.host()));
        Names names = new Names(design, this);
        if (element.isEmpty()) {
            return named(names.lookUp(to.host()), null, to, written, protocol);
        }
        return element.get() instanceof Service service && hasOnlyAName(service)
                ? named(names.lookUpService(service), service, to, written, protocol)
                : new End(addressOf(element.get()), port(element.get(), to.port(), written, protocol), null);
    }

    /// @param service null: the owner of the address found
    private End named(Lookup lookup, @Nullable Service service, Destination to, String written, Protocol protocol) {
        if (!lookup.found()) {
            int any = Resolver.number(to.port() == null ? "" : to.port()).orElse(1);
            return new End(Ip.ANY, OptionalInt.of(any), ported(lookup, service, to, written, protocol));
        }
        Lookup.Target first = lookup.last().choices().getFirst();
        return new End(
                first.ip(),
                port(first, service, to, written, protocol),
                ported(lookup, service, to, written, protocol));
    }

    private OptionalInt port(
            Lookup.Target target, @Nullable Service service, Destination to, String written, Protocol protocol) {
        return to.port() == null && target.port() != 0 && protocol.hasPorts()
                ? OptionalInt.of(target.port())
                : port(service == null ? owner(target.ip()) : service, to.port(), written, protocol);
    }

    /// Each address of an answer is called on a port of its own, where its owner has one.
    private Lookup ported(Lookup lookup, @Nullable Service service, Destination to, String written, Protocol protocol) {
        return lookup.choosing(target -> {
            try {
                return new Lookup.Target(
                        target.ip(),
                        port(target, service, to, written, protocol).orElse(0));
            } catch (Refusal.Thrown e) {
                return new Lookup.Target(target.ip(), 0);
            }
        });
    }

    /// The first address of a family that the sender has an address of; the order is that of the drawing, a service's
    /// that of its `clusterIPs`.
    static Ip pick(List<Ip> addresses, Netns sender) {
        Set<Family> families = Resolver.families(sender);
        return addresses.stream()
                .filter(a -> families.contains(Family.of(a)))
                .findFirst()
                .orElse(addresses.getFirst());
    }

    private static boolean hasOnlyAName(Service service) {
        return service.addresses().externalName() != null || service.addresses().headless();
    }

    /// The element whose ports an address has: a service rather than a pod, a pod rather than its node.
    private @Nullable Element owner(Ip ip) {
        Optional<Element> service = design.topology()
                .all(Service.class)
                .filter(s -> s.addresses().clusterIps().contains(ip))
                .map(s -> (Element) s)
                .findFirst();
        Id id = network.owners().get(ip);
        return service.or(
                        () -> id == null ? Optional.empty() : design.topology().find(id))
                .orElse(null);
    }

    private Ip addressOf(Element element) {
        List<Ip> all = addresses(element);
        if (all.isEmpty()) {
            throw Refusal.of(element instanceof Service ? "to.service" : "to.address", element.id())
                    .thrown();
        }
        return pick(all, sender);
    }

    /// All addresses under which an element is called, the one preferred first.
    List<Ip> addresses(Element element) {
        return switch (element) {
            case Service service -> serviceAddresses(service);
            case Pod pod
            when pod.network().hostNetwork() ->
                pod.in().flatMap(design.topology()::find).map(this::addresses).orElse(List.of());
            case Pod pod
            when !pod.network().addresses().isEmpty() ->
                Resolver.ips(pod.network().addresses());
            case Bridge bridge -> Resolver.ips(bridge.addresses());
            case Vpc vpc ->
                vpc.subnets().stream()
                        .flatMap(s -> s.cidr().stream())
                        .map(c -> c.network().ip().plus(1))
                        .toList();
            case LoadBalancer balancer
            when balancer.address() != null -> List.of(balancer.address().ip());
            case Ingress ingress ->
                behind(ingress.loadBalancer(), design.cluster().classed(ingress).controller());
            case Gateway gateway -> behind(gateway.loadBalancer(), gateway.controller());
            case LinuxBox box -> boxAddresses(box);
            case Element other -> inNetns(other);
        };
    }

    private List<Ip> serviceAddresses(Service service) {
        return hasOnlyAName(service)
                ? new Names(design, this).lookUpService(service).last().addresses()
                : service.addresses().clusterIps();
    }

    private List<Ip> behind(@Nullable Id... ids) {
        return Stream.of(ids)
                .filter(java.util.Objects::nonNull)
                .flatMap(id -> design.topology().find(id).stream())
                .map(this::addresses)
                .filter(list -> !list.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /// A node's primary interface first, else interfaces as drawn.
    private List<Ip> boxAddresses(LinuxBox box) {
        List<Nic> nics = box.machine().interfaces();
        List<Ip> drawn = Stream.concat(
                        nics.stream().filter(Nic::primary), nics.stream().filter(n -> !n.primary()))
                .flatMap(n -> n.addresses().stream())
                .map(Cidr::ip)
                .toList();
        return drawn.isEmpty() ? inNetns(box) : drawn;
    }

    private List<Ip> inNetns(Element element) {
        return network.home(element.id()).stream()
                .flatMap(n -> n.interfaces().values().stream())
                .flatMap(i -> i.addresses().stream())
                .map(Cidr::ip)
                .filter(ip -> !ip.isLoopback())
                .toList();
    }

    private OptionalInt port(@Nullable Element element, @Nullable String given, String written, Protocol protocol) {
        if (!protocol.hasPorts()) {
            return OptionalInt.empty();
        }
        if (given == null) {
            return element == null
                    ? OptionalInt.empty()
                    : ports(element, protocol).mapToInt(Named::port).findFirst();
        }
        OptionalInt number = Resolver.number(given);
        if (number.isPresent()) {
            return number;
        }
        Stream<Named> own = element == null ? Stream.empty() : ports(element, protocol);
        return OptionalInt.of(own.filter(p -> given.equals(p.name()))
                .mapToInt(Named::port)
                .findFirst()
                .orElseThrow(() -> Refusal.of("to.port-name", written, given, protocol.lower())
                        .thrown()));
    }

    private record Named(@Nullable String name, int port) {}

    private Stream<Named> ports(Element element, Protocol protocol) {
        return switch (element) {
            case Service service ->
                service.ports().stream().filter(p -> p.protocol() == protocol).map(p -> new Named(p.name(), p.port()));
            case Pod pod -> ports(pod.containers(), protocol);
            case LoadBalancer lb ->
                lb.listeners().stream().filter(l -> l.protocol() == protocol).map(l -> new Named(null, l.port()));
            case KubeNode node -> Stream.concat(ports(node.machine().containers(), protocol), hostPods(node, protocol));
            case LinuxBox box -> ports(box.machine().containers(), protocol);
            case Ingress _ ->
                Stream.of(new Named("http", 80), new Named("https", 443)).filter(p -> protocol == Protocol.TCP);
            case Gateway _ -> Stream.of(new Named("http", 80)).filter(p -> protocol == Protocol.TCP);
            case Element _ -> Stream.empty();
        };
    }

    private Stream<Named> hostPods(KubeNode node, Protocol protocol) {
        return design.topology()
                .children(node.id())
                .filter(e -> e instanceof Pod pod && pod.network().hostNetwork())
                .flatMap(e -> ports(e, protocol));
    }

    private static Stream<Named> ports(List<Container> containers, Protocol protocol) {
        return containers.stream()
                .flatMap(c -> c.ports().stream())
                .filter(p -> p.protocol() == protocol)
                .map(p -> new Named(p.name(), p.port()));
    }
}
