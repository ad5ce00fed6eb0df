package vethscope.engine.verify;

import java.util.List;
import java.util.Optional;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.model.Choice;
import vethscope.model.Cni;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.InternetGateway;
import vethscope.model.element.KubeNode;
import vethscope.model.element.NatGateway;
import vethscope.model.element.Pod;

/// Pods that would leave for the internet with their own addresses, which an internet gateway does not translate.
final class EgressRule {

    private EgressRule() {}

    static void check(Drawing drawing, Notes notes) {
        Optional<InternetGateway> gateway = drawing.all(InternetGateway.class)
                .filter(InternetGateway::dropUnknown)
                .findFirst();
        // a NAT gateway may translate what the nodes do not
        if (gateway.isEmpty() || drawing.all(NatGateway.class).findAny().isPresent()) {
            return;
        }
        var pods = drawing.podsByNode();
        drawing.all(KubeNode.class)
                .filter(node -> isBare(drawing, node))
                .filter(node -> pods.getOrDefault(node.id(), List.of()).stream()
                        .anyMatch(pod -> !isTranslated(pod, gateway.get())))
                .forEach(node -> notes.add(
                        Flaw.NO_MASQUERADE,
                        node.id(),
                        "masquerade",
                        node.name(),
                        gateway.get().name()));
    }

    /// Neither the CNI nor a rule of its own hides the node's pods.
    private static boolean isBare(Drawing drawing, KubeNode node) {
        boolean none = switch (node.masquerade()) {
            case Choice.Inherit<?> _ -> drawing.design().cluster().masquerade() == null;
            case Choice.None<?> _ -> true;
            case Choice.Own<?> _ -> false;
        };
        Cni cni = drawing.cni(node);
        return none
                && (cni == null || cni.type() != Cni.Type.AWS_VPC)
                && node.machine().iptables().stream().noneMatch(l -> l.contains("MASQUERADE") || l.contains("SNAT"));
    }

    /// Global IPv6 addresses need no translation.
    private static boolean isTranslated(Pod pod, InternetGateway gateway) {
        List<Ip> own = pod.network().addresses().stream()
                .map(Cidr::ip)
                .filter(ip -> !ip.isGlobal6())
                .toList();
        return own.stream().anyMatch(gateway.nat()::containsKey)
                || own.isEmpty() && !pod.network().addresses().isEmpty();
    }
}
