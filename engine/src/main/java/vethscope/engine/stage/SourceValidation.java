package vethscope.engine.stage;

import java.util.Optional;
import vethscope.engine.network.Fib;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Route;
import vethscope.engine.packet.Family;
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

    static boolean accepts(Ip source, Ip destination, String dev, Kernel kernel) {
        return check(source, destination, dev, 0, kernel) == Verdict.OK;
    }

    /// @param mark of the packet; counts only with src_valid_mark
    static Verdict check(Ip source, Ip destination, String dev, int mark, Kernel kernel) {
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
        // a machine's own address cannot come in from outside
        if (netns.owns(source)) {
            return Verdict.MARTIAN;
        }
        int filter = netns.sysctl().rpFilter(dev);
        if (filter == 0) {
            return Verdict.OK;
        }
        Optional<Route> back = netns.fib()
                .lookup(new Fib.Query(
                        source, destination, null, null, netns.sysctl().srcValidMark(dev) ? mark : 0));
        if (back.isEmpty() || back.get().type() != Route.Type.UNICAST) {
            return Verdict.REVERSE_PATH;
        }
        return filter == 2 || dev.equals(back.get().dev()) ? Verdict.OK : Verdict.REVERSE_PATH;
    }
}
