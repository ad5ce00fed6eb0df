package vethscope.engine.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import vethscope.engine.fidelity.random.RandomDesign;
import vethscope.engine.fidelity.random.Shrinker;

/// Draws clusters at random, builds them of network namespaces and sends packets: whatever the running kernel does must
/// have been predicted, interface by interface. `./verify` draws ten, `./verify --lab` two hundred. A drawing that is
/// predicted wrong is shrunk and kept.
@Tag("lab")
class RandomTopologiesTest {

    private static final int SOME = 10;
    private static final int ALL = 200;
    private static final long SHRINKING_NANOS = 120_000_000_000L;
    private static final Path FOLDER = Path.of("target", "proof");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunningKernel kernel = new RunningKernel(FOLDER);

    @Test
    void the_running_kernel_does_what_is_predicted() throws IOException {
        int count = System.getProperty("vethscope.lab", "some").equals("all") ? ALL : SOME;
        int probes = 0;
        List<String> differences = new ArrayList<>();
        for (long seed = 1; seed <= count; seed++) {
            Score score = record(seed).score();
            probes += score.probes();
            if (!score.misses().isEmpty()) {
                difference(seed, score).ifPresent(differences::add);
            }
        }
        System.out.printf(
                "%d random topologies, %d probes against the running kernel: %d predicted otherwise.%n",
                count, probes, differences.size());
        assertEquals(List.of(), differences);
    }

    private Recording record(long seed) throws IOException {
        try {
            return kernel.record("seed-" + seed, RandomDesign.of(seed));
        } catch (RunningKernel.NoLab e) {
            System.out.println("No random topology can be built here: " + e.getMessage());
            return abort("no lab here: " + e.getMessage());
        }
    }

    /// The smallest drawing that is predicted wrong in the same probe. A difference that a second recording does not
    /// show came of a machine that was busy with something else.
    private Optional<String> difference(long seed, Score score) throws IOException {
        ObjectNode design = (ObjectNode) JSON.readTree(RandomDesign.of(seed));
        String first = score.misses().getFirst();
        String probe = first.substring(first.indexOf('/') + 1, first.indexOf(' '));
        String name = "seed-" + seed + "-small";
        if (!differs(name, design, probe)) {
            return Optional.empty();
        }
        long end = System.nanoTime() + SHRINKING_NANOS;
        ObjectNode small = Shrinker.shrink(design, d -> differs(name, d, probe), () -> System.nanoTime() < end);
        kernel.record(name, small.toPrettyString() + "\n");
        return Optional.of(first + "\n  the smallest drawing that shows it and its recording: "
                + FOLDER.resolve(name).toAbsolutePath());
    }

    private boolean differs(String name, ObjectNode design, String probe) {
        try {
            return kernel.record(name, design.toPrettyString()).score().misses().stream()
                    .anyMatch(m -> m.startsWith(name + "/" + probe + " "));
        } catch (IOException | RuntimeException e) {
            // what cannot be built is no smaller drawing
            return false;
        }
    }
}
