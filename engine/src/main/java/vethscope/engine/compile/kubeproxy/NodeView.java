package vethscope.engine.compile.kubeproxy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
/// @param asksAnnotation whether hints of zones count only for services with an annotation
public record NodeView(
        Id id,
        String name,
        List<Ip> addresses,
        Ip primary,
        List<Cidr> podCidr,
        @Nullable String zone,
        boolean asksAnnotation) {

    public NodeView(Id id, String name, List<Ip> addresses, Ip primary, List<Cidr> podCidr, @Nullable String zone) {
        this(id, name, addresses, primary, podCidr, zone, false);
    }

    public NodeView {
        addresses = List.copyOf(addresses);
        podCidr = List.copyOf(podCidr);
    }

    /// The node IP of a family.
    Optional<Ip> primary(boolean v6) {
        return Stream.concat(Stream.of(primary), addresses.stream())
                .filter(ip -> ip.v6() == v6)
                .findFirst();
    }

    /// All addresses of the node, those of its loopback device first.
    List<Ip> local() {
        return Stream.concat(Stream.of(Ip.LOOPBACK, Ip.LOOPBACK6), addresses.stream())
                .toList();
    }
}
