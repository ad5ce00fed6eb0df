package vethscope.engine.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What CNI plugins configure, built in network namespaces of Linux 6.18: the AWS VPC CNI on a vpc of either family,
/// the masquerade of each plugin, host ports, Calico's own rules, node ports of the node IP. Which rules and routes
/// there are follows the plugins' sources; what a packet meets in them is the kernel's.
class PluginFidelityTest {

    private static final Path RECORDINGS = Path.of("src/test/resources/truth/cni");

    @TestFactory
    Stream<DynamicTest> packetsTakeTheWayThatTheyTookThroughTheKernel() throws IOException {
        return Recording.all(RECORDINGS).stream()
                .map(r -> dynamicTest(r.name(), () -> {
                    Score score = r.score();
                    assertEquals(List.of(), score.misses());
                    assertEquals(score.probes(), score.frames());
                }));
    }
}
