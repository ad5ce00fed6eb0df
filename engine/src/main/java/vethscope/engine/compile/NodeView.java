package vethscope.engine.compile;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.Id;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// What kube-proxy knows of the node that it runs on.
///
/// @param name what EndpointSlices call it (`nodeName`)
/// @param addresses of all its interfaces, loopback excepted
/// @param primary the node IP
/// @param zone its label `topology.kubernetes.io/zone`
public record NodeView(
        Id id,
        String name,
        List<Ip> addresses,
        Ip primary,
        List<Cidr> podCidr,
        @Nullable String zone) {

    public NodeView {
        addresses = List.copyOf(addresses);
        podCidr = List.copyOf(podCidr);
    }
}
