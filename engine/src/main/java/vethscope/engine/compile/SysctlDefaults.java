package vethscope.engine.compile;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import vethscope.engine.compile.kubeproxy.NodePortAddresses;
import vethscope.engine.compile.kubeproxy.ProxyNode;
import vethscope.engine.compile.site.Device;
import vethscope.engine.compile.site.Site;
import vethscope.engine.compile.site.Site.NodeSite;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Sysctls;
import vethscope.engine.origin.Origin;
import vethscope.engine.packet.Family;
import vethscope.model.KubeProxy;
import vethscope.model.element.Element;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.Pod;

/// The sysctls of a namespace: what its kind starts with, what kube-proxy and the CNI set, then the owner's own.
final class SysctlDefaults {

    private static final String CONF = "net.ipv4.conf.";
    private static final String CONF6 = "net.ipv6.conf.";

    /// Keys that take whole numbers begin so.
    private static final List<String> NUMBERS =
            List.of(CONF, CONF6, "net.ipv4.ip_forward", "net.bridge.bridge-nf-call-", "net.netfilter.nf_conntrack_");

    /// What kube-proxy sets to 1 in IPVS mode; conn_reuse_mode it leaves as it is since Linux 5.9
    /// (pkg/proxy/ipvs/proxier.go NewProxier).
    private static final List<String> IPVS = List.of(
            "net.ipv4.vs.conntrack",
            "net.ipv4.vs.conn_reuse_mode",
            "net.ipv4.vs.expire_nodest_conn",
            "net.ipv4.vs.expire_quiescent_template");

    /// `tcpEstablishedTimeout` and `tcpCloseWaitTimeout` of its configuration (cmd/kube-proxy/app/server_linux.go).
    private static final Map<String, String> CONNTRACK = new TreeMap<>(Map.of(
            "net.netfilter.nf_conntrack_tcp_timeout_established", "86400",
            "net.netfilter.nf_conntrack_tcp_timeout_close_wait", "3600"));

