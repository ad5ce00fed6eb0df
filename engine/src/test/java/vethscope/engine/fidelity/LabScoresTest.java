package vethscope.engine.fidelity;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What docs/fidelity.md says of the last whole run of the labs may only rise. The numbers themselves come from
/// `./verify --lab -Dvethscope.update=true`, on a machine that can build labs.
class LabScoresTest {

    private static final int TOPOLOGIES = 200;
    private static final int PROBES_OF_TOPOLOGIES = 1500;
    private static final int PROBES_OF_SAMPLES = 380;

    @Test
    void two_hundred_random_topologies_were_built() throws IOException {
        LabScores.Row row = LabScores.read(LabScores.RANDOM).orElseThrow();
        assertAll(
                () -> assertTrue(row.labs() >= TOPOLOGIES, () -> row + ""),
                () -> assertTrue(row.probes() >= PROBES_OF_TOPOLOGIES, () -> row + ""),
                () -> assertEquals(0, row.differ()));
    }

    @Test
    void every_sample_went_as_predicted() throws IOException {
        LabScores.Row row = LabScores.read(LabScores.SAMPLES).orElseThrow();
        long samples;
        try (Stream<Path> files = Files.find(Path.of("..", "samples"), 2, (f, _) -> f.endsWith("design.veth"))) {
            samples = files.count();
        }
        assertAll(
                () -> assertTrue(row.labs() >= samples, () -> row + " of " + samples),
                () -> assertTrue(row.probes() >= PROBES_OF_SAMPLES, () -> row + ""),
                () -> assertEquals(0, row.differ()));
    }
}
