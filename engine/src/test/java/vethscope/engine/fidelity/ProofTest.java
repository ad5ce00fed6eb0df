package vethscope.engine.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What random topologies once showed to be predicted wrong, each shrunk to the smallest drawing that did, with what
/// the kernel does with it.
class ProofTest {

    private static final Path RECORDINGS = Path.of("src/test/resources/truth/proof");

    @TestFactory
    Stream<DynamicTest> what_once_differed_is_predicted_as_the_kernel_does_it() throws IOException {
        return Recording.all(RECORDINGS).stream()
                .map(r -> dynamicTest(r.name(), () -> {
                    Score score = r.score();
                    assertEquals(List.of(), score.misses());
                    assertEquals(score.probes(), score.frames());
                }));
    }
}
