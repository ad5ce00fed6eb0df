package vethscope.app.session;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import vethscope.engine.compile.Compiled;
import vethscope.engine.network.World;
import vethscope.engine.replay.Played;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Probe;

/// Asks the engine about open drawings and gives each what was found.
final class Simulating implements AutoCloseable {

    private final Engine engine;
    private final LongFunction<Optional<Document>> find;
    private final BiConsumer<Long, UnaryOperator<Document>> become;

    /// @param find the open drawing of a key
    /// @param become replaces it, if it is still open
    Simulating(Engine engine, LongFunction<Optional<Document>> find, BiConsumer<Long, UnaryOperator<Document>> become) {
        this.engine = engine;
        this.find = find;
        this.become = become;
    }

    /// Runs all probes against the network as it is.
    void test(Document document) {
        Compiled compiled = document.simulation().compiled();
        if (compiled == null) {
            return;
        }
        Design design = document.design();
        become.accept(document.key(), d -> d.with(d.tests().started()));
        engine.ask(
                document.key(),
                Engine.Work.TEST,
                () -> Simulator.test(design, compiled),
                verdicts -> become.accept(document.key(), d -> d.with(new Tests(verdicts, false))));
    }

    /// Compiles; then the packet is sent again and the probes are run again.
    void compile(Document document) {
        Design design = document.design();
        engine.ask(document.key(), Engine.Work.COMPILE, () -> Simulator.compile(design), compiled -> {
            become.accept(document.key(), d -> d.with(d.simulation().with(compiled)));
            find.apply(document.key()).ifPresent(this::compiled);
        });
    }

    /// The packet and the probes meet the network as it is now, and the rules on drawings the drawing.
    private void compiled(Document document) {
        if (document.simulation().played() != null) {
            play(document, document.simulation().step());
        }
        check(document);
        if (!document.design().probes().isEmpty()) {
            test(document);
        }
    }

    private void check(Document document) {
        Compiled compiled = document.simulation().compiled();
        if (compiled != null) {
            Design design = document.design();
            engine.ask(
                    document.key(),
                    Engine.Work.CHECK,
                    () -> Simulator.check(design, compiled),
                    findings -> become.accept(
                            document.key(), d -> d.with(d.simulation().with(findings))));
        }
    }

    /// Sends the packet that the send bar describes.
    void play(Document document, int step) {
        Design design = document.design();
        Compiled known = document.simulation().compiled();
        Probe probe = document.simulation().ask().probe();
        World left = document.simulation().left();
        Compiled stood = document.simulation().stood();
        Id pinned = document.simulation().pinned();
        engine.ask(
                document.key(),
                Engine.Work.PLAY,
                () -> {
                    Compiled compiled = known == null ? Simulator.compile(design) : known;
                    World world = Simulator.found(stood, left, compiled);
                    Played played = pinned == null
                            ? Simulator.play(design, compiled, world, probe)
                            : Simulator.play(design, compiled, world, probe, pinned);
                    return new Sent(played, compiled);
                },
                sent -> become.accept(document.key(), d -> told(d, probe, sent, step)));
    }

    /// A packet and the drawing that it was sent in.
    private record Sent(Played played, Compiled in) {}

    /// A pinned endpoint may have needed another seed than the one that was asked with.
    private static Document told(Document document, Probe asked, Sent sent, int step) {
        Simulation simulation = document.simulation().with(sent.played, sent.in, step);
        long seed = sent.played.probe().run().seed();
        return document.with(
                seed == asked.run().seed()
                        ? simulation
                        : simulation.with(simulation.ask().withSeed(seed)));
    }

    @Override
    public void close() {
        engine.close();
    }
}
