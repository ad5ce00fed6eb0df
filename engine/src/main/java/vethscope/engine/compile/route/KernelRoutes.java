package vethscope.engine.compile.route;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.site.Device;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Route;
import vethscope.engine.origin.Origin;
import vethscope.engine.packet.Family;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// The routes that the kernel itself makes for each address of a device (net/ipv4/fib_frontend.c fib_add_ifaddr,
/// net/ipv6/addrconf.c add_addr).
public final class KernelRoutes {

    private static final int LINK_LOCAL_PREFIX = 64;

    private KernelRoutes() {}

    /// @param v6 whether the machine speaks IPv6, so that its devices have link-local addresses
    public static void add(RouteTables tables, Iterable<Device> devices, boolean v6) {
        for (Device device : devices) {
            // a dummy device's addresses are many and shared, and so are their routes
            if (device.kind == Interface.Kind.DUMMY) {
                continue;
            }
            List<Cidr> addresses = device.addresses;
            for (int i = 0; i < addresses.size(); i++) {
                add(tables, device, addresses.get(i), primary(addresses, i));
            }
            if (v6) {
                device.finished().linkLocal().ifPresent(ip -> add(tables, device, new Cidr(ip, LINK_LOCAL_PREFIX), ip));
            }
        }
    }

    /// The first address of the subnet; all others are secondary.
    private static Ip primary(List<Cidr> addresses, int at) {
        Cidr subnet = addresses.get(at).network();
        return addresses.stream()
                .filter(a -> a.network().equals(subnet))
                .findFirst()
                .orElseThrow()
                .ip();
    }

    /// A machine that calls a secondary address of its own does so from the primary one.
    private static void add(RouteTables tables, Device device, Cidr address, Ip primary) {
        Ip ip = address.ip();
        Cidr subnet = address.network();
        boolean secondary = !ip.equals(primary);
        boolean loopback = device.kind == Interface.Kind.LOOPBACK;
        tables.add(Route.LOCAL, route(Route.Type.LOCAL, Cidr.host(ip), device, ip.v6() ? ip : primary));
        if (secondary || address.prefix() == ip.bits()) {
            return;
        }
        if (loopback) {
            tables.add(Route.LOCAL, route(Route.Type.LOCAL, subnet, device, ip));
        } else {
            tables.add(
                    Route.MAIN,
                    route(Route.Type.UNICAST, subnet, device, ip.v6() ? null : ip)
                            .withMetric(Family.of(ip).kernelMetric()));
        }
        // The lowest address is no broadcast since Linux 5.14; a /31 has none at all (RFC 3021); IPv6 knows none.
        if (!ip.v6() && address.prefix() < 31) {
            tables.add(Route.LOCAL, route(Route.Type.BROADCAST, Cidr.host(address.last()), device, ip));
        }
    }

    private static Route route(Route.Type type, Cidr to, Device device, @Nullable Ip src) {
        return new Route(type, to, null, device.name, src, 0, false, Origin.KERNEL);
    }
}
