package vethscope.engine.compile.cloud;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.site.Site;
import vethscope.engine.compile.site.Site.NodeSite;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.Pod;
import vethscope.model.element.Vpc;

/// The availability zones of addresses: a subnet of a vpc says which it stands in, and a pod stands where its
/// node does.
public final class Zones {

    private final List<Vpc.Subnet> subnets;
    private final Map<Ip, Ip> nodes = new HashMap<>();

    public Zones(Site site) {
        subnets = site.design()
                .topology()
                .all(Vpc.class)
                .flatMap(vpc -> vpc.subnets().stream())
                .filter(subnet -> subnet.zone() != null)
                .toList();
        if (!subnets.isEmpty()) {
            site.nodes().values().forEach(this::enter);
        }
    }

    private void enter(NodeSite node) {
        node.addresses().stream().findFirst().ifPresent(ip -> {
            for (Pod pod : node.pods()) {
                pod.network().addresses().forEach(address -> nodes.put(address.ip(), ip));
            }
        });
    }

    /// Null: nobody says.
    @Nullable
    String of(Ip ip) {
        String own = inSubnet(ip);
        Ip node = nodes.get(ip);
        return own != null || node == null ? own : inSubnet(node);
    }

    private @Nullable String inSubnet(Ip ip) {
        for (Vpc.Subnet subnet : subnets) {
            for (Cidr cidr : subnet.cidr()) {
                if (cidr.contains(ip)) {
                    return subnet.zone();
                }
            }
        }
        return null;
    }
}
