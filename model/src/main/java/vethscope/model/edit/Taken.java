package vethscope.model.edit;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.Bridge;
import vethscope.model.element.Element;
import vethscope.model.element.InternetGateway;
import vethscope.model.element.KubeNode;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.LoadBalancer;
import vethscope.model.element.NatGateway;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;
import vethscope.model.element.Vpc;

/// What a design uses already, and what is free next to it.
public record Taken(Design design) {

    private static final int TRIES = 1 << 20;

    /// The first of `base-1`, `base-2`, … that is nobody's id.
    public Id freeId(String base) {
        return freeId(base, Set.of());
    }

    /// As above, and none of these.
    Id freeId(String base, Set<Id> given) {
        return IntStream.iterate(1, n -> n + 1)
                .mapToObj(n -> Id.of(base + "-" + n))
                .filter(id -> !given.contains(id)
                        && design.topology().find(id).isEmpty()
                        && !design.unknown().byPlace().containsKey("/elements/" + id))
                .findFirst()
                .orElseThrow();
    }

    /// The first free host address of a prefix, with its length; empty if it is full.
    public Optional<Cidr> freeAddress(Cidr prefix) {
        return freeAddress(prefix, 1);
    }

    /// As above, from the n-th address of the prefix on.
    Optional<Cidr> freeAddress(Cidr prefix, long from) {
        Set<Ip> taken = addresses();
        Ip last = prefix.last();
        boolean broadcast = !prefix.v6() && prefix.prefix() < 31;
        Predicate<Ip> inside = ip -> prefix.contains(ip) && !(broadcast && ip.equals(last));
        return Stream.iterate(prefix.network().ip().plus(from), ip -> ip.plus(1))
                .limit(TRIES)
                .takeWhile(inside)
                .filter(ip -> !taken.contains(ip))
                .findFirst()
                .map(ip -> new Cidr(ip, prefix.prefix()));
    }

    /// The first free prefix of that length inside another one.
    Optional<Cidr> freePrefix(Cidr within, int length) {
        if (length < within.prefix()) {
            return Optional.empty();
        }
        List<Cidr> taken = podCidrs();
        Cidr first = new Cidr(within.network().ip(), length);
        return Stream.iterate(first, p -> new Cidr(p.last().plus(1), length))
                .limit(TRIES)
                .takeWhile(p -> within.contains(p))
                .filter(p -> taken.stream().noneMatch(t -> t.contains(p) || p.contains(t)))
                .findFirst();
    }

    /// The first node port of the cluster's range that no service has.
    public Optional<Integer> freeNodePort() {
        var taken = new HashSet<Integer>();
        design.topology().all(Service.class).forEach(service -> {
            service.ports().forEach(port -> taken.add(port.nodePort()));
            taken.add(service.traffic().healthCheckNodePort());
        });
        var range = design.cluster().serviceNodePortRange();
        return IntStream.rangeClosed(range.first(), range.last())
                .boxed()
                .filter(port -> !taken.contains(port))
                .findFirst();
    }

    private List<Cidr> podCidrs() {
        return design.topology()
                .all(KubeNode.class)
                .flatMap(node -> node.podCidr().stream())
                .toList();
    }

    /// Every address that some element has.
    Set<Ip> addresses() {
        var all = new HashSet<Ip>();
        design.topology()
                .elements()
                .values()
                .forEach(element -> addresses(element).forEach(all::add));
        return all;
    }

    private static Stream<Ip> addresses(Element element) {
        Stream<Ip> own = switch (element) {
            case Pod pod -> ips(pod.network().addresses());
            case Bridge bridge -> ips(bridge.addresses());
            case Service service ->
                Stream.of(
                                service.addresses().clusterIps().stream(),
                                service.addresses().externalIps().stream(),
                                service.addresses().loadBalancerIps().stream().map(Service.LoadBalancerIp::ip))
                        .flatMap(s -> s);
            case Vpc vpc ->
                vpc.subnets().stream()
                        .flatMap(s -> s.cidr().stream())
                        .map(c -> c.network().ip().plus(1));
            case InternetGateway gateway -> gateway.nat().values().stream();
            case NatGateway gateway ->
                Stream.concat(
                        Stream.ofNullable(gateway.address()).map(Cidr::ip), Stream.ofNullable(gateway.publicAddress()));
            case LoadBalancer balancer -> Stream.ofNullable(balancer.address()).map(Cidr::ip);
            default -> Stream.empty();
        };
        return element instanceof LinuxBox box ? Stream.concat(own, interfaces(box)) : own;
    }

    private static Stream<Ip> interfaces(LinuxBox box) {
        return box.machine().interfaces().stream()
                .flatMap(nic -> Stream.concat(ips(nic.addresses()), nic.secondary().stream()));
    }

    private static Stream<Ip> ips(List<Cidr> addresses) {
        return addresses.stream().map(Cidr::ip);
    }
}
