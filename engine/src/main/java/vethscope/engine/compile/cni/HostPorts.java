package vethscope.engine.compile.cni;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vethscope.engine.compile.site.Device;
import vethscope.engine.compile.site.Devices;
import vethscope.engine.compile.site.RuleScript;
import vethscope.engine.compile.site.Site;
import vethscope.engine.compile.site.Site.NodeSite;
import vethscope.engine.finding.Notes;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.origin.Origin;
import vethscope.engine.packet.Family;
import vethscope.engine.packet.Packet;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.Container;
import vethscope.model.element.Pod;

/// Pods' host ports on their node, as the CNI plugin portmap writes them
/// (containernetworking/plugins, plugins/meta/portmap/portmap_iptables.go).
public final class HostPorts {

    private static final int LONGEST_CHAIN = 28;

    private HostPorts() {}

    /// 127.0.0.1 reaches a host port only if such packets may leave by the pod's device, which portmap allows
    /// (`enableLocalnetRouting`): the bridge, or the node's end of its cable.
    public static void routeLocalnet(Site site, Devices devices) {
        for (NodeSite node : site.nodes().values()) {
            for (Pod pod : node.pods()) {
                boolean has = pod.containers().stream()
                        .flatMap(c -> c.ports().stream())
                        .anyMatch(p -> p.hostPort() != 0);
                if (has && address(pod, Family.V4).isPresent()) {
                    for (Device eth : devices.of(pod.id())) {
                        Device far = PodRoutes.far(eth, devices);
                        if (far != null) {
                            far.routeLocalnet = true;
                        }
                    }
                }
            }
        }
    }

    /// The chains of the node's host ports, after what its tables hold already.
    public static Ruleset append(Ruleset rules, NodeSite node, Notes notes) {
        var all = new ArrayList<String>();
        for (Family family : Family.values()) {
            var lines = new ArrayList<String>();
            node.pods().forEach(pod -> address(pod, family).ifPresent(address -> addPod(lines, pod, address)));
            if (!lines.isEmpty()) {
                String command = family.v6() ? "ip6tables " : "iptables ";
                frame().forEach(line -> all.add(command + line));
                lines.forEach(line -> all.add(command + line));
            }
        }
        return RuleScript.run(rules, node.id(), all, Origin.CNI, notes);
    }

    /// The chains that all pods share: DNAT appended, hence after kube-proxy's; masquerade first in POSTROUTING.
    private static List<String> frame() {
        return List.of(
                "-t nat -N CNI-HOSTPORT-DNAT",
                "-t nat -N CNI-HOSTPORT-SETMARK",
                "-t nat -N CNI-HOSTPORT-MASQ",
                "-t nat -A PREROUTING -m addrtype --dst-type LOCAL -j CNI-HOSTPORT-DNAT",
                "-t nat -A OUTPUT -m addrtype --dst-type LOCAL -j CNI-HOSTPORT-DNAT",
                "-t nat -I POSTROUTING -m comment --comment \"CNI portfwd requiring masquerade\" -j CNI-HOSTPORT-MASQ",
                "-t nat -A CNI-HOSTPORT-SETMARK -m comment --comment \"CNI portfwd masquerade mark\" -j MARK --set-xmark 0x2000/0x2000",
                "-t nat -A CNI-HOSTPORT-MASQ -m mark --mark 0x2000/0x2000 -j MASQUERADE");
    }

    private static Optional<Cidr> address(Pod pod, Family family) {
        return pod.network().addresses().stream()
                .filter(a -> a.v6() == family.v6())
                .findFirst();
    }

    private static void addPod(List<String> lines, Pod pod, Cidr address) {
        String name = "CNI-DN-" + Devices.sha1(pod.id().value());
        String chain = name.substring(0, LONGEST_CHAIN);
        List<Container.Port> ports = pod.containers().stream()
                .flatMap(c -> c.ports().stream())
                .filter(p -> p.hostPort() != 0)
                .toList();
        if (ports.isEmpty()) {
            return;
        }
        lines.add("-t nat -N " + chain);
        for (Container.Port port : ports) {
            Optional<Ip> host = Optional.ofNullable(port.hostIp()).filter(ip -> !ip.isAny());
            if (host.isPresent() && host.get().v6() != address.v6()) {
                continue;
            }
            String match = host.map(ip -> "-d " + ip + " ").orElse("") + "-p "
                    + port.protocol().lower() + " --dport " + port.hostPort();
            lines.add("-t nat -A CNI-HOSTPORT-DNAT -m comment --comment \"dnat name: \\\"" + pod.name() + "\\\"\" "
                    + match + " -j " + chain);
            lines.add("-t nat -A " + chain + " -s " + address.network() + " " + match + " -j CNI-HOSTPORT-SETMARK");
            if (!address.v6()) {
                lines.add("-t nat -A " + chain + " -s 127.0.0.1/32 " + match + " -j CNI-HOSTPORT-SETMARK");
            }
            lines.add("-t nat -A " + chain + " " + match + " -j DNAT --to-destination "
                    + Packet.at(address.ip(), port.port()));
        }
    }
}
