package vethscope.app.play;

import java.util.ArrayList;
import java.util.List;
import vethscope.engine.trace.Step;

/// The stops that a reader needs. The way there is told as it is. On the way back only what acts is told, and no
/// interfaces: the reader knows them already. What is left out belongs to the stop before it.
final class Digest {

    private Digest() {}

    static List<Stop> of(List<Stop> stages) {
        var told = new ArrayList<Stop>();
        for (int from = 0, to; from < stages.size(); from = to) {
            to = from + 1;
            while (to < stages.size() && sameMachine(stages.get(from), stages.get(to))) {
                to++;
            }
            told.addAll(machine(stages.subList(from, to)));
        }
        var numbered = new ArrayList<Stop>();
        told.forEach(stop -> numbered.add(stop.numbered(numbered.size() + 1)));
        return List.copyOf(numbered);
    }

    private static boolean sameMachine(Stop a, Stop b) {
        return a.netns().equals(b.netns()) && a.reply() == b.reply();
    }

    private static List<Stop> machine(List<Stop> stops) {
        List<Stop> kept =
                stops.stream().filter(stop -> !stop.reply() || isToldBack(stop)).toList();
        if (kept.isEmpty()) {
            kept = stops.subList(0, 1);
        }
        var told = new ArrayList<Stop>();
        var steps = new ArrayList<Step>();
        Stop open = kept.getFirst();
        for (Stop stop : stops) {
            if (stop != open && kept.contains(stop)) {
                told.add(open.holding(steps));
                steps.clear();
                open = stop;
            }
            steps.addAll(stop.steps());
        }
        told.add(open.holding(steps));
        return told;
    }

    private static boolean isToldBack(Stop stop) {
        return switch (stop.kind()) {
            case HOOK, CONNTRACK -> acts(stop);
            case RECEIVE, TRANSMIT -> false;
            case SEND, BRIDGE, ROUTE, TUNNEL, DEVICE, DELIVER, DROP -> true;
        };
    }

    private static boolean acts(Stop stop) {
        return stop.rewrites()
                || stop.steps().stream().anyMatch(step -> switch (step.text().key()) {
                    case "hook.drop", "hook.reject", "nat.error", "nat.moved", "nat.redirect", "conntrack.invalid" ->
                        true;
                    default -> false;
                });
    }
}
