package vethscope.app.session;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.Compiled;
import vethscope.engine.finding.Finding;
import vethscope.engine.network.Network;
import vethscope.engine.network.World;
import vethscope.engine.replay.Played;
import vethscope.engine.trace.Step;
import vethscope.engine.trace.Trace;
import vethscope.model.Id;

/// What the engine said about a drawing, and where its reader stands.
///
/// @param compiled null: not yet
/// @param ask what the send bar holds
/// @param played what became of the last packet; null: none was sent
/// @param stood what the drawing was when that packet was sent; null: none was
/// @param step the cursor, from 1 in the trace; 0 is before the first step
/// @param pinned the endpoint that chance has to choose; null: as the seed says
/// @param findings what is wrong with the drawing; those of the content before until this one was looked at
public record Simulation(
        @Nullable Compiled compiled,
        Ask ask,
        @Nullable Played played,
        @Nullable Compiled stood,
        int step,
        @Nullable Id pinned,
        List<Finding> findings) {

    public static final Simulation NONE = asking(Ask.EMPTY);

    public Simulation {
        findings = List.copyOf(findings);
    }

    /// Nothing sent yet, the question ready.
    static Simulation asking(Ask ask) {
        return new Simulation(null, ask, null, null, 0, null, List.of());
    }

    public Optional<Network> network() {
        return Optional.ofNullable(compiled).map(Compiled::network);
    }

    public Optional<Trace> trace() {
        return played == null || played.traces().isEmpty()
                ? Optional.empty()
                : Optional.of(played.traces().getFirst());
    }

    public int steps() {
        return trace().map(t -> t.steps().size()).orElse(0);
    }

    /// The step under the cursor.
    public Optional<Step> current() {
        return step < 1
                ? Optional.empty()
                : trace().filter(t -> step <= t.steps().size())
                        .map(t -> t.steps().get(step - 1));
    }

    /// The tables as they are at the cursor; cold before the first packet.
    public World world() {
        return trace().map(t -> t.worldAt(step)).orElse(World.COLD);
    }

    /// The world that the last packet left in the drawing as it was then.
    World left() {
        return played == null ? World.COLD : played.after();
    }

    Simulation with(Compiled compiled) {
        return new Simulation(compiled, ask, played, stood, step, pinned, findings);
    }

    /// Another question; an endpoint stays pinned only while the ends stay.
    Simulation with(Ask ask) {
        boolean same = ask.from().equals(this.ask.from()) && ask.to().equals(this.ask.to());
        return new Simulation(compiled, ask, played, stood, step, same ? pinned : null, findings);
    }

    Simulation with(List<Finding> findings) {
        return new Simulation(compiled, ask, played, stood, step, pinned, findings);
    }

    Simulation pinning(@Nullable Id endpoint) {
        return new Simulation(compiled, ask, played, stood, step, endpoint, findings);
    }

    /// Another story; the cursor stays as far as the story goes.
    ///
    /// @param stood what the drawing was when it happened
    Simulation with(@Nullable Played played, @Nullable Compiled stood, int step) {
        var next = new Simulation(compiled, ask, played, played == null ? null : stood, 0, pinned, findings);
        return next.at(step);
    }

    Simulation at(int step) {
        return new Simulation(compiled, ask, played, stood, Math.clamp(step, 0, steps()), pinned, findings);
    }
}
