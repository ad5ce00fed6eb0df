package vethscope.model.element;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// A drawn network interface.
///
/// @param mac null: generated from element and interface name, see [Mac#generated]
/// @param mtu bytes, 68 to 65535
/// @param primary the interface whose address is the node IP; without one the first that has an address
/// @param secondary an ENI's pool of pod addresses
/// @param sourceDestCheck on a vpc: drop what is not its own
public record Nic(
        String name,
        List<Cidr> addresses,
        @Nullable Mac mac,
        int mtu,
        boolean primary,
        List<Ip> secondary,
        boolean sourceDestCheck) {

    public static final int DEFAULT_MTU = 1500;

    public Nic {
        addresses = List.copyOf(addresses);
        secondary = List.copyOf(secondary);
    }

    public static Nic of(String name, String... addresses) {
        return new Nic(name, java.util.Arrays.stream(addresses).map(Cidr::parse).toList(), null, DEFAULT_MTU, false, List.of(), true);
    }
}
