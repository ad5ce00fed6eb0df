package vethscope.engine.compile.kubeproxy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.kubeproxy.ServiceEndpoint.Hints;
import vethscope.model.Id;
import vethscope.model.Protocol;
import vethscope.model.Topology;
import vethscope.model.address.Ip;
import vethscope.model.element.Container;
import vethscope.model.element.Element;
import vethscope.model.element.KubeNode;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;
import vethscope.model.element.Zone;

/// Does what the EndpointSlice controller does: finds the endpoints of a service port, in drawing order.
final class ServiceEndpoints {

    private static final String ZONE = "topology.kubernetes.io/zone";

    private final Topology topology;
    private final Function<Id, List<Ip>> podAddresses;
    private final Map<Label, List<Place>> byLabel = new HashMap<>();
    private final Map<Id, Place> places = new LinkedHashMap<>();

    private record Label(String namespace, String key, String value) {}

    /// A pod and where it is.
    private record Place(
            int order,
            Pod pod,
            List<Ip> ips,
            @Nullable String node,
            @Nullable String zone) {}

    ServiceEndpoints(Topology topology, Function<Id, List<Ip>> podAddresses) {
        this.topology = topology;
        this.podAddresses = podAddresses;
        topology.all(Pod.class).forEach(this::place);
    }

    private void place(Pod pod) {
        Optional<KubeNode> node = nodeOf(pod);
        var place = new Place(
                places.size(),
                pod,
                podAddresses.apply(pod.id()),
                node.map(n -> n.id().value()).orElse(null),
                node.flatMap(this::zoneOf).orElse(null));
        places.put(pod.id(), place);
        pod.labels()
                .forEach((key, value) -> byLabel.computeIfAbsent(
                                new Label(pod.namespace(), key, value), _ -> new ArrayList<>())
                        .add(place));
    }

    private Optional<KubeNode> nodeOf(Element element) {
        Optional<Element> holder = element.in().flatMap(topology::find);
        for (int hops = 0; hops < topology.elements().size() && holder.isPresent(); hops++) {
            if (holder.get() instanceof KubeNode node) {
                return Optional.of(node);
            }
            holder = holder.get().in().flatMap(topology::find);
        }
        return Optional.empty();
    }

    /// The node's zone label, else the zone that it is drawn in.
    private Optional<String> zoneOf(KubeNode node) {
        return Optional.ofNullable(node.status().labels().get(ZONE))
                .or(() -> node.in().flatMap(id -> topology.find(id, Zone.class)).map(Element::name));
    }

    /// One entry per address and port; `endpoints` decides where the service has it.
    List<ServiceEndpoint> of(Service service, Service.Port port, boolean v6) {
        var found = new LinkedHashMap<String, ServiceEndpoint>();
        List<Service.Endpoint> listed = service.endpoints();
        if (listed == null) {
            selected(service).forEach(place -> add(found, ofPod(service, port, place, v6)));
        } else {
            listed.forEach(entry -> add(found, listed(service, port, entry, v6)));
        }
        return List.copyOf(found.values());
    }

    private static void add(Map<String, ServiceEndpoint> to, @Nullable ServiceEndpoint endpoint) {
        if (endpoint != null) {
            to.putIfAbsent(endpoint.toString(), endpoint);
        }
    }

    /// Starts from the rarest label, so that a large cluster is not searched once per service.
    private List<Place> selected(Service service) {
        Map<String, String> selector = service.selector();
        if (selector == null || selector.isEmpty()) {
            return List.of();
        }
        List<Place> fewest = null;
        for (Map.Entry<String, String> term : selector.entrySet()) {
            var label = new Label(service.namespace(), term.getKey(), term.getValue());
            List<Place> having = byLabel.getOrDefault(label, List.of());
            fewest = fewest == null || having.size() < fewest.size() ? having : fewest;
        }
        return Objects.requireNonNull(fewest).stream()
                .filter(place -> place.pod.labels().entrySet().containsAll(selector.entrySet()))
                .toList();
    }

    private @Nullable ServiceEndpoint listed(Service service, Service.Port port, Service.Endpoint entry, boolean v6) {
        return switch (entry) {
            case Service.Endpoint.OfPod(Id pod) -> ofPod(service, port, pod, v6);
            case Service.Endpoint.OfAddress(Ip ip, int to) ->
                ip.v6() == v6 && isMeant(service, port, to)
                        ? new ServiceEndpoint(ip, to, null, true, true, false, Hints.NONE)
                        : null;
            case Service.Endpoint.Slice slice -> ofSlice(service, port, slice, v6);
        };
    }

