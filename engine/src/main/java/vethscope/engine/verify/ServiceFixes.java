package vethscope.engine.verify;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.finding.Finding;
import vethscope.engine.finding.Finding.Fix;
import vethscope.model.Cluster.PortRange;
import vethscope.model.Design;
import vethscope.model.edit.Edit;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;
import vethscope.model.element.Service.Endpoint;

/// Edits that mend a service's ports and endpoints.
record ServiceFixes(Design design, Finding finding) {

    private Stream<Service> service() {
        return Optional.ofNullable(finding.where())
                .flatMap(id -> design.topology().find(id, Service.class))
                .stream();
    }

    private List<String> said() {
        return finding.message().arguments();
    }

    /// To a port that the pod listens on.
    Stream<Fix> targetPort() {
        return service().flatMap(this::targetPort);
    }

    private Stream<Fix> targetPort(Service service) {
        String asked = said().get(1).split("/", 2)[0];
        return design.topology()
                .all(Pod.class)
                .filter(pod -> pod.name().equals(said().get(2)))
                .limit(1)
                .flatMap(pod -> service.ports().stream()
                        .filter(port -> asked.equals(
                                port.targetPort() == null ? String.valueOf(port.port()) : port.targetPort()))
                        .limit(1)
                        .flatMap(port -> pod.containers().stream()
                                .flatMap(c -> c.ports().stream())
                                .filter(p -> p.protocol() == port.protocol())
                                .limit(1)
                                .map(p -> String.valueOf(p.port()))
                                .map(target -> Fixes.fix(
                                        "fix.target-port",
                                        new Edit.Put(service.withPorts(
                                                replaced(service, port, port(port, target, port.nodePort())))),
                                        service.name(),
                                        target))));
    }

    private static List<Service.Port> replaced(Service service, Service.Port old, Service.Port next) {
        return service.ports().stream()
                .map(port -> port.equals(old) ? next : port)
                .toList();
    }

    private static Service.Port port(Service.Port old, @Nullable String target, int nodePort) {
        return new Service.Port(old.name(), old.protocol(), old.port(), target, nodePort);
    }

    /// To the first free one.
    Stream<Fix> nodePort() {
        return service().flatMap(this::nodePort);
    }

    private Stream<Fix> nodePort(Service service) {
        String asked = said().getFirst().split("/", 2)[0];
        Set<Integer> taken = design.topology()
                .all(Service.class)
                .flatMap(s -> s.ports().stream())
                .map(Service.Port::nodePort)
                .collect(Collectors.toSet());
        PortRange range = design.cluster().serviceNodePortRange();
        return service.ports().stream()
                .filter(port -> String.valueOf(port.nodePort()).equals(asked))
                .limit(1)
                .flatMap(port -> IntStream.rangeClosed(range.first(), range.last())
                        .filter(n -> !taken.contains(n))
                        .limit(1)
                        .mapToObj(free -> Fixes.fix(
                                "fix.node-port",
                                new Edit.Put(service.withPorts(
                                        replaced(service, port, port(port, port.targetPort(), free)))),
                                service.name(),
                                free)));
    }

    /// Without the pod that does not exist.
    Stream<Fix> endpoint() {
        return service().map(this::endpoint);
    }

    private Fix endpoint(Service s) {
        List<Endpoint> given = s.endpoints() == null ? List.of() : s.endpoints();
        String missing = said().getFirst();
        List<Endpoint> left = given.stream()
                .filter(e -> ServiceRules.podOf(e)
                        .filter(id -> id.value().equals(missing))
                        .isEmpty())
                .toList();
        var next = new Service(
                s.head(), s.namespace(), s.type(), s.addresses(), s.selector(), left, s.ports(), s.traffic());
        return Fixes.fix("fix.endpoint", new Edit.Put(next), missing, s.name());
    }
}
