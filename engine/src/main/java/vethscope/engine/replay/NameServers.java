package vethscope.engine.replay;

import java.util.List;
import java.util.stream.Stream;
import vethscope.model.Design;
import vethscope.model.address.Ip;
import vethscope.model.element.Pod;

/// The `nameserver` lines of a pod's resolv.conf before kubelet shortens them.
public final class NameServers {

    /// As many a resolver keeps (resolv.conf(5), MAXNS; kubelet, MaxDNSNameservers).
    public static final int LIMIT = 3;

    private NameServers() {}

    /// The cluster's DNS, unless the policy leaves it out, then those of `dnsConfig`. A node's own are not drawn.
    public static List<Ip> named(Design design, Pod pod) {
        Stream<Ip> cluster = ResolvConf.asksTheCluster(pod)
                ? ResolvConf.server(design, false).or(() -> ResolvConf.server(design, true)).stream()
                : Stream.empty();
        return Stream.concat(cluster, pod.names().dnsConfig().nameservers().stream())
                .distinct()
                .toList();
    }

    /// Those that are never asked.
    public static List<Ip> ignored(Design design, Pod pod) {
        return named(design, pod).stream().skip(LIMIT).toList();
    }
}
