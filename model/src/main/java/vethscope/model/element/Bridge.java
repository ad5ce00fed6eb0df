package vethscope.model.element;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Cidr;
import vethscope.model.address.Mac;

/// A Linux bridge in a node. A null `mtu` or `hairpinMode` is the node's cni's.
///
/// @param device the interface name, cni0 unless given
/// @param ageing seconds that a learned address lives
public record Bridge(
        Head head,
        String device,
        List<Cidr> addresses,
        @Nullable Mac mac,
        @Nullable Integer mtu,
        @Nullable Boolean hairpinMode,
        boolean stp,
        int ageing)
        implements Element {

    public Bridge {
        addresses = List.copyOf(addresses);
    }

    @Override
    public Bridge withHead(Head head) {
        return new Bridge(head, device, addresses, mac, mtu, hairpinMode, stp, ageing);
    }
}
