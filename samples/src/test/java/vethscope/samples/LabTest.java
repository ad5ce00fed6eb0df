package vethscope.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vethscope.engine.compile.Compiler;
import vethscope.engine.lab.LabScript;
import vethscope.engine.lab.MachineFiles;
import vethscope.engine.network.Network;
import vethscope.model.Design;

/// Builds drawings of network namespaces and asks the kernel whether the engine was right. `./verify` builds five
/// samples, `./verify --lab` all of them and the machines of clouds that the engine's own tests draw.
@Tag("lab")
class LabTest {

    private static final int SOME = 5;
    private static final int NOT_HERE = 3;
    private static final Path MACHINES = Path.of("..", "engine", "src", "test", "resources", "compile");

    static List<Path> files() throws IOException {
        List<Path> samples = DrawingsTest.files();
        if (!System.getProperty("vethscope.lab", "some").equals("all")) {
            return IntStream.range(0, SOME)
                    .mapToObj(i -> samples.get(i * (samples.size() - 1) / (SOME - 1)))
                    .distinct()
                    .toList();
        }
        var all = new ArrayList<>(samples);
        try (var machines = Files.list(MACHINES)) {
            machines.filter(f -> f.toString().endsWith(".veth")).sorted().forEach(all::add);
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("files")
    void theKernelDoesWhatTheEngineSays(Path file, @TempDir Path folder) throws Exception {
        Design design = DrawingsTest.design(file);
        Network network = Compiler.compile(design).network();
        Path script = folder.resolve("lab.sh");
        Files.writeString(
                script, LabScript.of(design, network, file.getFileName().toString()));
        String said = run(folder, List.of("bash", script.toString()));
        assertTrue(said.contains(" as predicted, 0 not, "), said);
    }

    /// `nft --check` reads a file and changes nothing.
    @ParameterizedTest
    @MethodSource("files")
    void nftUnderstandsTheTranslatedRules(Path file, @TempDir Path folder) throws Exception {
        Network network = Compiler.compile(DrawingsTest.design(file)).network();
        for (var rules : MachineFiles.nft(network).entrySet()) {
            Path text = folder.resolve("rules.nft");
            Files.writeString(text, rules.getValue());
            String namespace = "\"vs-nft-$$\"";
            String check = "command -v nft >/dev/null && ((EUID == 0)) && ip netns add " + namespace + " || exit 3; "
                    + "trap 'ip netns del " + namespace + "' EXIT; ip netns exec " + namespace + " nft -c -f " + text;
            assertEquals("", run(folder, List.of("bash", "-c", check)), rules.getKey());
        }
    }

    /// All that it says; a machine on which no lab can stand skips the test and says so.
    private static String run(Path folder, List<String> command) throws Exception {
        Path log = folder.resolve("log");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("LAB_PREFIX", "vs" + ProcessHandle.current().pid());
        builder.environment().remove("LAB_MAP");
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(5, TimeUnit.MINUTES), () -> "it does not end: " + command);
        } finally {
            process.destroy();
        }
        String said = Files.readString(log);
        if (process.exitValue() == NOT_HERE) {
            System.out.println("No lab of network namespaces can be built here: " + said.strip());
            abort("no lab here: " + said.strip());
        }
        assertEquals(0, process.exitValue(), said);
        return said;
    }
}
