package vethscope.engine.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vethscope.model.codec.Reading;
import vethscope.model.codec.VethFile;

/// Drawings and the machines that they become, to be read side by side. Run with -Drewrite=1 to write them anew.
class GoldenTest {

    private static final Path FOLDER = Path.of("src/test/resources/compile");

    @ParameterizedTest
    @ValueSource(strings = {"vpc", "aws-vpc", "overlays", "balancers", "ingress"})
    void theDrawingBecomesTheseMachines(String name) throws Exception {
        var opened = (Reading.Opened) VethFile.load(FOLDER.resolve(name + ".veth"));
        Path golden = FOLDER.resolve(name + ".txt");
        String machines = Machines.print(opened.design());
        if (System.getProperty("rewrite") != null) {
            Files.writeString(golden, machines);
        }
        assertEquals(Files.readString(golden), machines);
    }
}
