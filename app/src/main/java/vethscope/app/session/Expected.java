package vethscope.app.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.trace.Fate;
import vethscope.engine.trace.Trace;
import vethscope.model.Design;
import vethscope.model.Expectation;
import vethscope.model.Probe;

/// A probe that expects what a trace showed.
final class Expected {

    private Expected() {}

    static Probe of(Probe asked, Trace trace, Design design) {
        Trace.Arrival at = trace.at();
        List<String> places = at == null
                ? List.of()
                : List.of(at.container() == null ? at.element().value() : at.element() + "/" + at.container());
        @Nullable String seen = trace.sourceSeen();
        @Nullable String reply = trace.replySeen() == null ? null : Fate.DELIVERED.json();
        var expect = new Expectation(trace.outcome().json(), places, false, seen, List.of(), List.of(), null, reply);
        return new Probe(
                free(asked.name(), design),
                asked.from(),
                asked.arrivesAt(),
                asked.to(),
                asked.protocol(),
                asked.shape(),
                asked.run(),
                expect);
    }

    private static String free(String name, Design design) {
        List<String> taken = design.probes().stream().map(Probe::name).toList();
        String free = name;
        for (int n = 2; taken.contains(free); n++) {
            free = name + " (" + n + ")";
        }
        return free;
    }
}
