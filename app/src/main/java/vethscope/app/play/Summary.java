package vethscope.app.play;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import vethscope.model.Id;

/// The stops that a figure numbers: sending, rewriting, routing, transit and delivery. A machine that only
/// switched shows its bridge; on the way back a machine that puts an address back shows that and not its routes.
public final class Summary {

    private Summary() {}

    /// @param stages see [Stops#stages]
    public static List<Stop> of(List<Stop> stages) {
        var out = new ArrayList<Stop>();
        for (boolean reply : new boolean[] {false, true}) {
            List<Stop> way =
                    stages.stream().filter(stop -> stop.reply() == reply).toList();
            Set<Id> routing = places(way, Stop.Kind.ROUTE);
            Set<Id> rewriting = new HashSet<>();
            way.stream().filter(Stop::rewrites).forEach(stop -> rewriting.add(stop.netns()));
            Set<Id> switching = new HashSet<>();
            for (Stop stop : way) {
                boolean kept = switch (stop.kind()) {
                    case SEND, DELIVER, DROP, DEVICE, TUNNEL -> true;
                    case HOOK, CONNTRACK -> stop.rewrites();
                    case ROUTE -> !reply || !rewriting.contains(stop.netns());
                    case BRIDGE ->
                        !routing.contains(stop.netns())
                                && !rewriting.contains(stop.netns())
                                && isFirst(stop, way)
                                && switching.add(stop.netns());
                    case RECEIVE, TRANSMIT -> false;
                };
                if (kept) {
                    out.add(stop.numbered(out.size() + 1));
                }
            }
        }
        return List.copyOf(out);
    } /// Of the stops at a bridge the one that says where the frame goes, if there is one.

    private static boolean isFirst(Stop stop, List<Stop> way) {
        return stop.key().stage().equals("bridge")
                || way.stream()
                        .noneMatch(s -> s.netns().equals(stop.netns())
                                && s.key().stage().equals("bridge"));
    }

    private static Set<Id> places(List<Stop> way, Stop.Kind kind) {
        var places = new HashSet<Id>();
        way.stream().filter(stop -> stop.kind() == kind).forEach(stop -> places.add(stop.netns()));
        return places;
    }
}
