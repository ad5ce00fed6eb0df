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
        for (List<Stop> run : runs(stages)) {
            for (Stop stop : kept(run)) {
                out.add(stop.numbered(out.size() + 1));
            }
        }
        return List.copyOf(out);
    }

    /// The way there and the way back, several times in turn where a name is looked up before, or a proxy opens its own
    /// connection. A drop ends the way that it belongs to, whatever is told of it first.
    private static List<List<Stop>> runs(List<Stop> stages) {
        var runs = new ArrayList<List<Stop>>();
        for (Stop stop : stages) {
            List<Stop> run = runs.reversed().stream()
                    .filter(r -> r.getLast().reply() == stop.reply())
                    .findFirst()
                    .orElse(null);
            if (run != null && (run == runs.getLast() || stop.kind() == Stop.Kind.DROP)) {
                run.add(stop);
            } else {
                runs.add(new ArrayList<>(List.of(stop)));
            }
        }
        return runs;
    }

    private static List<Stop> kept(List<Stop> way) {
        Set<Id> routing = places(way, Stop.Kind.ROUTE);
        Set<Id> rewriting = new HashSet<>();
        way.stream().filter(Stop::rewrites).forEach(stop -> rewriting.add(stop.netns()));
        Set<Id> switching = new HashSet<>();
        return way.stream()
                .filter(stop -> switch (stop.kind()) {
                    case SEND, DELIVER, DROP, DEVICE, TUNNEL -> true;
                    case HOOK, CONNTRACK -> stop.rewrites();
                    case ROUTE -> !stop.reply() || !rewriting.contains(stop.netns());
                    case BRIDGE ->
                        !routing.contains(stop.netns())
                                && !rewriting.contains(stop.netns())
                                && isFirst(stop, way)
                                && switching.add(stop.netns());
                    case RECEIVE, TRANSMIT -> false;
                })
                .toList();
    }

    /// Of the stops at a bridge the one that says where the frame goes, if there is one.
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
