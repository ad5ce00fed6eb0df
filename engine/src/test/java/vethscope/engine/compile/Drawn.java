package vethscope.engine.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Locale;
import vethscope.engine.finding.Finding;
import vethscope.engine.replay.Played;
import vethscope.engine.replay.Replay;
import vethscope.engine.trace.Step;
import vethscope.engine.trace.Trace;
import vethscope.engine.verify.Findings;
import vethscope.model.Design;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;

/// A drawing written down in a test, and packets through it.
///
/// @param json the keys of a file after its version
public record Drawn(String json) {

    public Design design() {
        var opened = assertInstanceOf(Reading.Opened.class, Veth.read("{ \"vethscope\": 1, " + json + " }"));
        assertEquals(List.of(), opened.problems());
        return opened.design();
    }

    public Drawn with(String was, String is) {
        assertEquals(true, json.contains(was), was);
        return new Drawn(json.replace(was, is));
    }

    /// What became of one probe, sent into the cold.
    ///
    /// @param probe its keys but the name
    public Trace send(String probe) {
        return play(probe, false).traces().getFirst();
    }

    /// Every element or address where some seed ends.
    public List<String> branches(String probe) {
        return play(probe, true).traces().getFirst().branches();
    }

    private Played play(String probe, boolean allSeeds) {
        Design asked = new Drawn(json + ", \"probes\": [ { \"name\": \"asked\", " + probe + " } ]").design();
        Played played = Replay.run(asked, Compiler.compile(asked).network(), asked.probes(), allSeeds)
                .getFirst();
        assertEquals(null, played.refused());
        return played;
    }

    /// The sentences of the steps of a stage, as `element: sentence`.
    public static List<String> said(Trace trace, String stage) {
        return trace.steps().stream()
                .filter(s -> s.stage().startsWith(stage))
                .map(s -> s.where() + ": " + s.text().in(Locale.ENGLISH))
                .toList();
    }

    public static List<Step> steps(Trace trace, String stage) {
        return trace.steps().stream().filter(s -> s.stage().startsWith(stage)).toList();
    }

    /// `delivered`, or how it ended and why.
    public static String ending(Trace trace) {
        return trace.reason() == null
                ? trace.outcome().json()
                : trace.outcome().json() + " " + trace.reason().code();
    }

    public List<String> findings() {
        return Findings.of(design()).stream().map(Finding::code).toList();
    }
}