    /// What it sets besides with `strictARP`: the node does not answer for addresses of kube-ipvs0.
    private static final Map<String, String> STRICT_ARP =
            Map.of("net.ipv4.conf.all.arp_ignore", "1", "net.ipv4.conf.all.arp_announce", "2");

    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,9}");

    private SysctlDefaults() {}

    /// What most pods have; shared, for there may be very many.
    private static final Sysctls POD = new Sysctls(defaults(Netns.Kind.POD), Map.of());

    /// A value that the kernel would not take is a finding and changes nothing.
    static Sysctls of(
            Element element, Netns.Kind kind, Site site, Collection<Device> devices, Twins twins, Notes notes) {
        if (kind == Netns.Kind.POD && own(element).isEmpty()) {
            return POD;
        }
        SequencedMap<String, String> values = defaults(kind);
        Map<String, Origin> authors = authors(values, element, kind);
        NodeSite node = site.nodes().get(element.id());
        if (node != null && node.kubeProxy() != null && setsRouteLocalnet(node.kubeProxy())) {
            values.put("net.ipv4.conf.all.route_localnet", "1");
            authors.put("net.ipv4.conf.all.route_localnet", Origin.KUBE_PROXY);
        }
        if (node != null && node.kubeProxy() != null) {
            proxied(node.kubeProxy()).forEach((key, value) -> {
                values.put(key, value);
                authors.put(key, Origin.KUBE_PROXY);
            });
        }
        for (Device device : devices) {
            if (device.routeLocalnet) {
                values.put("net.ipv4.conf." + device.name + ".route_localnet", "1");
                authors.put("net.ipv4.conf." + device.name + ".route_localnet", Origin.CNI);
            }
            if (device.proxyArp) {
                values.put("net.ipv4.conf." + device.name + ".proxy_arp", "1");
                authors.put("net.ipv4.conf." + device.name + ".proxy_arp", proxying(element, kind));
            }
        }
        own(element).forEach((key, value) -> {
            if (isTaken(key, value, devices)) {
                values.put(key, value);
                authors.put(key, Origin.ownSysctl(element.id().value()));
            } else {
                notes.add(Flaw.SYSCTL_REFUSED, element.id(), "sysctl", element.id(), key, value);
            }
        });
        return twins.of(values, authors);
    }

    /// What kube-proxy sets when it starts, besides route_localnet.
    private static Map<String, String> proxied(KubeProxy settings) {
        var values = new LinkedHashMap<String, String>();
        if (settings.mode() != KubeProxy.Mode.NONE) {
            values.putAll(CONNTRACK);
        }
        if (settings.mode() == KubeProxy.Mode.IPVS) {
            IPVS.forEach(key -> values.put(key, "1"));
            if (settings.strictArp()) {
                values.putAll(STRICT_ARP);
            }
        }
        return values;
    }

    /// Whether `sysctl -w` would succeed; keys that mean nothing to the data path are not judged.
    private static boolean isTaken(String key, String value, Collection<Device> devices) {
        boolean judged = NUMBERS.stream().anyMatch(key::startsWith) && !key.endsWith(".stable_secret");
        boolean hops = key.equals("net.ipv4.ip_default_ttl") || key.startsWith(CONF6) && key.endsWith(".hop_limit");
        return !judged && !hops
                || WHOLE.matcher(value.strip()).matches()
                        && (!hops || isHops(Integer.parseInt(value.strip())))
                        && isThere(key, devices);
    }

    private static boolean isHops(int number) {
        return number >= 1 && number <= 255;
    }

    private static boolean isThere(String key, Collection<Device> devices) {
        // both prefixes are of one length
        String rest = key.startsWith(CONF) || key.startsWith(CONF6) ? key.substring(CONF.length()) : "";
        int dot = rest.lastIndexOf('.');
        String device = dot < 0 ? "all" : rest.substring(0, dot);
        return List.of("all", "default", "lo").contains(device)
                || devices.stream().anyMatch(d -> d.name.equals(device));
    }

    /// Who switched on what a machine of this kind has on from the start.
    private static Map<String, Origin> authors(Map<String, String> values, Element element, Netns.Kind kind) {
        Origin author = kind == Netns.Kind.NODE
                ? Origin.SETUP
                : Origin.program(element.id().value());
        var authors = new HashMap<String, Origin>();
        values.forEach((key, value) -> {
            if (!value.equals("0")) {
                authors.put(key, author);
            }
        });
        return authors;
    }

    private static Map<String, String> own(Element element) {
        return switch (element) {
            case LinuxBox box -> box.machine().sysctl();
            case Pod pod -> pod.network().sysctl();
            default -> Map.of();
        };
    }

    private static SequencedMap<String, String> defaults(Netns.Kind kind) {
        var values = new LinkedHashMap<String, String>();
        boolean node = kind == Netns.Kind.NODE;
        for (Family family : Family.values()) {
            values.put(Sysctls.forwardingKey(family), forwards(kind) ? "1" : "0");
            values.put(Sysctls.bridgeNfCallKey(family), node ? "1" : "0");
        }
        values.put("net.ipv4.conf.all.rp_filter", "0");
        values.put("net.ipv4.conf.all.send_redirects", node ? "1" : "0");
        return values;
    }

    /// A node answers for its pods because its CNI plugin says so, a cloud's router because that is what it does.
    private static Origin proxying(Element element, Netns.Kind kind) {
        return kind == Netns.Kind.NODE
                ? Origin.CNI
                : Origin.program(element.id().value());
    }

    private static boolean forwards(Netns.Kind kind) {
        return switch (kind) {
            case NODE, ROUTER, VPC, INTERNET_GATEWAY, NAT_GATEWAY, LOAD_BALANCER, INTERNET -> true;
            case HOST, NETNS, POD, SWITCH -> false;
        };
    }

    /// kube-proxy sets it while node ports answer on 127.0.0.1 (pkg/proxy/iptables/proxier.go). Listing node port
    /// addresses without an IPv4 loopback one switches that off.
    static boolean setsRouteLocalnet(KubeProxy proxy) {
        return proxy.mode() == KubeProxy.Mode.IPTABLES
                && ProxyNode.NodePorts.onLocalhost(proxy, NodePortAddresses.of(proxy, false));
    }
}
