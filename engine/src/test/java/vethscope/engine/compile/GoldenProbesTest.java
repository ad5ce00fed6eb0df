package vethscope.engine.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import vethscope.engine.replay.Played;
import vethscope.engine.replay.Replay;
import vethscope.engine.replay.Verdict;
import vethscope.engine.trace.Transcript;
import vethscope.model.Design;
import vethscope.model.codec.Reading;
import vethscope.model.codec.VethFile;

/// Packets through the machines of clouds and balancers end where the drawings' probes say.
class GoldenProbesTest {

    @TestFactory
    List<DynamicTest> probes() throws Exception {
        var tests = new java.util.ArrayList<DynamicTest>();
        for (String name : List.of("vpc", "aws-vpc", "balancers", "ingress", "ipvs", "odds-and-ends")) {
            var file = Path.of("src/test/resources/compile", name + ".veth");
            Design design = ((Reading.Opened) VethFile.load(file)).design();
            List<Played> played = Replay.run(design, Compiler.compile(design).network(), design.probes(), true);
            played.forEach(p ->
                    tests.add(DynamicTest.dynamicTest(name + ": " + p.probe().name(), () -> check(p))));
        }
        return tests;
    }

    private static void check(Played played) {
        Verdict verdict = Verdict.of(played);
        String story = verdict.trace() == null ? "" : Transcript.of(verdict.trace(), Locale.ENGLISH);
        assertEquals(List.of(), verdict.mismatches(), story);
        assertEquals(null, verdict.refused(), story);
    }
}
