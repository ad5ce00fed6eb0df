package vethscope.app.play;

import java.util.ArrayList;
import java.util.List;
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
    public record Line(int cursor, int first, Step main, List<Step> steps, boolean answer) {

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
            case HOPS -> stops(Stops.hops(trace));
            case STAGES -> stops(Stops.stages(design, trace));
            case STEPS -> steps(trace);
        };
    }

    private static List<Line> stops(List<Stop> stops) {
        return stops.stream()
                .map(s -> new Line(s.key().n(), s.steps().getFirst().n(), s.key(), s.steps(), s.reply()))
                .toList();
    }

    private static List<Line> steps(Trace trace) {
        var lines = new ArrayList<Line>();
        boolean answer = false;
        for (Step step : trace.steps()) {
            answer = step.leg() == Leg.ARP ? answer : Stop.isReply(step);
            lines.add(new Line(step.n(), step.n(), step, List.of(step), answer));
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
