package vethscope.engine.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import vethscope.engine.network.Netns;

/// Sysctls as lines `net/ipv4/ip_forward = 1`: paths under /proc/sys, where a device's name may have dots.
final class LabSysctls {

    private static final String DEVICE_SYSCTL = "net.ipv4.conf.";
    private static final String DEVICE_SYSCTL6 = "net.ipv6.conf.";
    private static final String IPVS = "net.ipv4.vs.";
    private static final Set<String> FOR_ALL = Set.of("all", "default");

    /// What head.sh switches off in every namespace.
    private static final Set<String> OFF_EVERYWHERE = Set.of(
            "net.ipv4.ip_forward",
            "net.ipv4.conf.all.rp_filter",
            "net.ipv4.conf.all.send_redirects",
            "net.bridge.bridge-nf-call-iptables",
            "net.ipv6.conf.all.forwarding",
            "net.bridge.bridge-nf-call-ip6tables");

    /// No probe of a lab lasts so long, and the keys are not there before conntrack is.
    private static final String TIMEOUTS = "net.netfilter.nf_conntrack_tcp_timeout_";

    private LabSysctls() {}

    /// The sysctls of the namespace itself, as paths under /proc/sys.
    static List<String> ofNamespace(Netns netns) {
        var lines = new ArrayList<String>();
        if (LabMachine.hasV6(netns)) {
            lines.addAll(List.of(
                    "net/ipv6/conf/all/disable_ipv6 = 0",
                    "net/ipv6/conf/default/disable_ipv6 = 0",
                    "net/ipv6/conf/default/accept_dad = 0",
                    "net/ipv6/conf/default/router_solicitations = 0"));
        }
        netns.sysctl().values().forEach((key, value) -> {
            boolean asEverywhere = value.equals("0") && OFF_EVERYWHERE.contains(key);
            boolean spoken = LabMachine.hasV6(netns) || !isOfIpv6(key);
            boolean later = key.startsWith(IPVS) || key.startsWith(TIMEOUTS);
            if (!ofDevice(key) && !asEverywhere && spoken && !later) {
                lines.add(path(key) + " = " + Text.oneLine(value));
            }
        });
        return lines;
    }

    private static boolean isOfIpv6(String key) {
        return key.startsWith("net.ipv6.") || key.endsWith("-ip6tables");
    }

    /// Those that are there once IPVS is.
    static List<String> ofIpvs(Netns netns) {
        return netns.sysctl().values().entrySet().stream()
                .filter(e -> e.getKey().startsWith(IPVS))
                .map(e -> path(e.getKey()) + " = " + Text.oneLine(e.getValue()))
                .toList();
    }

    private static boolean ofDevice(String key) {
        String prefix = key.startsWith(DEVICE_SYSCTL) ? DEVICE_SYSCTL : DEVICE_SYSCTL6;
        int end = key.lastIndexOf('.');
        return key.startsWith(prefix)
                && end > prefix.length()
                && !FOR_ALL.contains(key.substring(prefix.length(), end));
    }

    /// A device's own name may have dots: `net.ipv4.conf.eth0.5.rp_filter`.
    static String path(String key) {
        String prefix = key.startsWith(DEVICE_SYSCTL) ? DEVICE_SYSCTL : DEVICE_SYSCTL6;
        int end = key.lastIndexOf('.');
        String device = key.startsWith(prefix) && end > prefix.length() ? key.substring(prefix.length(), end) : null;
        String path = device == null
                ? key.replace('.', '/')
                : prefix.replace('.', '/') + device + "/" + key.substring(end + 1);
        return Text.oneLine(path).replace(" ", "");
    }

    /// Those of single devices, which must be there first.
    static List<String> ofDevices(Netns netns) {
        return netns.sysctl().values().entrySet().stream()
                .filter(e -> ofDevice(e.getKey()))
                .map(e -> path(e.getKey()) + " = " + Text.oneLine(e.getValue()))
                .toList();
    }
}
