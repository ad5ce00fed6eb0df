package vethscope.engine.verify;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.model.Cluster.PortRange;
import vethscope.model.Id;
import vethscope.model.address.Ip;
import vethscope.model.element.Container;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;
import vethscope.model.element.Service.Endpoint;

/// Services: addresses and ports that the API server would refuse, endpoints that nobody serves.
final class ServiceRules {

    private final Drawing drawing;
    private final Notes notes;
    private final Map<Ip, Service> clusterIps = new HashMap<>();
    private final Map<String, Service> nodePorts = new HashMap<>();
    private final Map<String, Map<String, List<Pod>>> podsByLabel;

    ServiceRules(Drawing drawing, Notes notes) {
        this.drawing = drawing;
        this.notes = notes;
        this.podsByLabel = podsByLabel(drawing);
    }

    static void check(Drawing drawing, Notes notes) {
        var rules = new ServiceRules(drawing, notes);
        drawing.all(Service.class).forEach(rules::service);
    }

    private void service(Service service) {
        clusterIps(service);
        ports(service);
        List<Pod> pods = pods(service);
        Map<String, String> selector = service.selector();
        if (service.endpoints() == null && selector != null && !selector.isEmpty() && pods.isEmpty()) {
            notes.add(
                    Flaw.SELECTS_NOTHING,
                    service.id(),
                    "selector",
                    service.name(),
                    labels(selector),
                    service.namespace());
        }
        service.ports().forEach(port -> targets(service, port, pods));
    }

    private static String labels(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .sorted()
                .collect(java.util.stream.Collectors.joining(","));
    }

    private void clusterIps(Service service) {
        List<Ip> ips = service.addresses().clusterIps();
        boolean named = service.addresses().externalName() != null || service.type() == Service.Type.EXTERNAL_NAME;
        if (ips.isEmpty() && !service.addresses().headless() && !named) {
            notes.add(Flaw.NO_CLUSTER_IP, service.id(), "clusterIP", service.name());
        }
        var ranges = drawing.design().cluster().serviceCidr();
        for (Ip ip : ips) {
            if (ranges.stream().noneMatch(r -> r.contains(ip))) {
                String all = ranges.stream().map(Object::toString).collect(java.util.stream.Collectors.joining(", "));
                notes.add(Flaw.CLUSTER_IP_OUTSIDE, service.id(), "clusterIP", ip, service.name(), all);
            }
            Service first = clusterIps.putIfAbsent(ip, service);
            if (first != null && !first.id().equals(service.id())) {
                notes.add(Flaw.CLUSTER_IP_CLASH, service.id(), "clusterIP", ip, first.name(), service.name());
            }
        }
    }

    private void ports(Service service) {
        PortRange range = drawing.design().cluster().serviceNodePortRange();
        var own = new HashSet<String>();
        for (Service.Port port : service.ports()) {
            String protocol = "/" + port.protocol().lower();
            if (!own.add(port.port() + protocol)) {
                notes.add(Flaw.SERVICE_PORT_CLASH, service.id(), "ports", service.name(), port.port() + protocol);
            }
            int nodePort = port.nodePort();
            if (nodePort == 0) {
                continue;
            }
            if (nodePort < range.first() || nodePort > range.last()) {
                notes.add(
                        Flaw.NODE_PORT_OUT_OF_RANGE,
                        service.id(),
                        "ports",
                        nodePort,
                        service.name(),
                        range.first() + "-" + range.last());
            }
            Service first = nodePorts.putIfAbsent(nodePort + protocol, service);
            if (first != null) {
                notes.add(
                        Flaw.NODE_PORT_CLASH, service.id(), "ports", nodePort + protocol, first.name(), service.name());
            }
        }
    }

    /// The pods behind a service: those it names, else those it selects.
    List<Pod> pods(Service service) {
        List<Endpoint> given = service.endpoints();
        if (given == null) {
            return selected(service);
        }
        return given.stream()
                .flatMap(e -> podOf(e).stream())
                .flatMap(id -> pod(service, id).stream())
                .toList();
    }

    static Optional<Id> podOf(Endpoint endpoint) {
        return switch (endpoint) {
            case Endpoint.OfPod(Id pod) -> Optional.of(pod);
            case Endpoint.OfAddress _ -> Optional.empty();
            case Endpoint.Slice slice -> Optional.ofNullable(slice.pod());
        };
    }

    private Optional<Pod> pod(Service service, Id id) {
        Optional<Pod> pod = drawing.design().topology().find(id, Pod.class);
        // A bare address is an endpoint too; what it has there is not known.
        if (pod.isEmpty() && Ip.tryParse(id.value()).isEmpty()) {
            notes.add(Flaw.ENDPOINT_MISSING, service.id(), "endpoints", id, service.name());
        }
        return pod;
    }

    private List<Pod> selected(Service service) {
        Map<String, String> selector = service.selector();
        if (selector == null || selector.isEmpty()) {
            return List.of();
        }
        Map<String, List<Pod>> byLabel = podsByLabel.getOrDefault(service.namespace(), Map.of());
        // The rarest label bounds the search.
        return selector.entrySet().stream()
                .map(e -> byLabel.getOrDefault(e.getKey() + "=" + e.getValue(), List.of()))
                .min(java.util.Comparator.comparingInt(List::size))
                .orElse(List.of())
                .stream()
                .filter(p -> p.labels().entrySet().containsAll(selector.entrySet()))
                .toList();
    }

    private static Map<String, Map<String, List<Pod>>> podsByLabel(Drawing drawing) {
        var byNamespace = new LinkedHashMap<String, Map<String, List<Pod>>>();
        drawing.all(Pod.class).forEach(pod -> {
            var byLabel = byNamespace.computeIfAbsent(pod.namespace(), k -> new HashMap<>());
            pod.labels()
                    .forEach(
                            (key, value) -> byLabel.computeIfAbsent(key + "=" + value, k -> new java.util.ArrayList<>())
                                    .add(pod));
        });
        return byNamespace;
    }

    /// The first pod of a service port on whose target port nobody listens.
    private void targets(Service service, Service.Port port, List<Pod> pods) {
        for (Pod pod : pods) {
            String target = port.targetPort() == null ? String.valueOf(port.port()) : port.targetPort();
            Optional<Integer> number = number(target, port, pod);
            if (number.isEmpty()) {
                notes.add(Flaw.TARGET_PORT_UNKNOWN, service.id(), "ports", service.name(), target, pod.name());
                return;
            }
            if (ports(pod).noneMatch(p -> p.protocol() == port.protocol() && p.port() == number.get())) {
                String asked = number.get() + "/" + port.protocol().lower();
                notes.add(Flaw.NOBODY_LISTENS, service.id(), "ports", service.name(), asked, pod.name());
                return;
            }
        }
    }

    private static Optional<Integer> number(String target, Service.Port port, Pod pod) {
        boolean digits =
                !target.isEmpty() && target.length() <= 5 && target.chars().allMatch(Character::isDigit);
        if (digits) {
            return Optional.of(Integer.parseInt(target));
        }
        return ports(pod)
                .filter(p -> p.protocol() == port.protocol() && target.equals(p.name()))
                .map(Container.Port::port)
                .findFirst();
    }

    private static Stream<Container.Port> ports(Pod pod) {
        return pod.containers().stream().flatMap(c -> c.ports().stream());
    }
}
