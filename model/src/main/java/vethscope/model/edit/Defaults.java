package vethscope.model.edit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import vethscope.model.Choice;
import vethscope.model.Cni;
import vethscope.model.Design;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;
import vethscope.model.element.Bridge;
import vethscope.model.element.Container;
import vethscope.model.element.Element;
import vethscope.model.element.Host;
import vethscope.model.element.KubeNode;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.Nic;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;
import vethscope.model.element.Vpc;

/// What a new element gets without being asked, key by key.
record Defaults(Design design) {

    private static final int POD_PREFIX = 24;
    private static final int POD_PREFIX6 = 64;
    /// Leaves 10.96.0.1 to the API server and the first few to the cluster's own services.
    private static final int FIRST_CLUSTER_IP = 10;

    static Element of(Design design, Element blank) {
        return switch (blank) {
            case Pod pod -> renewed(design, pod.withContainers(List.of(app())), "address", "mac");
            case Bridge bridge -> renewed(design, bridge, "device", "address", "mac");
            case KubeNode node -> renewed(design, node, "interfaces", "podCIDR", "routes");
            case Host host -> renewed(design, host, "interfaces", "routes");
            case Service service -> renewed(design, service.withPorts(List.of(http(8080))), "clusterIP");
            case Vpc vpc -> renewed(design, vpc, "cidr", "subnets");
            default -> blank;
        };
    }

    static Service.Port http(int targetPort) {
        return new Service.Port(null, Protocol.TCP, 80, String.valueOf(targetPort), 0);
    }

    private static Container app() {
        return new Container("app", Map.of(), List.of(Container.Port.tcp(8080)));
    }

    static Optional<Element> again(Design design, Element element, String key) {
        return new Defaults(design.with(design.topology().put(cleared(element, key))))
                .generated(element, key)
                .map(e -> {
                    var auto = new LinkedHashSet<>(e.head().auto());
                    auto.add(key);
                    return e.withHead(e.head().withAuto(List.copyOf(auto)));
                });
    }

    /// A copy with addresses of its own.
    static Element fresh(Design design, Element copy) {
        return switch (copy) {
            case Pod pod -> renewed(design, pod, pod.network().addresses().isEmpty() ? "mac" : "address", "mac");
            case Bridge bridge -> renewed(design, bridge, "address", "mac");
            case KubeNode node ->
                freshInterfaces(
                        design, (LinuxBox) renewed(design, node, node.podCidr().isEmpty() ? "" : "podCIDR"));
            case LinuxBox box -> freshInterfaces(design, box);
            case Service service ->
                freshPorts(design, (Service) renewed(
                        design, service, service.addresses().clusterIps().isEmpty() ? "" : "clusterIP"));
            default -> copy;
        };
    }

    private static Element renewed(Design design, Element copy, String... keys) {
        Element element = copy;
        for (String key : keys) {
            element = again(design, element, key).orElse(element);
        }
        return element;
    }

    private static LinuxBox freshInterfaces(Design design, LinuxBox box) {
        var taken = design;
        var interfaces = new ArrayList<Nic>();
        for (Nic nic : box.machine().interfaces()) {
            var addresses = new ArrayList<Cidr>();
            for (Cidr address : nic.addresses()) {
                Subnets.free(taken, address).ifPresent(addresses::add);
            }
            interfaces.add(
                    nic.withAddresses(addresses).withMac(Mac.generated(box.id().value(), nic.name())));
            taken = taken.with(
                    taken.topology().put(box.withMachine(box.machine().withInterfaces(interfaces))));
        }
        return box.withMachine(box.machine().withInterfaces(interfaces));
    }

    private static Service freshPorts(Design design, Service service) {
        Service next = service.withPorts(List.of());
        for (Service.Port port : service.ports()) {
            var taken = new Taken(design.with(design.topology().put(next)));
            int nodePort = port.nodePort() == 0 ? 0 : taken.freeNodePort().orElse(0);
            var ports = new ArrayList<>(next.ports());
            ports.add(new Service.Port(port.name(), port.protocol(), port.port(), port.targetPort(), nodePort));
            next = next.withPorts(ports);
        }
        return next;
    }

    /// Without its own old value in the way, an element may get it back.
    private static Element cleared(Element element, String key) {
        return switch (element) {
            case Pod pod
            when key.equals("address") -> pod.withNetwork(pod.network().withAddresses(List.of()));
            case Bridge bridge when key.equals("address") -> bridge.withAddresses(List.of());
            case KubeNode node when key.equals("podCIDR") -> node.withPodCidr(List.of());
            case LinuxBox box
            when key.equals("interfaces") -> box.withMachine(box.machine().withInterfaces(List.of()));
            case Service service
            when key.equals("clusterIP") ->
                service.withAddresses(service.addresses().withClusterIps(List.of()));
            default -> element;
        };
    }

