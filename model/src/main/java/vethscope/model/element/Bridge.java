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

    public static final Kind<Bridge> KIND = Kind.of(
            "bridge",
            "A Linux bridge in a node; its own keys win over the node's cni.",
            Fields.of(Bridge.class, new Bridge(Head.of("bridge"), "cni0", List.of(), null, null, null, false, 300))
                    .key("device", FieldType.TEXT, "device", "the interface name")
                    .key("address", FieldType.ADDRESSES, "addresses", "`ip/prefix`, several for dual stack")
                    .key("mac", FieldType.MAC, "mac", "none: generated")
                    .key("mtu", FieldType.MTU, "mtu", "bytes; none: the node's cni.mtu")
                    .key(
                            "hairpinMode",
                            FieldType.FLAG,
                            "hairpinMode",
                            "a port may send back what came in by it; none: the node's cni.hairpinMode")
                    .key("stp", FieldType.FLAG, "stp", "spanning tree protocol")
                    .key("ageing", FieldType.COUNT, "ageing", "seconds that a learned address lives"));

    public Bridge {
        addresses = List.copyOf(addresses);
    }

    @Override
    public Bridge withHead(Head head) {
        return new Bridge(head, device, addresses, mac, mtu, hairpinMode, stp, ageing);
    }

    public Bridge withDevice(String device) {
        return new Bridge(head, device, addresses, mac, mtu, hairpinMode, stp, ageing);
    }

    public Bridge withAddresses(List<Cidr> addresses) {
        return new Bridge(head, device, addresses, mac, mtu, hairpinMode, stp, ageing);
    }

    public Bridge withMac(@Nullable Mac mac) {
        return new Bridge(head, device, addresses, mac, mtu, hairpinMode, stp, ageing);
    }
}
