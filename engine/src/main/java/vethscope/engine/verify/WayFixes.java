package vethscope.engine.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import vethscope.engine.finding.Finding;
import vethscope.engine.finding.Finding.Fix;
import vethscope.model.Choice;
import vethscope.model.Cluster;
import vethscope.model.Cni;
import vethscope.model.Design;
import vethscope.model.Masquerade;
import vethscope.model.address.Cidr;
import vethscope.model.edit.Edit;
import vethscope.model.element.Element;
import vethscope.model.element.KubeNode;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.Machine;
import vethscope.model.element.Nic;
import vethscope.model.element.Pod;
import vethscope.model.element.Vpc;

/// Edits that mend what packets meet on their way: sizes, filters, routes, translation.
record WayFixes(Design design, Finding finding) {

    private static final String LOOSE = "2";

    private List<String> said() {
        return finding.message().arguments();
    }

    private <E extends Element> Stream<E> element(Class<E> kind) {
        return Optional.ofNullable(finding.where())
                .flatMap(design.topology()::find)
                .filter(kind::isInstance)
                .map(kind::cast)
                .stream();
    }

    /// Down to what the way carries: of the interface, the pod, or the pods of the node.
    Stream<Fix> mtu() {
        String sender = said().getFirst();
        int least = Integer.parseInt(said().getLast());
        return Stream.of(
                        element(LinuxBox.class).flatMap(box -> interfaceMtu(box, sender, least)),
                        element(Pod.class).map(pod -> podMtu(pod, least)),
                        element(KubeNode.class).flatMap(node -> cniMtu(node, sender, least)))
                .flatMap(fixes -> fixes);
    }

    private static Stream<Fix> interfaceMtu(LinuxBox box, String sender, int least) {
        List<Nic> nics = box.machine().interfaces().stream()
                .map(n -> sender.equals(box.name() + " " + n.name()) ? n.withMtu(least) : n)
                .toList();
        return nics.equals(box.machine().interfaces())
                ? Stream.empty()
                : Stream.of(Fixes.fix(
                        "fix.mtu", new Edit.Put(box.withMachine(box.machine().withInterfaces(nics))), sender, least));
    }

    private static Fix podMtu(Pod pod, int least) {
        return Fixes.fix("fix.mtu", new Edit.Put(pod.withNetwork(pod.network().withMtu(least))), pod.name(), least);
    }

    /// The sender is a pod whose MTU the node's CNI chose, or the CNI's tunnel itself.
    private Stream<Fix> cniMtu(KubeNode node, String sender, int least) {
        boolean pods = design.topology()
                .all(Pod.class)
                .anyMatch(pod ->
                        pod.in().equals(Optional.of(node.id())) && pod.name().equals(sender));
        if (!pods) {
            return Stream.empty();
        }
        return switch (node.cni()) {
            case Choice.Own<Cni>(Cni own) ->
                Stream.of(Fixes.fix(
                        "fix.mtu.pods",
                        new Edit.Put(node.withCni(Choice.own(own.withMtu(least)))),
                        node.name(),
                        least));
            case Choice.Inherit<Cni> _ -> {
                Cluster cluster = design.cluster();
                yield Stream.of(Fixes.fix(
                        "fix.mtu.pods",
                        new Edit.PutCluster(cluster.withCni(cluster.cni().withMtu(least))),
                        node.name(),
                        least));
            }
            case Choice.None<Cni> _ -> Stream.empty();
        };
    }

    /// Loose: some way back is enough.
    Stream<Fix> looseFilter() {
        String device = said().get(2);
        return element(LinuxBox.class).map(box -> {
            Machine m = box.machine();
            Map<String, String> sysctl = new LinkedHashMap<>(m.sysctl());
            var changed = new ArrayList<String>();
            for (String who : List.of("all", device, "default")) {
                String key = "net.ipv4.conf." + who + ".rp_filter";
                if (sysctl.replace(key, "1", LOOSE)) {
                    changed.add(key);
                }
            }
            var mended = new Machine(m.interfaces(), m.routes(), m.rules(), sysctl, m.iptables(), m.containers());
            return Fixes.fix("fix.sysctl", new Edit.Put(box.withMachine(mended)), String.join(", ", changed), LOOSE);
        });
    }

    /// A vpc's route to the node whose pods these are.
    Stream<Fix> routeToOwner() {
        String range = said().getFirst();
        return element(Vpc.class)
                .flatMap(vpc -> design.topology()
                        .all(KubeNode.class)
                        .filter(node ->
                                node.podCidr().stream().map(Cidr::toString).anyMatch(range::equals))
                        .limit(1)
                        .flatMap(node -> {
                            String line = range + " via " + node.id();
                            List<String> routes = vpc.routes().stream()
                                    .map(r -> r.startsWith(range + " ") ? line : r)
                                    .toList();
                            return routes.equals(vpc.routes())
                                    ? Stream.empty()
                                    : Stream.of(Fixes.fix(
                                            "fix.reroute",
                                            new Edit.Put(vpc.withRoutes(routes)),
                                            range,
                                            vpc.name(),
                                            node.name()));
                        }));
    }

    /// As the cluster's other nodes do it, or by the defaults.
    Stream<Fix> masquerade() {
        Choice<Masquerade> usual =
                design.cluster().masquerade() == null ? Choice.own(Masquerade.DEFAULT) : Choice.inherit();
        return element(KubeNode.class)
                .map(node -> Fixes.fix("fix.masquerade", new Edit.Put(node.withMasquerade(usual)), node.name()));
    }
}
