package vethscope.app.play;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.trace.Leg;
import vethscope.engine.trace.Step;
import vethscope.engine.trace.Trace;
import vethscope.model.Design;

/// A trace as the lines of a list: one for each machine, one for each stage, or every step with ARP and all.
public final class Lines {

    public enum Grain {
        HOPS,
        STAGES,
        STEPS
    }

    /// @param cursor number of the step that says what happened
    /// @param first number of the first step that it stands for
    /// @param main the step of the cursor
    /// @param steps all that it stands for
    /// @param answer whether it belongs to the way back
    /// @param kind what sort of place it is; null for a single step
    /// @param by what sent the packet this way: the route before an interface, the bridge's choice; else `main`
    public record Line(
            int cursor, int first, Step main, List<Step> steps, boolean answer, Stop.@Nullable Kind kind, Step by) {

        public Line {
            steps = List.copyOf(steps);
        }

        /// Whether the packet left with another address or port.
        public boolean rewrites() {
            Step.Rewrite rewrite = main.rewrite();
            return rewrite != null
                    && (rewrite.field().equals("src") || rewrite.field().equals("dst"));
        }
    }

    private Lines() {}

    public static List<Line> of(Design design, Trace trace, Grain grain) {
        return switch (grain) {
            case HOPS -> stops(Stops.hops(trace), trace);
            case STAGES -> stops(Stops.told(design, trace), trace);
            case STEPS -> steps(trace);
        };
    }

    private static List<Line> stops(List<Stop> stops, Trace trace) {
        return stops.stream()
                .map(s -> new Line(
                        s.key().n(), s.steps().getFirst().n(), s.key(), s.steps(), s.reply(), s.kind(), by(s, trace)))
                .toList();
    }

    private static Step by(Stop stop, Trace trace) {
        return switch (stop.kind()) {
            case BRIDGE -> near(trace, stop, "bridge", 1);
            case TRANSMIT -> near(trace, stop, "route", -1);
            case SEND, RECEIVE, HOOK, CONNTRACK, ROUTE, TUNNEL, DEVICE, DELIVER, DROP -> stop.key();
        };
    }

    /// The nearest step of that stage, looked for forth or back while the packet is in the same machine.
    private static Step near(Trace trace, Stop stop, String stage, int by) {
        List<Step> steps = trace.steps();
        int from = (by > 0 ? stop.steps().getFirst() : stop.steps().getLast()).n() - 1;
        for (int i = from; i >= 0 && i < steps.size(); i += by) {
            Step step = steps.get(i);
            if (step.leg() == Leg.ARP) {
                continue;
            }
            if (!step.netns().equals(stop.netns()) || step.leg() != stop.key().leg()) {
                break;
            }
            if (step.stage().equals(stage)) {
                return step;
            }
        }
        return stop.key();
    }

    private static List<Line> steps(Trace trace) {
        var lines = new ArrayList<Line>();
        boolean answer = false;
        for (Step step : trace.steps()) {
            answer = step.leg() == Leg.ARP ? answer : Stop.isReply(step);
            lines.add(new Line(step.n(), step.n(), step, List.of(step), answer, null, step));
        }
        return lines;
    }

    /// The index of the line that a step belongs to: the last one that begins no later.
    public static int at(List<Line> lines, int step) {
        int found = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).first() <= step) {
                found = i;
            }
        }
        return found;
    }
}
