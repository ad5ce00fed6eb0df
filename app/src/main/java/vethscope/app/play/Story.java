package vethscope.app.play;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.app.paint.Traffic;
import vethscope.app.scene.Scene;
import vethscope.engine.trace.Trace;

/// A trace as it is told on the canvas: by which stops, and on which drawing they stand.
public final class Story {

    private final Scene scene;
    private final Trace trace;
    private final Lines.Grain grain;
    private final TraceMarks marks;

    private Story(Scene scene, Trace trace, Lines.Grain grain, TraceMarks marks) {
        this.scene = scene;
        this.trace = trace;
        this.grain = grain;
        this.marks = marks;
    }

    /// The story that is known already, if it is the same one.
    public static Story of(@Nullable Story known, Scene scene, Trace trace, Lines.Grain grain, Locale locale) {
        if (known != null && known.scene == scene && known.trace == trace && known.grain == grain) {
            return known;
        }
        List<Stop> stops = grain == Lines.Grain.HOPS ? Stops.hops(trace) : Stops.told(scene.design(), trace);
        return new Story(scene, trace, grain, TraceMarks.of(scene, trace, stops, locale));
    }

    /// When the packet is at which line of the list.
    public Timeline timeline(double dwell) {
        if (grain == Lines.Grain.STEPS) {
            return Timeline.of(new double[Math.max(0, trace.steps().size() - 1)], dwell);
        }
        return marks.timeline(dwell);
    }

    /// What to draw while the cursor stands at a step.
    public Traffic at(int step) {
        int found = 0;
        for (int i = 0; i < marks.stops().size(); i++) {
            if (marks.stops().get(i).steps().getFirst().n() <= step) {
                found = i;
            }
        }
        return at(Moment.at(found)).orElse(Traffic.NONE);
    }

    /// What to draw between stops; empty where the list is finer than the stops.
    public Optional<Traffic> at(Moment moment) {
        return marks.stops().isEmpty() ? Optional.empty() : Optional.of(marks.at(moment, 0, false));
    }

    public boolean travels() {
        return grain != Lines.Grain.STEPS;
    }
}
