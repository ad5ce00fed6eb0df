package vethscope.engine.verify;

import java.util.List;
import java.util.Optional;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.engine.network.Fib;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Route;
import vethscope.engine.verify.Segments.Member;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// A machine with strict reverse path filtering drops what a neighbour forwards to it, if its own way back leaves by
/// another interface (net/ipv4/fib_frontend.c __fib_validate_source, RFC 3704 2.2).
final class ReturnPathRule {

    private static final int STRICT = 1;

    private final Drawing drawing;
    private final Notes notes;

    private ReturnPathRule(Drawing drawing, Notes notes) {
        this.drawing = drawing;
        this.notes = notes;
    }

    static void check(Drawing drawing, Notes notes) {
        var rule = new ReturnPathRule(drawing, notes);
        for (Netns netns : drawing.network().spaces().values()) {
            for (Interface device : netns.interfaces().values()) {
                if (device.peer() != null && netns.sysctl().rpFilter(device.name()) == STRICT) {
                    rule.arrivals(netns, device);
                }
            }
        }
    }

    /// What the neighbours on that segment send here as to a router.
    private void arrivals(Netns netns, Interface device) {
        List<Ip> own = device.addresses().stream().map(Cidr::ip).toList();
        for (Member member : drawing.segments().around(netns, device)) {
            boolean sends = !member.owner().equals(netns.id())
                    && routes(member.netns()).stream()
                            .anyMatch(r -> r.via() != null
                                    && own.contains(r.via())
                                    && member.device().name().equals(r.dev()));
            Optional<Route> source = sends ? filtered(netns, device, member) : Optional.empty();
            if (source.isPresent()) {
                Route back = back(netns, source.get()).orElseThrow();
                notes.add(
                        Flaw.RETURN_PATH_FILTERED,
                        netns.id(),
                        "sysctl",
                        drawing.name(netns.id()),
                        source.get().destination(),
                        device.name(),
                        String.valueOf(back.dev()));
                return;
            }
        }
    }

    /// A network behind the neighbour to which this machine answers by another router; its own networks it hears
    /// direct.
    private Optional<Route> filtered(Netns netns, Interface device, Member member) {
        return routes(member.netns()).stream()
                .filter(r -> r.via() == null && !member.device().name().equals(r.dev()))
                .filter(r -> back(netns, r)
                        .filter(back -> back.type() == Route.Type.UNICAST
                                && back.via() != null
                                && !device.name().equals(back.dev()))
                        .isPresent())
                .findFirst();
    }

    private static Optional<Route> back(Netns netns, Route source) {
        return netns.fib().lookup(Fib.Query.to(source.destination().network().ip()));
    }

    /// IPv4's: over IPv6 no source is validated.
    private static List<Route> routes(Netns netns) {
        return netns.fib().tables().getOrDefault(Route.MAIN, List.of()).stream()
                .filter(r -> r.type() == Route.Type.UNICAST && !r.destination().v6())
                .toList();
    }
}
