package vethscope.engine.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Builds the samples of network namespaces, watches every interface, and holds each hop against the prediction.
/// `./verify` builds five, `./verify --lab` all, and the machines and clouds that the engine's own tests draw.
@Tag("lab")
class SampleLabsTest {

    private static final int SOME = 5;
    private static final Path SAMPLES = Path.of("..", "samples");
    private static final List<Path> DRAWINGS = List.of(
            Path.of("src", "test", "resources", "compile"), Path.of("src", "test", "resources", "truth", "kernel6"));

    private final RunningKernel kernel = new RunningKernel(Path.of("target", "proof"));

    @Test
    void every_hop_of_the_samples_is_as_the_running_kernel_takes_it() throws IOException {
        boolean all = System.getProperty("vethscope.lab", "some").equals("all");
        List<Labs.Drawing> drawings = all ? all() : some(files(SAMPLES));
        Labs.Result result = run(drawings);
        List<String> misses =
                result.differing().stream().flatMap(d -> d.misses().stream()).toList();
        var row = new LabScores.Row(drawings.size(), result.probes(), misses.size(), result.skipped());
        System.out.printf(
                "%d samples and drawings, %d probes against the running kernel: %d predicted otherwise (%d were recorded"
                        + " again); skipped: %s.%n",
                row.labs(), row.probes(), row.differ(), result.again(), row.skippedText());
        if (all && Boolean.getBoolean("vethscope.update")) {
            LabScores.write(LabScores.SAMPLES, row);
        }
        assertEquals(List.of(), misses);
    }

    private Labs.Result run(List<Labs.Drawing> drawings) throws IOException {
        try {
            return Labs.run(kernel, drawings);
        } catch (RunningKernel.NoLab e) {
            System.out.println("No sample can be built here: " + e.getMessage());
            return abort("no lab here: " + e.getMessage());
        }
    }

    private static List<Labs.Drawing> some(List<Labs.Drawing> samples) {
        return IntStream.range(0, SOME)
                .mapToObj(i -> samples.get(i * (samples.size() - 1) / (SOME - 1)))
                .toList();
    }

    private static List<Labs.Drawing> all() throws IOException {
        List<Labs.Drawing> drawings = new ArrayList<>(files(SAMPLES));
        for (Path folder : DRAWINGS) {
            drawings.addAll(files(folder));
        }
        return drawings;
    }

    /// Named by its file, or by the folder that a `design.veth` stands in.
    private static List<Labs.Drawing> files(Path folder) throws IOException {
        List<Labs.Drawing> drawings = new ArrayList<>();
        try (Stream<Path> files =
                Files.find(folder, 2, (file, _) -> file.toString().endsWith(".veth"))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString().replace(".veth", "");
                drawings.add(new Labs.Drawing(
                        name.equals("design")
                                ? file.getName(file.getNameCount() - 2).toString()
                                : name,
                        Files.readString(file)));
            }
        }
        return drawings;
    }
}
