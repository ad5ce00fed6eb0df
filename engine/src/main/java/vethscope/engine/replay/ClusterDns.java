package vethscope.engine.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.forward.Lookup;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.address.Ip;
import vethscope.model.element.Container;
import vethscope.model.element.Ingress;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;

/// What DNS answers for an absolute name: the cluster's own zone after the kubernetes/dns specification and CoreDNS's
/// kubernetes plugin, and beyond it the host names of ingresses and of drawn machines, which stand for public DNS.
///
/// @param inCluster whether the server that is asked knows the cluster's zone
record ClusterDns(Design design, Ends ends, boolean inCluster) {

    private static final int CNAME_LIMIT = 8;

    /// An answer under way.
    ///
    /// @param targets the addresses, with the port of a SRV record; empty: NXDOMAIN
    private record Answer(
            List<String> aliases,
            List<Lookup.Target> targets,
            @Nullable String service) {
        private static final Answer NONE = of(List.of());

        static Answer of(List<Ip> addresses) {
            return of(addresses, 0);
        }

        static Answer of(List<Ip> addresses, int port) {
            return new Answer(
                    List.of(),
                    addresses.stream().map(ip -> new Lookup.Target(ip, port)).toList(),
                    null);
        }

        List<Ip> addresses() {
            return targets.stream().map(Lookup.Target::ip).toList();
        }

        Answer behind(String alias) {
            return new Answer(Stream.concat(Stream.of(alias), aliases.stream()).toList(), targets, service);
        }

        Answer from(Service service) {
            return new Answer(aliases, targets, service.namespace() + "/" + service.name());
        }
    }

    /// @param name absolute, without the final dot; case does not matter (RFC 4343)
    /// @param types `A`, `AAAA` or both
    Lookup.Attempt ask(String name, List<String> types) {
        String asked = name.toLowerCase(Locale.ROOT);
        Answer answer = answer(asked, CNAME_LIMIT);
        List<Lookup.Target> found = answer.targets().stream()
                .filter(target -> types.contains(target.ip().v6() ? "AAAA" : "A"))
                .toList();
        return new Lookup.Attempt(
                asked,
                !isInside(asked),
                answer.aliases(),
                found.stream().map(Lookup.Target::ip).toList(),
                found,
                answer.service(),
                !answer.targets().isEmpty());
    }

    private String zone() {
        return design.cluster().dnsDomain().toLowerCase(Locale.ROOT);
    }

    private boolean isInside(String name) {
        return name.equals(zone())
                || name.endsWith("." + zone())
                || ReverseNames.address(name).isPresent();
    }

    /// A PTR record: cluster IPs are services, and the endpoints of headless ones have names of their own. That name's
    /// address is the one that was turned round.
    private Answer owner(Ip ip) {
        return design.topology()
                .all(Service.class)
                .flatMap(service -> names(service, ip)
                        .map(name -> Answer.of(List.of(ip)).behind(name).from(service)))
                .findFirst()
                .orElse(Answer.NONE);
    }

    private Stream<String> names(Service service, Ip ip) {
        if (service.addresses().clusterIps().contains(ip)) {
            return Stream.of(absolute(service));
        }
        return service.addresses().headless()
                ? endpoints(service).filter(e -> e.ip().equals(ip)).map(e -> e.label() + "." + absolute(service))
                : Stream.empty();
    }

    private String absolute(Service service) {
        return service.name() + "." + service.namespace() + ".svc." + zone();
    }

    private Answer answer(String name, int budget) {
        Optional<Ip> reversed = ReverseNames.address(name);
        if (reversed.isPresent()) {
            return inCluster ? owner(reversed.get()) : Answer.NONE;
        }
        if (!isInside(name)) {
            return Answer.of(outside(name));
        }
        if (!inCluster) {
            return Answer.NONE;
        }
        String svc = ".svc." + zone();
        String pod = ".pod." + zone();
        if (name.endsWith(svc)) {
            return inServices(labels(name, svc), budget);
        }
        return name.endsWith(pod) ? byAddress(labels(name, pod)) : Answer.NONE;
    }

    private static List<String> labels(String name, String suffix) {
        return List.of(name.substring(0, name.length() - suffix.length()).split("\\.", -1));
    }

    private Answer inServices(List<String> labels, int budget) {
        int n = labels.size();
        if (n < 2) {
            return Answer.NONE;
        }
        Optional<Service> found = design.topology()
                .all(Service.class)
                .filter(s -> s.name().equalsIgnoreCase(labels.get(n - 2))
                        && s.namespace().equalsIgnoreCase(labels.get(n - 1)))
                .findFirst();
        return found.map(service -> ofLabels(labels, service, budget).from(service))
                .orElse(Answer.NONE);
    }

    private Answer ofLabels(List<String> labels, Service service, int budget) {
        return switch (labels.size()) {
            case 2 -> ofService(service, budget);
            case 3 -> Answer.of(endpointCalled(labels.getFirst(), service));
            case 4 -> srv(labels.get(0), labels.get(1), service, budget);
            default -> Answer.NONE;
        };
    }

    private Answer ofService(Service service, int budget) {
        String alias = service.addresses().externalName();
        if (alias == null) {
            return Answer.of(
                    service.addresses().headless()
                            ? endpoints(service).map(Endpoint::ip).distinct().toList()
                            : service.addresses().clusterIps());
        }
        String target = alias.toLowerCase(Locale.ROOT);
        String absolute = target.endsWith(".") ? target.substring(0, target.length() - 1) : target;
        return budget == 0 ? Answer.NONE : answer(absolute, budget - 1).behind(absolute);
    }

