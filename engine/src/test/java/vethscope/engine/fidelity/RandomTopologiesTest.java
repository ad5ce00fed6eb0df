package vethscope.engine.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import vethscope.engine.fidelity.random.RandomDesign;
import vethscope.engine.fidelity.random.Shrinker;

/// Draws clusters at random, builds them of network namespaces and sends packets: whatever the running kernel does must
/// have been predicted, interface by interface. `./verify` draws ten, `./verify --lab` two hundred;
/// `-Dvethscope.lab.seeds=201-400` others. Every fifth is a dual-stack cluster. A drawing that is predicted wrong is
/// shrunk and kept.
@Tag("lab")
class RandomTopologiesTest {

    private static final int SOME = 10;
    private static final int ALL = 200;
    private static final int DUAL_STACK = 5;
    private static final long SHRINKING_NANOS = 120_000_000_000L;
    private static final Path FOLDER = Path.of("target", "proof");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunningKernel kernel = new RunningKernel(FOLDER);

    @Test
    void the_running_kernel_does_what_is_predicted() throws IOException {
        boolean all = System.getProperty("vethscope.lab", "some").equals("all");
        String[] range = System.getProperty("vethscope.lab.seeds", "1-" + (all ? ALL : SOME))
                .split("-");
        List<Labs.Drawing> drawings = LongStream.rangeClosed(Long.parseLong(range[0]), Long.parseLong(range[1]))
                .mapToObj(RandomTopologiesTest::drawing)
                .toList();
        Labs.Result result = run(drawings);
        List<String> differences = new ArrayList<>();
        for (Labs.Differing one : result.differing()) {
            differences.add(smallest(one));
        }
        int differ =
                result.differing().stream().mapToInt(d -> d.misses().size()).sum();
        var row = new LabScores.Row(drawings.size(), result.probes(), differ, result.skipped());
        System.out.printf(
                "%d random topologies, %d probes against the running kernel: %d predicted otherwise (%d topologies were "
                        + "recorded again); skipped: %s.%n",
                row.labs(), row.probes(), row.differ(), result.again(), row.skippedText());
        if (all && Boolean.getBoolean("vethscope.update")) {
            LabScores.write(LabScores.RANDOM, row);
        }
        assertEquals(List.of(), differences);
    }

    private static Labs.Drawing drawing(long seed) {
        return seed % DUAL_STACK == 0
                ? new Labs.Drawing("dual-" + seed, RandomDesign.dualStack(seed))
                : new Labs.Drawing("seed-" + seed, RandomDesign.of(seed));
    }

    private Labs.Result run(List<Labs.Drawing> drawings) throws IOException {
        try {
            return Labs.run(kernel, drawings);
        } catch (RunningKernel.NoLab e) {
            System.out.println("No random topology can be built here: " + e.getMessage());
            return abort("no lab here: " + e.getMessage());
        }
    }

    /// The smallest drawing that is predicted wrong in the same probe.
    private String smallest(Labs.Differing one) throws IOException {
        ObjectNode design = (ObjectNode) JSON.readTree(one.drawing().text());
        String first = one.misses().getFirst();
        String probe = first.substring(first.indexOf('/') + 1, first.indexOf(' '));
        String name = one.drawing().name() + "-small";
        long end = System.nanoTime() + SHRINKING_NANOS;
        ObjectNode small = Shrinker.shrink(design, d -> differs(name, d, probe), () -> System.nanoTime() < end);
        kernel.record(name, small.toPrettyString() + "\n");
        return String.join("\n", one.misses()) + "\n  the smallest drawing that shows it and its recording: "
                + FOLDER.resolve(name).toAbsolutePath();
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
