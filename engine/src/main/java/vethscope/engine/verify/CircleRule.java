package vethscope.engine.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.engine.network.Fib;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Route;
import vethscope.engine.packet.Family;
import vethscope.engine.verify.Segments.Member;
import vethscope.model.Id;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.element.KubeNode;

/// Routes that send a destination from machine to machine and back to where it was: a packet turns until its TTL ends.
/// Each route is followed for one address in it, preferably one that somebody has.
final class CircleRule {

    /// Routes that are followed, so that a large drawing is looked at in bounded time.
    private static final int MOST = 50_000;

    /// Longer ways are left to their TTL.
    private static final int FARTHEST = 32;

    private final Drawing drawing;
    private final Notes notes;
    private final NavigableSet<Ip> addresses = new TreeSet<>();
    private final Map<Object, Map<Ip, Netns>> owners = new HashMap<>();
    private final Set<List<Object>> told = new HashSet<>();

    /// A machine on the way and the route that it takes.
    private record Hop(Netns at, Route route) {}

    private CircleRule(Drawing drawing, Notes notes) {
        this.drawing = drawing;
        this.notes = notes;
    }

    static void check(Drawing drawing, Notes notes) {
        new CircleRule(drawing, notes).check();
    }

    private void check() {
        for (Netns netns : drawing.network().spaces().values()) {
            netns.interfaces()
                    .values()
                    .forEach(d -> d.addresses().stream().map(Cidr::ip).forEach(addresses::add));
        }
        int followed = 0;
        for (Netns netns : drawing.network().spaces().values()) {
            for (Route route : netns.fib().tables().getOrDefault(Route.MAIN, List.of())) {
                boolean onward = route.type() == Route.Type.UNICAST
                        && route.via() != null
                        && netns.sysctl().forwards(Family.of(route.via()));
                if (onward && route.destination().prefix() > 0 && followed++ < MOST) {
                    circle(netns, some(route.destination())).ifPresent(this::tell);
                }
            }
        }
    }

    /// An address of the range that an interface has, else the first one.
    private Ip some(Cidr range) {
        Ip first = range.network().ip();
        Ip taken = addresses.ceiling(first);
        return taken != null && range.contains(taken) ? taken : first;
    }

    /// The machines that a packet for that address passes again and again.
    private Optional<List<Hop>> circle(Netns from, Ip to) {
        var way = new ArrayList<Hop>();
        Netns at = from;
        while (at != null && at.sysctl().forwards(Family.of(to)) && way.size() < FARTHEST) {
            Netns here = at;
            int met = way.stream().map(hop -> hop.at().id()).toList().indexOf(here.id());
            if (met >= 0) {
                return Optional.of(way.subList(met, way.size()));
            }
            Route route = here.fib()
                    .lookup(Fib.Query.to(to))
                    .filter(r -> r.type() == Route.Type.UNICAST && r.via() != null)
                    .orElse(null);
            if (route == null) {
                return Optional.empty();
            }
            way.add(new Hop(here, route));
            at = next(here, route);
        }
        return Optional.empty();
    }

    private @Nullable Netns next(Netns at, Route route) {
        Interface device = at.find(route.dev()).orElse(null);
        if (device == null || route.via() == null) {
            return null;
        }
        return owners.computeIfAbsent(drawing.segments().key(at, device.name()), k -> owners(at, device))
                .get(route.via());
    }

    private Map<Ip, Netns> owners(Netns at, Interface device) {
        var byAddress = new HashMap<Ip, Netns>();
        for (Member member : drawing.segments().around(at, device)) {
            member.device().addresses().forEach(a -> byAddress.putIfAbsent(a.ip(), member.netns()));
        }
        return byAddress;
    }

    /// Told where the narrowest route of the circle is: the wider ones only follow it. A range is its owner's affair.
    private void tell(List<Hop> circle) {
        Hop blamed = circle.stream()
                .max(Comparator.comparingInt(hop -> hop.route().destination().prefix()))
                .orElseThrow();
        Cidr range = blamed.route().destination();
        boolean owned = circle.stream().anyMatch(hop -> owns(hop.at().id(), range));
        if (!owned && told.add(List.of(blamed.at().id(), range))) {
            String way = circle.stream().map(hop -> drawing.name(hop.at().id())).collect(Collectors.joining(" → "));
            notes.add(
                    Flaw.ROUTE_CIRCLE,
                    blamed.at().id(),
                    "routes",
                    range,
                    way + " → " + drawing.name(circle.getFirst().at().id()),
                    drawing.name(blamed.at().id()));
        }
    }

    /// Whether a node in the circle has that pod range: only addresses of it that no pod has turn.
    private boolean owns(Id id, Cidr range) {
        return drawing.find(id).orElse(null) instanceof KubeNode node
                && node.podCidr().stream().anyMatch(own -> own.network().equals(range.network()));
    }
}