    /// A named port: `_http._tcp.web.shop.svc.cluster.local`. The port of a headless service is its endpoints' own.
    private Answer srv(String port, String protocol, Service service, int budget) {
        return service.ports().stream()
                .filter(p -> p.name() != null
                        && port.equalsIgnoreCase("_" + p.name())
                        && protocol.equalsIgnoreCase("_" + p.protocol().lower()))
                .findFirst()
                .map(p -> service.addresses().headless() ? srv(service, p) : srv(service, p, budget))
                .orElse(Answer.NONE);
    }

    private Answer srv(Service service, Service.Port port, int budget) {
        Answer behind = ofService(service, budget);
        return behind.targets().isEmpty()
                ? Answer.NONE
                : new Answer(
                        behind.behind(absolute(service)).aliases(),
                        Answer.of(behind.addresses(), port.port()).targets(),
                        null);
    }

    /// A record for each ready endpoint, with a name and a port of its own.
    private Answer srv(Service service, Service.Port port) {
        List<Endpoint> all = endpoints(service).toList();
        return all.isEmpty()
                ? Answer.NONE
                : new Answer(
                        all.stream()
                                .map(e -> e.label() + "." + absolute(service))
                                .distinct()
                                .toList(),
                        all.stream()
                                .map(e -> new Lookup.Target(e.ip(), targetPort(e, port)))
                                .distinct()
                                .toList(),
                        null);
    }

    private static int targetPort(Endpoint endpoint, Service.Port port) {
        String target = port.targetPort() == null ? String.valueOf(port.port()) : port.targetPort();
        Stream<Container.Port> open = endpoint.pod() == null
                ? Stream.empty()
                : endpoint.pod().containers().stream().flatMap(c -> c.ports().stream());
        return Resolver.number(target)
                .orElseGet(() -> open.filter(p -> p.protocol() == port.protocol() && target.equals(p.name()))
                        .map(Container.Port::port)
                        .findFirst()
                        .orElse(port.port()));
    }

    /// One address of a service.
    ///
    /// @param hostname the pod's name under the service; empty: none
    /// @param pod null: the endpoint is none that is drawn
    private record Endpoint(
            Ip ip, String hostname, @Nullable Pod pod) {

        /// CoreDNS calls an endpoint without a host name after its address.
        String label() {
            return hostname.isEmpty()
                    ? ip.toString().replace('.', '-').replace(':', '-')
                    : hostname.toLowerCase(Locale.ROOT);
        }
    }

    private List<Ip> endpointCalled(String label, Service service) {
        return endpoints(service)
                .filter(e -> e.label().equalsIgnoreCase(label))
                .map(Endpoint::ip)
                .distinct()
                .toList();
    }

    private Stream<Endpoint> endpoints(Service service) {
        List<Service.Endpoint> given = service.endpoints();
        if (given != null) {
            return given.stream().flatMap(e -> ready(e, service));
        }
        Map<String, String> selector = service.selector();
        return selector == null
                ? Stream.empty()
                : design.topology()
                        .all(Pod.class)
                        .filter(p -> p.namespace().equals(service.namespace())
                                && p.labels().entrySet().containsAll(selector.entrySet()))
                        .filter(p -> p.status().ready() || service.traffic().publishNotReadyAddresses())
                        .flatMap(p -> of(p, service));
    }

    private Stream<Endpoint> ready(Service.Endpoint endpoint, Service service) {
        return switch (endpoint) {
            case Service.Endpoint.OfPod(var id) -> of(id, service);
            case Service.Endpoint.OfAddress address -> Stream.of(new Endpoint(address.ip(), "", null));
            case Service.Endpoint.Slice slice when Boolean.FALSE.equals(slice.ready()) -> Stream.empty();
            case Service.Endpoint.Slice slice when slice.ip() != null -> Stream.of(new Endpoint(slice.ip(), "", null));
            case Service.Endpoint.Slice slice -> slice.pod() == null ? Stream.empty() : of(slice.pod(), service);
        };
    }

    private Stream<Endpoint> of(Id id, Service service) {
        return design.topology().find(id).stream()
                .flatMap(e -> e instanceof Pod pod
                        ? of(pod, service)
                        : ends.addresses(e).stream().map(ip -> new Endpoint(ip, "", null)));
    }

    /// A pod's `hostname` counts under the service that its `subdomain` names (pkg/controller/endpointslice).
    private Stream<Endpoint> of(Pod pod, Service service) {
        String hostname = pod.names().hostname();
        boolean under = service.name().equals(pod.names().subdomain())
                && service.namespace().equals(pod.namespace());
        String name = under && hostname != null ? hostname : "";
        return ends.addresses(pod).stream().map(ip -> new Endpoint(ip, name, pod));
    }

    /// `10-244-1-2.shop.pod.cluster.local`: CoreDNS answers the address that is written, whether a pod has it or not.
    private static Answer byAddress(List<String> labels) {
        if (labels.size() != 2) {
            return Answer.NONE;
        }
        String dashed = labels.getFirst();
        List<Ip> found = new ArrayList<>();
        Ip.tryParse(dashed.replace('-', '.'))
                .or(() -> Ip.tryParse(dashed.replace('-', ':')))
                .ifPresent(found::add);
        return Answer.of(found);
    }

    private List<Ip> outside(String name) {
        Stream<Ingress> ingresses = design.topology()
                .all(Ingress.class)
                .filter(i -> i.rules().stream().anyMatch(r -> name.equalsIgnoreCase(r.host())));
        Stream<LinuxBox> machines = design.topology()
                .all(LinuxBox.class)
                .filter(b -> b.id().value().equals(name) || b.name().equalsIgnoreCase(name));
        return Stream.concat(ingresses, machines)
                .map(ends::addresses)
                .filter(list -> !list.isEmpty())
                .findFirst()
                .orElse(List.of());
    }
}
