package vethscope.engine.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import vethscope.model.element.LoadBalancer;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;
import vethscope.model.element.Service.Endpoint;

/// Edits that mend a service's ports and endpoints.
record ServiceFixes(Design design, Finding finding) {

    /// One letter in so many may be mistyped.
    private static final int TYPO = 3;

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

    /// What the pods' labels say that come closest, if none comes as close: a typo, not another meaning.
    Stream<Fix> selector() {
        return service()
                .flatMap(service -> Optional.ofNullable(service.selector()).stream()
                        .flatMap(asked -> closest(service, asked).stream())
                        .map(labels -> Fixes.fix(
                                "fix.selector",
                                new Edit.Put(service.withSelector(labels)),
                                service.name(),
                                labels.entrySet().stream()
                                        .map(e -> e.getKey() + "=" + e.getValue())
                                        .collect(Collectors.joining(",")))));
    }

    private Optional<Map<String, String>> closest(Service service, Map<String, String> asked) {
        Map<Map<String, String>, Integer> far = new LinkedHashMap<>();
        design.topology()
                .all(Pod.class)
                .filter(pod -> pod.namespace().equals(service.namespace())
                        && pod.labels().keySet().containsAll(asked.keySet()))
                .forEach(pod -> {
                    var labels = new LinkedHashMap<>(asked);
                    labels.replaceAll((key, _) -> String.valueOf(pod.labels().get(key)));
                    far.put(labels, distance(asked, labels));
                });
        int most = asked.values().stream().mapToInt(String::length).sum() / TYPO;
        int least = far.values().stream().mapToInt(Integer::intValue).min().orElse(most + 1);
        List<Map<String, String>> best = far.entrySet().stream()
                .filter(e -> e.getValue() == least)
                .map(Map.Entry::getKey)
                .toList();
        return best.size() == 1 && least <= most ? Optional.of(best.getFirst()) : Optional.empty();
    }

    private static int distance(Map<String, String> a, Map<String, String> b) {
        return a.entrySet().stream()
                .mapToInt(e -> distance(e.getValue(), String.valueOf(b.get(e.getKey()))))
                .sum();
    }

    /// Letters to insert, delete, replace or swap with the next (optimal string alignment).
    private static int distance(String a, String b) {
        int[][] rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                rows[i][j] = i == 0 || j == 0 ? i + j : step(a, b, i, j, rows);
            }
        }
        return rows[a.length()][b.length()];
    }

    private static int step(String a, String b, int i, int j, int[][] rows) {
        int changed = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(rows[i - 1][j - 1] + changed, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
    }

    /// The check that only nodes with a ready pod pass (pkg/proxy/healthcheck/service_health.go).
    Stream<Fix> healthCheck() {
        return Optional.ofNullable(finding.where())
                .flatMap(id -> design.topology().find(id, LoadBalancer.class))
                .stream()
                .flatMap(balancer -> design.topology()
                        .all(Service.class)
                        .filter(s ->
                                s.name().equals(said().get(2)) && s.traffic().healthCheckNodePort() != 0)
                        .limit(1)
                        .map(s -> s.traffic().healthCheckNodePort())
                        .map(port -> Fixes.fix(
                                "fix.health-check",
                                new Edit.Put(balancer.withHealthCheck(
                                        new LoadBalancer.HealthCheck("HTTP", port, "/healthz", null))),
                                balancer.name(),
                                port)));
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
