package vethscope.engine.replay;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.address.Ip;
import vethscope.model.element.Element;
import vethscope.model.element.Ingress;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;

/// Cluster DNS as the sender's resolver sees it (kubernetes/dns specification): service names with the search list of a
/// pod, headless services, ExternalName; the host names of an ingress stand for public DNS.
record Names(Design design, Ends ends) {

    private static final int CNAME_LIMIT = 8;

    /// All addresses of a name; never empty.
    List<Ip> lookUp(String name) {
        return lookUp(name, CNAME_LIMIT)
                .filter(list -> !list.isEmpty())
                .orElseThrow(() -> Refusal.of("to.unknown", name, ends.asker()).thrown());
    }

    /// What the name of a headless or ExternalName service answers; empty if it has no answer.
    List<Ip> lookUpService(Service service) {
        return answer(service, CNAME_LIMIT).orElse(List.of());
    }

    private Optional<List<Ip>> lookUp(String written, int budget) {
        String name = written.toLowerCase(Locale.ROOT);
        boolean absolute = name.endsWith(".");
        String bare = absolute ? name.substring(0, name.length() - 1) : name;
        Optional<List<Ip>> literal = Ip.tryParse(bare).map(List::of);
        return literal.or(() -> inCluster(bare, absolute, budget)).or(() -> outside(bare));
    }

    private Optional<List<Ip>> inCluster(String name, boolean absolute, int budget) {
        String zone = design.cluster().dnsDomain().toLowerCase(Locale.ROOT);
        String namespace = namespaceOfAsker();
        Stream<String> list = absolute
                ? Stream.of(name)
                : Stream.of(name + "." + namespace + ".svc." + zone, name + ".svc." + zone, name + "." + zone, name);
        return list.flatMap(full -> service(full, zone).stream()).findFirst().flatMap(s -> answer(s, budget));
    }

    /// `SVC.NAMESPACE.svc.ZONE`.
    private Optional<Service> service(String full, String zone) {
        String suffix = ".svc." + zone;
        if (!full.endsWith(suffix)) {
            return Optional.empty();
        }
        String[] parts = full.substring(0, full.length() - suffix.length()).split("\\.", -1);
        return parts.length != 2
                ? Optional.empty()
                : design.topology()
                        .all(Service.class)
                        .filter(s -> s.name().equals(parts[0]) && s.namespace().equals(parts[1]))
                        .findFirst();
    }

    private Optional<List<Ip>> answer(Service service, int budget) {
        String alias = service.addresses().externalName();
        if (alias != null) {
            return budget == 0 ? Optional.empty() : lookUp(alias, budget - 1);
        }
        return Optional.of(
                service.addresses().headless()
                        ? endpoints(service)
                        : service.addresses().clusterIps());
    }

    private List<Ip> endpoints(Service service) {
        List<Service.Endpoint> given = service.endpoints();
        if (given != null) {
            return given.stream().flatMap(this::ready).distinct().toList();
        }
        Map<String, String> selector = service.selector();
        return selector == null
                ? List.of()
                : design.topology()
                        .all(Pod.class)
                        .filter(p -> p.namespace().equals(service.namespace())
                                && p.labels().entrySet().containsAll(selector.entrySet()))
                        .filter(p -> p.status().ready() || service.traffic().publishNotReadyAddresses())
                        .flatMap(p -> ends.addresses(p).stream())
                        .toList();
    }

    private Stream<Ip> ready(Service.Endpoint endpoint) {
        return switch (endpoint) {
            case Service.Endpoint.OfPod(var id) -> addresses(id);
            case Service.Endpoint.OfAddress address -> Stream.of(address.ip());
            case Service.Endpoint.Slice slice when Boolean.FALSE.equals(slice.ready()) -> Stream.empty();
            case Service.Endpoint.Slice slice when slice.ip() != null -> Stream.of(slice.ip());
            case Service.Endpoint.Slice slice -> slice.pod() == null ? Stream.empty() : addresses(slice.pod());
        };
    }

    private Stream<Ip> addresses(Id id) {
        return design.topology().find(id).stream().flatMap(e -> ends.addresses(e).stream());
    }

    private Optional<List<Ip>> outside(String name) {
        return design.topology()
                .all(Ingress.class)
                .filter(i -> i.rules().stream().anyMatch(r -> name.equalsIgnoreCase(r.host())))
                .map(i -> ends.addresses(i))
                .filter(list -> !list.isEmpty())
                .findFirst();
    }

    private String namespaceOfAsker() {
        Optional<Element> asker = design.topology().find(ends.asker());
        return asker.filter(Pod.class::isInstance)
                .map(p -> ((Pod) p).namespace())
                .orElse("default");
    }
}