    private Optional<? extends Element> generated(Element element, String key) {
        String id = element.id().value();
        return switch (element) {
            case Pod pod
            when key.equals("address") ->
                some(podAddresses(pod)).map(a -> pod.withNetwork(pod.network().withAddresses(a)));
            case Pod pod
            when key.equals("mac") -> Optional.of(pod.withNetwork(pod.network().withMac(Mac.generated(id, "eth0"))));
            case Bridge bridge
            when key.equals("device") ->
                Optional.of(device(bridge))
                        .filter(d -> !d.equals(bridge.device()))
                        .map(bridge::withDevice);
            case Bridge bridge
            when key.equals("address") -> some(bridgeAddresses(bridge)).map(bridge::withAddresses);
            case Bridge bridge
            when key.equals("mac") -> Optional.of(bridge.withMac(Mac.generated(id, bridge.device())));
            case KubeNode node when key.equals("podCIDR") -> some(podCidrs()).map(node::withPodCidr);
            case LinuxBox box when key.equals("interfaces") -> firstInterface(box);
            case LinuxBox box when key.equals("routes") -> defaultRoute(box);
            case Service service
            when key.equals("clusterIP") ->
                some(clusterIps())
                        .map(ips -> service.withAddresses(service.addresses().withClusterIps(ips)));
            case Vpc vpc when key.equals("cidr") -> Optional.of(vpc.withCidr(List.of(Cidr.parse("10.0.0.0/16"))));
            case Vpc vpc when key.equals("subnets") -> Optional.of(vpc.withSubnets(subnets(vpc)));
            default -> Optional.empty();
        };
    }

    private static <T> Optional<List<T>> some(Stream<T> values) {
        List<T> all = values.toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    /// One of each pod CIDR of the node; a routed pod has it alone.
    private Stream<Cidr> podAddresses(Pod pod) {
        Optional<KubeNode> node = pod.in().flatMap(in -> design.topology().find(in, KubeNode.class));
        boolean routed =
                node.map(this::cni).filter(cni -> cni.type() != Cni.Type.BRIDGE).isPresent();
        return node.stream()
                .flatMap(n -> n.podCidr().stream())
                .flatMap(prefix -> new Taken(design).freeAddress(prefix, routed ? 2 : 1).stream())
                .map(address -> routed ? Cidr.host(address.ip()) : address);
    }

    private Cni cni(KubeNode node) {
        return node.cni() instanceof Choice.Own<Cni>(var own)
                ? own
                : design.cluster().cni();
    }

    private Stream<Cidr> bridgeAddresses(Bridge bridge) {
        return bridge.in().flatMap(in -> design.topology().find(in, KubeNode.class)).stream()
                .flatMap(node -> node.podCidr().stream())
                .flatMap(prefix -> new Taken(design).freeAddress(prefix).stream());
    }

    private String device(Bridge bridge) {
        List<String> taken = design.topology()
                .all(Bridge.class)
                .filter(other -> other.in().equals(bridge.in()) && !other.id().equals(bridge.id()))
                .map(Bridge::device)
                .toList();
        return Stream.iterate(0, n -> n + 1)
                .map(n -> "cni" + n)
                .filter(name -> !taken.contains(name))
                .findFirst()
                .orElseThrow();
    }

    /// The next of each of the cluster's pod CIDRs.
    private Stream<Cidr> podCidrs() {
        return design.cluster().podCidr().stream().flatMap(cluster -> {
            int length = Math.max(cluster.prefix(), cluster.v6() ? POD_PREFIX6 : POD_PREFIX);
            return new Taken(design).freePrefix(cluster, length).stream();
        });
    }

    private Stream<Ip> clusterIps() {
        return design.cluster().serviceCidr().stream()
                .limit(1)
                .flatMap(prefix -> new Taken(design).freeAddress(prefix, FIRST_CLUSTER_IP).stream())
                .map(Cidr::ip);
    }

    private Optional<LinuxBox> firstInterface(LinuxBox box) {
        List<Cidr> address = Subnets.of(design, box)
                .flatMap(subnet -> Subnets.free(design, subnet))
                .map(List::of)
                .orElse(List.of());
        Nic nic = Nic.of("eth0")
                .withAddresses(address)
                .withMac(Mac.generated(box.id().value(), "eth0"));
        return Optional.of(box.withMachine(box.machine().withInterfaces(List.of(nic))));
    }

    private Optional<LinuxBox> defaultRoute(LinuxBox box) {
        return box.machine().interfaces().stream()
                .flatMap(nic -> nic.addresses().stream())
                .findFirst()
                .flatMap(address -> Subnets.gateway(design, box, address))
                .map(gateway -> box.withMachine(box.machine().withRoutes(List.of("default via " + gateway))));
    }

    private static List<Vpc.Subnet> subnets(Vpc vpc) {
        return vpc.cidr().stream()
                .limit(1)
                .map(cidr -> new Vpc.Subnet("a", List.of(new Cidr(cidr.ip(), Math.max(cidr.prefix(), 24))), null, null))
                .toList();
    }
}
