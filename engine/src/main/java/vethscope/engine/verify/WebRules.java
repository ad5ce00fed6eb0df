package vethscope.engine.verify;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import vethscope.engine.compile.ingress.AlbAnnotations;
import vethscope.engine.compile.ingress.AlbGroups;
import vethscope.engine.compile.ingress.Backends;
import vethscope.engine.compile.ingress.Grants;
import vethscope.engine.compile.ingress.IngressTls;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.engine.network.HttpMatch;
import vethscope.engine.network.HttpMatch.Hosts;
import vethscope.engine.network.HttpMatch.Paths;
import vethscope.model.Cluster;
import vethscope.model.address.Ip;
import vethscope.model.element.HttpRoute;
import vethscope.model.element.Ingress;
import vethscope.model.element.LoadBalancer;
import vethscope.model.element.Service;
import vethscope.model.element.Vpc;

/// What is likely wrong with ingresses and routes beside their backends: classes, certificates, references to other
/// namespaces, and what the AWS Load Balancer Controller would refuse.
final class WebRules {

    private final Drawing drawing;
    private final Cluster cluster;
    private final Notes notes;

    private WebRules(Drawing drawing, Notes notes) {
        this.drawing = drawing;
        this.cluster = drawing.design().cluster();
        this.notes = notes;
    }

    static void check(Drawing drawing, Notes notes) {
        var rules = new WebRules(drawing, notes);
        rules.defaults();
        drawing.all(Ingress.class).forEach(ingress -> {
            rules.classOf(ingress);
            rules.tls(ingress);
            rules.annotations(ingress);
        });
        drawing.all(Service.class).forEach(rules::annotations);
        drawing.all(LoadBalancer.class).forEach(rules::balancer);
        drawing.all(HttpRoute.class).forEach(rules::route);
    }

    private void defaults() {
        List<String> marked = cluster.defaultIngressClasses();
        if (marked.size() > 1) {
            notes.add(
                    Flaw.SEVERAL_DEFAULT_CLASSES,
                    null,
                    "ingressClasses",
                    String.join(", ", marked),
                    cluster.defaultIngressClass().orElseThrow());
        }
    }

    /// Where no class is drawn, classes are only names.
    private void classOf(Ingress ingress) {
        boolean implemented = ingress.controller() != null || ingress.loadBalancer() != null;
        if (cluster.ingressClasses().isEmpty() || implemented) {
            return;
        }
        String name = cluster.classed(ingress).className();
        if (name == null) {
            notes.add(Flaw.INGRESS_WITHOUT_CLASS, ingress.id(), "class", ingress.name());
        } else if (!cluster.ingressClasses().containsKey(name)) {
            notes.add(Flaw.INGRESS_CLASS_MISSING, ingress.id(), "class", ingress.name(), name);
        }
    }

    /// Hosts of `tls` and of rules should be the same (networking.k8s.io/v1 IngressTLS).
    private void tls(Ingress ingress) {
        List<String> secured = IngressTls.entries(ingress).stream()
                .flatMap(entry -> entry.hosts().stream())
                .distinct()
                .toList();
        if (secured.isEmpty()) {
            return;
        }
        List<String> ruled = IngressTls.ruled(ingress);
        boolean any = ingress.rules().stream()
                .anyMatch(rule -> rule.host() == null || rule.host().isEmpty());
        secured.stream()
                .filter(host -> !any && ruled.stream().noneMatch(rule -> covers(host, rule) || covers(rule, host)))
                .forEach(host -> notes.add(Flaw.TLS_HOST_UNUSED, ingress.id(), "tls", ingress.name(), host));
        ruled.stream()
                .filter(rule -> secured.stream().noneMatch(host -> covers(host, rule)))
                .forEach(rule ->
                        notes.add(Flaw.TLS_HOST_WITHOUT_CERTIFICATE, ingress.id(), "tls", ingress.name(), rule));
    }

    private static boolean covers(String wide, String narrow) {
        return wide.equalsIgnoreCase(narrow)
                || wide.startsWith("*.")
                        && HttpMatch.of(Hosts.ONE_LABEL, wide, Paths.ANY, List.of())
                                .takes(HttpMatch.Asked.get(narrow, null));
    }

    private void annotations(Ingress ingress) {
        AlbAnnotations.of(ingress)
                .refused()
                .forEach(r -> notes.add(
                        Flaw.ANNOTATION_OUT_OF_RANGE,
                        ingress.id(),
                        "annotations",
                        ingress.name(),
                        r.key(),
                        r.value(),
                        r.allowed()));
    }

    private void annotations(Service service) {
        new AlbAnnotations(service.annotations())
                .refused()
                .forEach(r -> notes.add(
                        Flaw.ANNOTATION_OUT_OF_RANGE,
                        service.id(),
                        "annotations",
                        service.name(),
                        r.key(),
                        r.value(),
                        r.allowed()));
    }

    /// What holds for a balancer that the AWS Load Balancer Controller makes for ingresses.
    private void balancer(LoadBalancer balancer) {
        List<Ingress> served = new AlbGroups(drawing.design())
                .served(balancer)
                .map(cluster::classed)
                .filter(ingress -> ingress.controller() == null)
                .toList();
        if (served.isEmpty()) {
            return;
        }
        for (Ingress ingress : served) {
            String wanted = AlbAnnotations.of(ingress).scheme();
            if (wanted != null && balancer.scheme() != null && !wanted.equals(balancer.scheme())) {
                notes.add(
                        Flaw.SCHEME_DIFFERS,
                        ingress.id(),
                        "annotations",
                        ingress.name(),
                        wanted,
                        balancer.name(),
                        balancer.scheme());
            }
        }
        List<String> zones = zones(balancer);
        if (zones.size() == 1) {
            notes.add(Flaw.TOO_FEW_ZONES, balancer.id(), "interfaces", balancer.name(), zones.getFirst());
        }
    }

    /// The zones of a balancer's subnets, as far as a vpc says them.
    private List<String> zones(LoadBalancer balancer) {
        List<Ip> own = drawing.network().netns(balancer.id()).interfaces().values().stream()
                .flatMap(nic -> nic.addresses().stream())
                .map(address -> address.ip())
                .toList();
        return drawing.all(Vpc.class)
                .flatMap(vpc -> vpc.subnets().stream())
                .filter(subnet -> subnet.zone() != null
                        && own.stream().anyMatch(ip -> subnet.cidr().stream().anyMatch(c -> c.contains(ip))))
                .map(subnet -> String.valueOf(subnet.zone()))
                .distinct()
                .toList();
    }

    private void route(HttpRoute route) {
        var grants = new Grants(cluster.referenceGrants());
        Backends.list(route.spec().fields().get("rules")).stream()
                .flatMap(rule -> Backends.list(Backends.map(rule).get("backendRefs")).stream())
                .map(Backends::map)
                .flatMap(ref -> foreign(ref, route, grants))
                .distinct()
                .forEach(name -> notes.add(Flaw.REFERENCE_NOT_GRANTED, route.id(), "rules", route.name(), name));
    }

    private static Stream<String> foreign(Map<?, ?> ref, HttpRoute route, Grants grants) {
        Object namespace = ref.get("namespace");
        String there = namespace == null ? route.namespace() : namespace.toString();
        String service = String.valueOf(ref.get("name"));
        return grants.allow(route, there, service) ? Stream.empty() : Stream.of(there + "/" + service);
    }
}
