package vethscope.engine.verify;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.ingress.AlbAnnotations;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.model.Id;
import vethscope.model.address.Ip;
import vethscope.model.element.Element;
import vethscope.model.element.Gateway;
import vethscope.model.element.Ingress;
import vethscope.model.element.KubeNode;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.LoadBalancer;
import vethscope.model.element.Pod;
import vethscope.model.element.Service;
import vethscope.model.element.Vpc;

/// Names of other elements that lead nowhere: backends, targets, implementers.
final class ReferenceRules {

    private final Drawing drawing;
    private final Notes notes;

    private ReferenceRules(Drawing drawing, Notes notes) {
        this.drawing = drawing;
        this.notes = notes;
    }

    static void check(Drawing drawing, Notes notes) {
        var rules = new ReferenceRules(drawing, notes);
        drawing.all(Ingress.class).map(drawing.design().cluster()::classed).forEach(rules::ingress);
        drawing.all(Gateway.class).forEach(rules::gateway);
        drawing.all(LoadBalancer.class).forEach(rules::balancer);
        drawing.all(LoadBalancer.class)
                .forEach(lb -> lb.cloud().securityGroups().forEach(id -> rules.exists(lb, "securityGroups", id)));
        drawing.all(Vpc.class).forEach(vpc -> vpc.subnets().forEach(subnet -> rules.exists(vpc, "acl", subnet.acl())));
        drawing.all(Pod.class)
                .forEach(pod -> pod.securityGroups().forEach(id -> rules.exists(pod, "securityGroups", id)));
        drawing.all(LinuxBox.class)
                .forEach(box -> box.machine().interfaces().stream()
                        .flatMap(nic -> nic.securityGroups().stream())
                        .forEach(id -> rules.exists(box, "interfaces", id)));
        drawing.all(KubeNode.class)
                .forEach(
                        node -> node.status().securityGroups().forEach(id -> rules.exists(node, "securityGroups", id)));
    }

    private void exists(Element element, String key, @Nullable Id id) {
        if (id != null && drawing.find(id).isEmpty()) {
            notes.add(Flaw.REFERENCE_MISSING, element.id(), key, element.name(), key, id);
        }
    }

    private void ingress(Ingress ingress) {
        exists(ingress, "controller", ingress.controller());
        exists(ingress, "loadBalancer", ingress.loadBalancer());
        // The AWS load balancer controller would make one.
        if (drawing.design().cluster().isAlb(ingress) && !isServed(ingress)) {
            notes.add(Flaw.INGRESS_WITHOUT_BALANCER, ingress.id(), "loadBalancer", ingress.name());
        }
        AlbAnnotations annotations = AlbAnnotations.of(ingress);
        annotations.malformed((key, value) ->
                notes.add(Flaw.ANNOTATION_MALFORMED, ingress.id(), "annotations", ingress.name(), key, value));
        ingress.rules().forEach(rule -> rule(ingress, rule));
    }

    private void rule(Ingress ingress, Ingress.Rule rule) {
        String service = rule.service();
        if (AlbAnnotations.isAction(rule)) {
            if (AlbAnnotations.of(ingress).action(String.valueOf(service)).isEmpty()) {
                notes.add(
                        Flaw.ACTION_MISSING,
                        ingress.id(),
                        "annotations",
                        ingress.name(),
                        AlbAnnotations.PREFIX + "actions." + service);
            }
            return;
        }
        if (service != null && !hasService(ingress.namespace(), service)) {
            notes.add(Flaw.BACKEND_MISSING, ingress.id(), "rules", ingress.name(), service, ingress.namespace());
        }
        if (ingress.controller() == null && !AlbAnnotations.isLegal(rule)) {
            notes.add(
                    Flaw.PATH_PATTERN,
                    ingress.id(),
                    "rules",
                    ingress.name(),
                    String.valueOf(rule.path()),
                    String.valueOf(rule.pathType()));
        }
        instanceTargets(ingress, rule);
    }

    /// Node ports are what an ALB with instance targets sends to.
    private void instanceTargets(Ingress ingress, Ingress.Rule rule) {
        boolean alb = ingress.controller() == null && ingress.loadBalancer() != null;
        services(ingress.namespace(), String.valueOf(rule.service()))
                .filter(service -> alb && service.ports().stream().allMatch(p -> p.nodePort() == 0))
                .filter(service ->
                        !AlbAnnotations.of(ingress).targetsPods(service).orElse(ingress.ipTargets()))
                .findFirst()
                .ifPresent(service -> notes.add(
                        Flaw.INSTANCE_WITHOUT_NODE_PORT, ingress.id(), "rules", ingress.name(), service.name()));
    }

    /// By a balancer of its own or of its group.
    private boolean isServed(Ingress ingress) {
        String group = AlbAnnotations.of(ingress).group();
        return ingress.loadBalancer() != null
                || isBackend(ingress.id())
                || group != null
                        && drawing.all(Ingress.class)
                                .anyMatch(other ->
                                        group.equals(AlbAnnotations.of(other).group())
                                                && (other.loadBalancer() != null || isBackend(other.id())));
    }

    private boolean isBackend(Id id) {
        return drawing.all(LoadBalancer.class)
                .flatMap(b -> b.listeners().stream())
                .anyMatch(l -> l.backend() != null && l.backend().id().equals(id));
    }

    private boolean hasService(String namespace, String name) {
        return services(namespace, name).findFirst().isPresent();
    }

    private Stream<Service> services(String namespace, String name) {
        return drawing.all(Service.class)
                .filter(s -> s.namespace().equals(namespace)
                        && (s.name().equals(name) || s.id().value().equals(name)));
    }

    private void gateway(Gateway gateway) {
        exists(gateway, "loadBalancer", gateway.loadBalancer());
        exists(gateway, "controller", gateway.controller());
    }

    private void balancer(LoadBalancer balancer) {
        for (LoadBalancer.Listener listener : balancer.listeners()) {
            if (listener.backend() == null) {
                if (listener.targets().isEmpty()) {
                    notes.add(Flaw.NO_TARGETS, balancer.id(), "listeners", balancer.name(), listener.port());
                }
                listener.targets().stream()
                        .filter(target -> !isTarget(target))
                        .forEach(target ->
                                notes.add(Flaw.TARGET_MISSING, balancer.id(), "listeners", balancer.name(), target));
            } else {
                exists(balancer, listener.backend().key(), listener.backend().id());
                drawing.design()
                        .topology()
                        .find(listener.backend().id(), Service.class)
                        .ifPresent(service -> nodePort(balancer, listener, service));
            }
        }
    }

    private void nodePort(LoadBalancer balancer, LoadBalancer.Listener listener, Service service) {
        boolean served = service.ports().stream()
                .anyMatch(p -> p.protocol() == listener.protocol() && p.port() == listener.port() && p.nodePort() != 0);
        if (!served) {
            notes.add(Flaw.NO_TARGETS, balancer.id(), "listeners", balancer.name(), listener.port());
        }
    }

    /// `node:port`, `ip:port`, `[ipv6]:port` or a pod.
    private boolean isTarget(String target) {
        int colon = target.lastIndexOf(':');
        String host = colon < 0 ? target : target.substring(0, colon);
        Optional<Element> element = Stream.of(host)
                .filter(Id::legal)
                .flatMap(h -> drawing.find(Id.of(h)).stream())
                .findFirst();
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String bare = bracketed ? host.substring(1, host.length() - 1) : host;
        return element.isPresent()
                || colon >= 0
                        && Ip.tryParse(bare).filter(ip -> ip.v6() == bracketed).isPresent();
    }
}
