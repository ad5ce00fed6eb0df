package vethscope.engine.fidelity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import vethscope.engine.compile.Compiler;
import vethscope.engine.lab.LabScript;
import vethscope.engine.network.Network;
import vethscope.model.Design;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;

/// The kernel of this machine: builds a drawing as a lab of network namespaces, sends its probes and records what
/// every interface sees.
final class RunningKernel {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path RECORDER =
            Path.of("src/test/resources/proof/record.py").toAbsolutePath();
    private static final int NOT_HERE = 3;
    private static final long PATIENCE_SECONDS = 180;

    private final Path folder;

    /// This machine cannot hold a lab: no Linux, not root, a tool is missing.
    static final class NoLab extends IOException {
        private static final long serialVersionUID = 1;

        NoLab(String why) {
            super(why);
        }
    }

    /// @param folder for scripts and what is recorded
    RunningKernel(Path folder) {
        this.folder = folder;
    }

    /// The recording of a drawing.
    ///
    /// @throws NoLab if none can be made on this machine
    /// @throws IOException if this drawing cannot be built
    Recording record(String name, String text) throws IOException {
        Path here = Files.createDirectories(folder.resolve(name));
        Files.writeString(here.resolve("design.veth"), text);
        Design design = read(text);
        Network network = Compiler.compile(design).network();
        Files.writeString(here.resolve("lab.sh"), LabScript.of(design, network, name + ".veth"));
        Files.writeString(
                here.resolve("plan.json"), Plan.of(name, design, network).toString());
        try {
            run(here, "bash", "lab.sh", "up");
            run(here, "python3", RECORDER.toString(), "plan.json", "map.json", "state/lacks", "truth.json");
        } catch (NoLab e) {
            throw e;
        } catch (IOException e) {
            run(here, "bash", "lab.sh", "down");
            throw e;
        }
        run(here, "bash", "lab.sh", "down");
        JsonNode truth = JSON.readTree(here.resolve("truth.json").toFile());
        return new Recording(here, design, truth);
    }

    private static Design read(String text) throws IOException {
        return switch (Veth.read(text.getBytes(StandardCharsets.UTF_8))) {
            case Reading.Opened opened -> opened.design();
            case Reading.Refused refused -> throw new IOException(String.valueOf(refused.problem()));
        };
    }

    private static void run(Path here, String... command) throws IOException {
        Path log = here.resolve("log");
        var builder = new ProcessBuilder(List.of(command))
                .directory(here.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("LAB_PREFIX", "vp" + ProcessHandle.current().pid() + "-" + here.getFileName());
        builder.environment()
                .put("LAB_STATE", here.resolve("state").toAbsolutePath().toString());
        builder.environment()
                .put("LAB_MAP", here.resolve("map.json").toAbsolutePath().toString());
        Process process = builder.start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("it does not end: " + String.join(" ", command));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroy();
        }
        String said = Files.readString(log).strip();
        if (process.exitValue() == NOT_HERE) {
            throw new NoLab(said);
        }
        if (process.exitValue() != 0) {
            throw new IOException(said);
        }
    }
}
