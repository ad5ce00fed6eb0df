package vethscope.engine.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.model.Cni;
import vethscope.model.Id;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.Container;
import vethscope.model.element.KubeNode;
import vethscope.model.element.Nic;
import vethscope.model.element.Pod;

/// Pods' addresses against the ranges that they come from.
final class AddressRules {

    /// A node's range.
    private record Range(KubeNode node, Cidr cidr) {}

    private AddressRules() {}

    static void check(Drawing drawing, Notes notes) {
        drawing.all(Pod.class).forEach(pod -> pod(drawing, pod, notes));
        overlaps(drawing, notes);
        clusterRanges(drawing, notes);
        Map<Id, List<Pod>> pods = drawing.podsByNode();
        drawing.all(KubeNode.class).forEach(node -> {
            List<Pod> here = pods.getOrDefault(node.id(), List.of());
            hostPorts(here, notes);
            Cni cni = drawing.cni(node);
            if (cni != null && cni.type() == Cni.Type.AWS_VPC) {
                pool(node, here, notes);
            }
            if (cni != null && cni.overlay() != null && (node.podCidr().isEmpty() || hasNoAddress(node))) {
                notes.add(
                        Flaw.OVERLAY_INCOMPLETE,
                        node.id(),
                        "podCIDR",
                        node.name(),
                        cni.overlay().device());
            }
        });
    }

    private static boolean hasNoAddress(KubeNode node) {
        return node.machine().interfaces().stream().allMatch(n -> n.addresses().isEmpty());
    }

    private static void pod(Drawing drawing, Pod pod, Notes notes) {
        List<Cidr> addresses = pod.network().addresses();
        if (pod.network().hostNetwork()) {
            if (!addresses.isEmpty()) {
                notes.add(Flaw.HOST_NETWORK_ADDRESS, pod.id(), "address", pod.name());
            }
            return;
        }
        drawing.nodeOf(pod).ifPresent(node -> {
            Cni cni = drawing.cni(node);
            if (cni != null && cni.type() == Cni.Type.AWS_VPC) {
                return;
            }
            for (Cidr address : addresses) {
                List<Cidr> family = node.podCidr().stream()
                        .filter(c -> c.v6() == address.v6())
                        .toList();
                if (!family.isEmpty() && family.stream().noneMatch(c -> c.contains(address.ip()))) {
                    notes.add(
                            Flaw.OUTSIDE_POD_CIDR,
                            pod.id(),
                            "address",
                            pod.name(),
                            address.ip(),
                            node.name(),
                            family.getFirst());
                }
            }
        });
    }

    /// Ranges sorted by their first address: one overlaps if it starts before the widest so far ends.
    private static void overlaps(Drawing drawing, Notes notes) {
        List<Range> ranges = drawing.all(KubeNode.class)
                .flatMap(n -> n.podCidr().stream().map(c -> new Range(n, c.network())))
                .collect(Collectors.toCollection(ArrayList::new));
        ranges.sort(Comparator.comparing(Range::cidr));
        Range widest = null;
        for (Range range : ranges) {
            if (widest != null
                    && widest.cidr().contains(range.cidr().ip())
                    && !widest.node().equals(range.node())) {
                notes.add(
                        Flaw.OVERLAPPING_POD_CIDRS,
                        range.node().id(),
                        "podCIDR",
                        range.cidr(),
                        range.node().name(),
                        widest.cidr(),
                        widest.node().name());
            }
            if (widest == null || !widest.cidr().contains(range.cidr().last())) {
                widest = range;
            }
        }
    }

    /// Pods, services and machines must not share addresses.
    private static void clusterRanges(Drawing drawing, Notes notes) {
        List<Cidr> services = drawing.design().cluster().serviceCidr();
        for (Cidr pods : drawing.design().cluster().podCidr()) {
            services.stream()
                    .filter(s -> s.contains(pods.network().ip())
                            || pods.contains(s.network().ip()))
                    .forEach(s -> notes.add(Flaw.RANGES_OVERLAP, null, "cluster", "podCIDR", pods, "serviceCIDR", s));
        }
        drawing.all(KubeNode.class)
                .forEach(node -> node.machine().interfaces().stream()
                        .flatMap(n -> n.addresses().stream())
                        .forEach(a -> services.stream()
                                .filter(s -> s.contains(a.ip()))
                                .forEach(s -> notes.add(
                                        Flaw.RANGES_OVERLAP,
                                        node.id(),
                                        "interfaces",
                                        node.name(),
                                        a,
                                        "serviceCIDR",
                                        s))));
    }

    private static void hostPorts(List<Pod> pods, Notes notes) {
        var taken = new HashMap<String, Map<String, Pod>>();
        for (Pod pod : pods) {
            for (Container container : pod.containers()) {
                for (Container.Port port : container.ports()) {
                    if (port.hostPort() == 0) {
                        continue;
                    }
                    String key = port.hostPort() + "/" + port.protocol().lower();
                    Pod first = clashing(taken, key, port.hostIp(), pod);
                    if (first != null) {
                        notes.add(Flaw.HOST_PORT_CLASH, pod.id(), "containers", key, pod.name(), first.name());
                    }
                }
            }
        }
    }

    /// A port of all addresses clashes with that of any one (`HostPortInfo.CheckConflict` of the scheduler).
    private static @Nullable Pod clashing(Map<String, Map<String, Pod>> taken, String key, @Nullable Ip ip, Pod pod) {
        Map<String, Pod> others = taken.computeIfAbsent(key, _ -> new LinkedHashMap<>());
        String own = ip == null || ip.isAny() ? "" : ip.toString();
        Pod first = own.isEmpty()
                ? others.values().stream().findFirst().orElse(null)
                : others.getOrDefault("", others.get(own));
        others.putIfAbsent(own, pod);
        return first;
    }

    /// The AWS VPC CNI gives out only the secondary addresses of the node's ENIs and what lies in their prefixes.
    private static void pool(KubeNode node, List<Pod> all, Notes notes) {
        boolean trunk = node.machine().interfaces().stream().anyMatch(Nic::trunk);
        // a pod with groups of its own has an ENI of its own
        List<Pod> pods = all.stream()
                .filter(pod -> !trunk || pod.securityGroups().isEmpty())
                .toList();
        Set<Ip> pool = new HashSet<>();
        node.machine().interfaces().stream().map(Nic::secondary).forEach(pool::addAll);
        List<Cidr> prefixes = node.machine().interfaces().stream()
                .flatMap(nic -> nic.prefixes().stream())
                .toList();
        if (prefixes.isEmpty() && pods.size() > pool.size()) {
            notes.add(Flaw.POOL_EXHAUSTED, node.id(), "interfaces", node.name(), pods.size(), pool.size());
        }
        pods.forEach(pod -> pod.network().addresses().stream()
                .filter(a -> !pool.contains(a.ip()) && prefixes.stream().noneMatch(p -> p.contains(a.ip())))
                .forEach(a -> notes.add(Flaw.NOT_IN_POOL, pod.id(), "address", a.ip(), pod.name(), node.name())));
    }
}
