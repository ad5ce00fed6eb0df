package vethscope.model.generate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import vethscope.model.Choice;
import vethscope.model.Cluster;
import vethscope.model.Cni;
import vethscope.model.Design;
import vethscope.model.Expectation;
import vethscope.model.Id;
import vethscope.model.KubeProxy;
import vethscope.model.Link;
import vethscope.model.Masquerade;
import vethscope.model.Overlay;
import vethscope.model.Probe;
import vethscope.model.Protocol;
import vethscope.model.Topology;
import vethscope.model.element.Bridge;
import vethscope.model.element.Container;
import vethscope.model.element.Element;
import vethscope.model.element.Head;
import vethscope.model.element.KubeNode;
import vethscope.model.element.Machine;
import vethscope.model.element.Nic;
import vethscope.model.element.Pod;
import vethscope.model.element.Router;
import vethscope.model.element.Service;
import vethscope.model.element.Switch;
import vethscope.model.element.Vpc;
import vethscope.model.element.Zone;

/// Draws a cluster of any size: nodes with pods in one network, services over them, and probes that arrive. The same
/// size gives the same bytes.
public final class Clusters {

    private static final String CLUSTER = "cluster";
    private static final String FABRIC = "network";
    private static final String GATEWAY = "gateway";
    private static final int PORT = 8080;
    private static final int JUMBO = 9001;
    private static final int IPIP_MTU = 1480;

    private final ClusterSize size;
    private final Addresses addresses;
    private final Random lots;
    private final List<Integer> order;
    private final Map<Id, Element> elements = new LinkedHashMap<>();
    private final List<Link> links = new ArrayList<>();

    private Clusters(ClusterSize size) {
        this.size = size;
        addresses = new Addresses(size);
        lots = new Random(size.seed());
        order = new ArrayList<>(IntStream.range(0, size.pods()).boxed().toList());
        Collections.shuffle(order, lots);
    }

    public static Design draw(ClusterSize size) {
        return new Clusters(size).design();
    }

    private Design design() {
        put(new Zone(Head.of(CLUSTER), List.of(), CLUSTER));
        List<Integer> work = work();
        for (int node = 0; node < size.nodes(); node++) {
            addNode(node, work);
        }
        put(fabric());
        if (size.tunnelled()) {
            put(new Router(
                    Head.of(GATEWAY, CLUSTER),
                    Machine.EMPTY.withInterfaces(List.of(new Nic(
                            "eth0",
                            List.of(addresses.gateway()),
                            null,
                            Nic.DEFAULT_MTU,
                            false,
                            List.of(),
                            List.of(),
                            true)))));
            links.add(Link.of(GATEWAY + ":eth0", FABRIC));
        }
        for (int service = 0; service < size.services(); service++) {
            put(service(service));
        }
        return Design.EMPTY
                .withName(size.nodes() + " nodes, " + size.pods() + " pods, " + size.services() + " services")
                .with(cluster())
                .with(new Topology(elements, links))
                .withProbes(probes())
                .with(ClusterLayout.of(size));
    }

    private void put(Element element) {
        elements.put(element.id(), element);
    }

    private Cluster cluster() {
        boolean aws = size.cni() == Cni.Type.AWS_VPC;
        return Cluster.DEFAULT
                .withPodCidr(aws ? addresses.vpc().toList() : List.of(addresses.podCidr()))
                .withCni(new Cni(size.cni(), mtu(), true, overlay()))
                .withKubeProxy(KubeProxy.DEFAULT)
                .withMasquerade(aws ? null : Masquerade.DEFAULT);
    }

    private int mtu() {
        Overlay overlay = overlay();
        return overlay != null ? overlay.mtu() : size.cni() == Cni.Type.AWS_VPC ? JUMBO : Nic.DEFAULT_MTU;
    }

    private @Nullable Overlay overlay() {
        Overlay d = Overlay.DEFAULT;
        return switch (size.between()) {
            case ROUTES -> null;
            case VXLAN -> d;
            case IPIP -> new Overlay(Overlay.Type.IPIP, "tunl0", d.vni(), d.port(), IPIP_MTU, null, List.of(), false);
        };
    }

    private void addNode(int node, List<Integer> work) {
        String id = nodeId(node);
        put(new KubeNode(
                Head.of(id, CLUSTER),
                new Machine(nics(node), routes(node), List.of(), Map.of(), List.of(), List.of()),
                size.cni() == Cni.Type.AWS_VPC ? List.of() : List.of(addresses.podCidr(node)),
                Map.of(),
                Choice.inherit(),
                Choice.inherit(),
                Choice.inherit(),
                KubeNode.Status.DEFAULT));
        if (size.bridged()) {
            put(new Bridge(
                    Head.of(bridgeId(node), id),
                    "cni0",
                    List.of(addresses.bridge(node)),
                    null,
                    null,
                    null,
                    false,
                    300));
        }
        for (int pod = 0; pod < size.podsPerNode(); pod++) {
            put(pod(node, pod, work.get(node * size.podsPerNode() + pod)));
            if (size.bridged()) {
                links.add(Link.of(podId(node, pod) + ":eth0", bridgeId(node)));
            } else if (size.cni() == Cni.Type.PTP) {
                links.add(Link.of(podId(node, pod) + ":eth0", id));
            }
        }
        nics(node).forEach(nic -> links.add(Link.of(id + ":" + nic.name(), FABRIC)));
    }

