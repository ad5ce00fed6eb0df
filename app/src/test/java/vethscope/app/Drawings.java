package vethscope.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import vethscope.engine.compile.Compiler;
import vethscope.engine.replay.Replay;
import vethscope.engine.trace.Trace;
import vethscope.model.Design;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;
import vethscope.samples.Sample;
import vethscope.samples.Samples;

/// Designs for tests, and what becomes of their probes.
public final class Drawings {

    private Drawings() {}

    public static Design sample(String id) {
        Sample sample = Samples.find(id).orElseThrow(() -> new IllegalArgumentException(id));
        try (InputStream in = sample.openDesign()) {
            return read(Veth.read(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<Design> samples() {
        return Samples.all().stream().map(sample -> sample(sample.id())).toList();
    }

    /// From the text of a file without `vethscope`.
    public static Design of(String elements, String links) {
        return read(Veth.read("{ \"vethscope\": 1, \"name\": \"test\", \"elements\": {" + elements + "}, \"links\": ["
                + links + "] }"));
    }

    private static Design read(Reading reading) {
        return switch (reading) {
            case Reading.Opened opened -> opened.design();
            case Reading.Refused refused -> throw new IllegalArgumentException(refused.toString());
        };
    }

    /// The trace of a saved probe.
    public static Trace trace(Design design, int probe) {
        var played = Replay.run(design, Compiler.compile(design).network(), design.probes(), false);
        return played.get(probe).traces().getFirst();
    }
}
