package vethscope.engine.verify;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.ingress.AlbAnnotations;
import vethscope.engine.compile.ingress.AlbGroups;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.engine.network.Fib;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Route;
import vethscope.model.Cni;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.InternetGateway;
import vethscope.model.element.KubeNode;
import vethscope.model.element.LoadBalancer;
import vethscope.model.element.Vpc;

/// What stands on a vpc: it must route to the pods of its nodes and let their packets through, and a balancer
/// that faces the internet needs a public address.
final class VpcRules {

    private VpcRules() {}

    static void check(Drawing drawing, Notes notes) {
        drawing.all(LoadBalancer.class)
                .filter(balancer -> "internet-facing".equals(scheme(drawing, balancer)))
                .forEach(balancer -> publicAddress(drawing, balancer, notes));
        drawing.all(KubeNode.class)
                .forEach(node -> drawing.network()
                        .netns(node.id())
                        .interfaces()
                        .values()
                        .forEach(nic -> {
                            if (nic.peer() != null
                                    && drawing.find(nic.peer().netns()).orElse(null) instanceof Vpc vpc) {
                                check(drawing, node, nic, vpc, notes);
                            }
                        }));
    }

    /// Where the drawing does not say it, what the ingresses of the balancer ask for; otherwise the controller makes
    /// an internal one.
    private static @Nullable String scheme(Drawing drawing, LoadBalancer balancer) {
        return balancer.scheme() != null
                ? balancer.scheme()
                : new AlbGroups(drawing.design())
                        .served(balancer)
                        .flatMap(ingress ->
                                Stream.ofNullable(AlbAnnotations.of(ingress).scheme()))
                        .findFirst()
                        .orElse(null);
    }

    private static void publicAddress(Drawing drawing, LoadBalancer balancer, Notes notes) {
        List<Ip> own = drawing.network().netns(balancer.id()).interfaces().values().stream()
                .filter(nic ->
                        nic.peer() != null && drawing.find(nic.peer().netns()).orElse(null) instanceof Vpc)
                .flatMap(nic -> nic.addresses().stream())
                .map(Cidr::ip)
                .toList();
        boolean mapped = own.stream().anyMatch(Ip::isGlobal6)
                || drawing.all(InternetGateway.class)
                        .anyMatch(gateway -> own.stream().anyMatch(gateway.nat()::containsKey));
        if (!own.isEmpty() && !mapped) {
            notes.add(Flaw.BALANCER_NOT_PUBLIC, balancer.id(), "scheme", balancer.name(), own.getFirst());
        }
    }

    private static void check(Drawing drawing, KubeNode node, Interface nic, Vpc vpc, Notes notes) {
        Cni cni = drawing.cni(node);
        if (cni == null || cni.overlay() != null || cni.type() == Cni.Type.AWS_VPC || nodesOn(drawing, vpc) < 2) {
            return;
        }
        Netns router = drawing.network().netns(vpc.id());
        for (Cidr range : node.podCidr()) {
            boolean routed = router.fib()
                    .lookup(Fib.Query.to(range.network().ip()))
                    .filter(r ->
                            r.type() == Route.Type.UNICAST && r.destination().prefix() > 0)
                    .isPresent();
            if (!routed) {
                notes.add(Flaw.VPC_LACKS_ROUTE, vpc.id(), "routes", vpc.name(), range, node.name());
            } else if (isChecked(node, nic.name())) {
                notes.add(Flaw.SOURCE_DEST_CHECK, node.id(), "interfaces", nic.name(), node.name(), vpc.name());
            }
        }
    }

    private static long nodesOn(Drawing drawing, Vpc vpc) {
        return drawing.network().netns(vpc.id()).interfaces().values().stream()
                .filter(p -> p.peer() != null && drawing.find(p.peer().netns()).orElse(null) instanceof KubeNode)
                .limit(2)
                .count();
    }

    private static boolean isChecked(KubeNode node, String nic) {
        return node.machine().interfaces().stream().anyMatch(n -> n.name().equals(nic) && n.sourceDestCheck());
    }
}