    private @Nullable ServiceEndpoint ofPod(Service service, Service.Port port, Id pod, boolean v6) {
        Place place = places.get(pod);
        if (place != null) {
            return ofPod(service, port, place, v6);
        }
        // A bare address reads like an element's id.
        int to = target(port, null);
        return Ip.tryParse(pod.value())
                .filter(ip -> ip.v6() == v6 && to > 0)
                .map(ip -> new ServiceEndpoint(ip, to, null, true, true, false, Hints.NONE))
                .orElse(null);
    }

    /// `podToEndpoint` (k8s.io/endpointslice/utils.go): a terminating pod is never ready unless the service says so.
    private static @Nullable ServiceEndpoint ofPod(Service service, Service.Port port, Place place, boolean v6) {
        Pod.Status status = place.pod.status();
        boolean ready = service.traffic().publishNotReadyAddresses() || status.ready() && !status.terminating();
        int to = target(port, place.pod);
        return address(place, v6)
                .filter(_ -> to > 0)
                .map(ip -> new ServiceEndpoint(
                        ip,
                        to,
                        place.node,
                        ready,
                        status.isServing(),
                        status.terminating(),
                        hints(service, ready, place.node, place.zone)))
                .orElse(null);
    }

    private static Optional<Ip> address(Place place, boolean v6) {
        return place.ips.stream().filter(ip -> ip.v6() == v6).findFirst();
    }

    private @Nullable ServiceEndpoint ofSlice(
            Service service, Service.Port port, Service.Endpoint.Slice slice, boolean v6) {
        Place place = slice.pod() == null ? null : places.get(slice.pod());
        Optional<Ip> ip = slice.ip() != null
                ? Optional.of(slice.ip()).filter(a -> a.v6() == v6)
                : Optional.ofNullable(place).flatMap(p -> address(p, v6));
        int to = slice.port() != null ? slice.port() : target(port, place == null ? null : place.pod);
        boolean named = slice.portName() == null || slice.portName().equals(port.name() == null ? "" : port.name());
        boolean same = slice.protocol() == null || slice.protocol() == port.protocol();
        if (ip.isEmpty() || to == 0 || !named || !same) {
            return null;
        }
        boolean ready = or(slice.ready(), true);
        String node = slice.node() != null || place == null ? slice.node() : place.node;
        String zone = slice.zone() != null || place == null ? slice.zone() : place.zone;
        var given = new Hints(slice.hintZones(), slice.hintNodes());
        return new ServiceEndpoint(
                ip.get(),
                to,
                node,
                ready,
                or(slice.serving(), true),
                or(slice.terminating(), false),
                given.equals(Hints.NONE) ? hints(service, ready, node, zone) : given);
    }

    private static boolean or(@Nullable Boolean value, boolean otherwise) {
        return value == null ? otherwise : value;
    }

    /// An address with a port stands for the service port that targets that port, if one does.
    private static boolean isMeant(Service service, Service.Port port, int to) {
        return target(port, null) == to || service.ports().stream().noneMatch(p -> target(p, null) == to);
    }

    /// The port on the pod; 0 if a named one cannot be found.
    private static int target(Service.Port port, @Nullable Pod pod) {
        String target = port.targetPort();
        if (target == null || target.isEmpty()) {
            return port.port();
        }
        if (target.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Integer.parseInt(target);
        }
        return pod == null ? 0 : named(pod, target, port.protocol());
    }

    private static int named(Pod pod, String name, Protocol protocol) {
        return pod.containers().stream()
                .flatMap(container -> container.ports().stream())
                .filter(p -> name.equals(p.name()) && p.protocol() == protocol)
                .mapToInt(Container.Port::port)
                .findFirst()
                .orElse(0);
    }

    /// What the slice controller writes for `trafficDistribution` (k8s.io/endpointslice/trafficdist): only ready
    /// endpoints, only where the zone is known.
    private static Hints hints(Service service, boolean ready, @Nullable String node, @Nullable String zone) {
        String distribution = service.traffic().trafficDistribution();
        if (distribution == null || !ready) {
            return Hints.NONE;
        }
        List<String> zones = zone == null ? List.of() : List.of(zone);
        return switch (distribution) {
            case "PreferClose", "PreferSameZone" -> new Hints(zones, List.of());
            case "PreferSameNode" -> new Hints(zones, node == null ? List.of() : List.of(node));
            default -> Hints.NONE;
        };
    }
}
