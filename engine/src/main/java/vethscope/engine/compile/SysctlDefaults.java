package vethscope.engine.compile;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import vethscope.engine.compile.Site.NodeSite;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Sysctls;
import vethscope.model.KubeProxy;
import vethscope.model.element.Element;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.Pod;

/// The sysctls of a namespace: what its kind starts with, what kube-proxy and the CNI set, then the owner's own.
final class SysctlDefaults {

    private SysctlDefaults() {}

    /// What most pods have; shared, for there may be very many.
    private static final Sysctls POD = new Sysctls(defaults(Netns.Kind.POD));

    static Sysctls of(Element element, Netns.Kind kind, Site site, Collection<Device> devices) {
        if (kind == Netns.Kind.POD && own(element).isEmpty()) {
            return POD;
        }
        Map<String, String> values = defaults(kind);
        NodeSite node = site.nodes().get(element.id());
        if (node != null && node.kubeProxy() != null && setsRouteLocalnet(node.kubeProxy())) {
            values.put("net.ipv4.conf.all.route_localnet", "1");
        }
        for (Device device : devices) {
            if (device.proxyArp) {
                values.put("net.ipv4.conf." + device.name + ".proxy_arp", "1");
            }
        }
        values.putAll(own(element));
        return new Sysctls(values);
    }

    private static Map<String, String> own(Element element) {
        return switch (element) {
            case LinuxBox box -> box.machine().sysctl();
            case Pod pod -> pod.network().sysctl();
            default -> Map.of();
        };
    }

    private static Map<String, String> defaults(Netns.Kind kind) {
        var values = new LinkedHashMap<String, String>();
        values.put("net.ipv4.ip_forward", "0");
        values.put("net.ipv4.conf.all.rp_filter", "0");
        values.put("net.bridge.bridge-nf-call-iptables", "0");
        values.put("net.ipv4.conf.all.send_redirects", "0");
        switch (kind) {
            case NODE -> {
                values.put("net.ipv4.ip_forward", "1");
                values.put("net.bridge.bridge-nf-call-iptables", "1");
                values.put("net.ipv4.conf.all.send_redirects", "1");
            }
            case ROUTER, VPC, INTERNET_GATEWAY, NAT_GATEWAY, LOAD_BALANCER, INTERNET ->
                values.put("net.ipv4.ip_forward", "1");
            case HOST, NETNS, POD, SWITCH -> {}
        }
        return values;
    }

    /// kube-proxy sets it while node ports answer on 127.0.0.1 (pkg/proxy/iptables/proxier.go). Listing node port
    /// addresses without an IPv4 loopback one switches that off.
    static boolean setsRouteLocalnet(KubeProxy proxy) {
        boolean loopback = proxy.nodePortAddresses().isEmpty()
                || proxy.nodePortAddresses().stream()
                        .anyMatch(c -> !c.v6() && (c.prefix() == 0 || c.ip().isLoopback()));
        return proxy.mode() == KubeProxy.Mode.IPTABLES && proxy.localhostNodePorts() && loopback;
    }
}
