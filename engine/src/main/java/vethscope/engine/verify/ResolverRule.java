package vethscope.engine.verify;

import java.util.List;
import java.util.stream.Collectors;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.engine.replay.NameServers;
import vethscope.model.address.Ip;
import vethscope.model.element.Pod;

/// Name servers that a pod's resolver never asks, and pods without any (kubelet, pkg/kubelet/network/dns/dns.go; API
/// validation of PodDNSConfig).
final class ResolverRule {

    private ResolverRule() {}

    static void check(Drawing drawing, Notes notes) {
        drawing.all(Pod.class).forEach(pod -> {
            boolean none = pod.names().dnsPolicy() == Pod.DnsPolicy.NONE;
            if (none && pod.names().dnsConfig().nameservers().isEmpty()) {
                notes.add(Flaw.NO_NAME_SERVER, pod.id(), "dnsConfig", pod.name());
                return;
            }
            int named = NameServers.named(drawing.design(), pod).size();
            List<Ip> ignored = NameServers.ignored(drawing.design(), pod);
            if (!ignored.isEmpty()) {
                notes.add(
                        Flaw.NAME_SERVER_IGNORED,
                        pod.id(),
                        "dnsConfig",
                        pod.name(),
                        named,
                        NameServers.LIMIT,
                        ignored.stream().map(Ip::toString).collect(Collectors.joining(", ")));
            }
        });
    }
}
