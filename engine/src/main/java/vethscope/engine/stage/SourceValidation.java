package vethscope.engine.stage;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Fib;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Route;
import vethscope.engine.packet.Family;
import vethscope.engine.packet.Packet;
import vethscope.model.address.Ip;

/// Whether a source address may come in by a device (net/ipv4/fib_frontend.c fib_validate_source, net/ipv4/route.c
/// ip_route_input_slow; net/ipv6/ip6_input.c ip6_rcv_core).
final class SourceValidation {

    private SourceValidation() {}

    enum Verdict {
        OK,
        MARTIAN,
        REVERSE_PATH
    }

    /// @param out the device that the packet would leave by; `lo` for this machine
    static boolean accepts(Ip source, Ip destination, String dev, String out, Kernel kernel) {
        return check(source, destination, dev, out, 0, null, kernel) == Verdict.OK;
    }

    /// @param out the device that the packet would leave by, where the way back starts for the rules; `lo` for this
    ///     machine
    /// @param mark of the packet; counts only with src_valid_mark
    /// @param packet null: ARP
    static Verdict check(
            Ip source, Ip destination, String dev, String out, int mark, @Nullable Packet packet, Kernel kernel) {
        Netns netns = kernel.netns();
        if (!Family.of(source).validatesSources()) {
            return source.isMulticast() || source.isLoopback() ? Verdict.MARTIAN : Verdict.OK;
        }
        if (source.isMulticast()
                || source.equals(Ip.BROADCAST)
                || source.isLoopback() && !netns.sysctl().routeLocalnet(dev)) {
            return Verdict.MARTIAN;
        }
        if (source.isAny()) {
            return Verdict.OK;
        }
        boolean own = netns.owns(source);
        if (own && !netns.sysctl().acceptLocal(dev)) {
            return Verdict.MARTIAN;
        }
        int filter = netns.sysctl().rpFilter(dev);
        if (filter == 0) {
            return Verdict.OK;
        }
        Optional<Route> back = netns.fib()
                .lookup(new Fib.Query(
                        source, destination, out, null, netns.sysctl().srcValidMark(dev) ? mark : 0, packet));
        if (back.isEmpty() || back.get().type() != (own ? Route.Type.LOCAL : Route.Type.UNICAST)) {
            return Verdict.REVERSE_PATH;
        }
        // without an address of its own a device is never loose
        boolean loose = filter == 2 && !netns.iface(dev).addresses().isEmpty();
        return loose || dev.equals(back.get().dev()) ? Verdict.OK : Verdict.REVERSE_PATH;
    }
}