    private List<Nic> nics(int node) {
        if (size.cni() != Cni.Type.AWS_VPC) {
            // A cloud router drops what an interface sends for others unless told not to: pods are others.
            return List.of(new Nic(
                    "eth0",
                    List.of(addresses.node(node)),
                    null,
                    Nic.DEFAULT_MTU,
                    false,
                    List.of(),
                    List.of(),
                    size.tunnelled()));
        }
        return IntStream.range(0, addresses.enis())
                .mapToObj(eni -> new Nic(
                        "eth" + eni,
                        List.of(addresses.eni(node, eni)),
                        null,
                        JUMBO,
                        false,
                        addresses.pool(node, eni),
                        List.of(),
                        true))
                .toList();
    }

    private List<String> routes(int node) {
        return List.of("default via " + addresses.router(node));
    }

    private Element fabric() {
        if (size.tunnelled()) {
            return new Switch(Head.of(FABRIC, CLUSTER), Nic.DEFAULT_MTU);
        }
        List<Vpc.Subnet> subnets = new ArrayList<>();
        addresses
                .subnets()
                .forEach(cidr ->
                        subnets.add(new Vpc.Subnet("nodes-" + (subnets.size() + 1), List.of(cidr), null, null)));
        List<String> routes = size.cni() == Cni.Type.AWS_VPC
                ? List.of()
                : IntStream.range(0, size.nodes())
                        .mapToObj(node -> addresses.podCidr(node) + " via " + nodeId(node))
                        .toList();
        return new Vpc(Head.of(FABRIC, CLUSTER), addresses.vpc().toList(), subnets, routes);
    }

    /// For each pod the service that it works for; -1: none. Every service has a pod if there are enough.
    private List<Integer> work() {
        var work = new ArrayList<>(Collections.nCopies(size.pods(), -1));
        if (size.services() > 0) {
            for (int i = 0; i < order.size(); i++) {
                work.set(order.get(i), i < size.services() ? i : lots.nextInt(size.services()));
            }
        }
        return work;
    }

    private Pod pod(int node, int pod, int service) {
        var d = Pod.Network.DEFAULT;
        return new Pod(
                Head.of(podId(node, pod), nodeId(node)),
                "default",
                service < 0 ? Map.of() : Map.of("app", "app-" + (service + 1)),
                d.withAddresses(List.of(addresses.pod(node, pod))),
                Pod.Status.DEFAULT,
                Pod.Names.DEFAULT,
                List.of(new Container("app", Map.of(), List.of(Container.Port.tcp(PORT)))),
                List.of());
    }

    private Service service(int service) {
        return new Service(
                Head.of(serviceId(service), CLUSTER),
                "default",
                Service.Type.CLUSTER_IP,
                Service.Addresses.NONE.withClusterIps(List.of(addresses.service(service))),
                Map.of("app", "app-" + (service + 1)),
                endpoints(),
                List.of(new Service.Port(null, Protocol.TCP, 80, String.valueOf(PORT), 0)),
                Service.Traffic.DEFAULT);
    }

    private @Nullable List<Service.Endpoint> endpoints() {
        if (size.endpoints() == null) {
            return null;
        }
        return lots.ints(0, size.pods())
                .distinct()
                .limit(size.endpoints())
                .<Service.Endpoint>mapToObj(
                        i -> new Service.Endpoint.OfPod(Id.of(podId(i / size.podsPerNode(), i % size.podsPerNode()))))
                .toList();
    }

    /// From the first pod to the last one and to the last service.
    private List<Probe> probes() {
        var probes = new ArrayList<Probe>();
        if (size.pods() > 1) {
            String last = podId(size.nodes() - 1, size.podsPerNode() - 1);
            probes.add(probe("the first pod reaches the last", last, List.of(last)));
        }
        boolean served = size.endpoints() == null ? size.pods() >= size.services() : size.endpoints() > 0;
        if (size.pods() > 0 && size.services() > 0 && served) {
            probes.add(
                    probe("the first pod reaches the last Service", serviceId(size.services() - 1) + ":80", List.of()));
        }
        return probes;
    }

    private static Probe probe(String name, String to, List<String> at) {
        return new Probe(
                name,
                podId(0, 0),
                null,
                to,
                Protocol.TCP,
                Probe.Shape.DEFAULT,
                Probe.Run.DEFAULT,
                new Expectation("delivered", at, false, null, List.of(), List.of(), null, "delivered"));
    }

    static Id fabricId() {
        return Id.of(FABRIC);
    }

    static Id gatewayId() {
        return Id.of(GATEWAY);
    }

    static Id clusterId() {
        return Id.of(CLUSTER);
    }

    static String nodeId(int node) {
        return "node-" + (node + 1);
    }

    static String bridgeId(int node) {
        return nodeId(node) + "-cni0";
    }

    static String podId(int node, int pod) {
        return "pod-" + (node + 1) + "-" + (pod + 1);
    }

    static String serviceId(int service) {
        return "svc-" + (service + 1);
    }
}
