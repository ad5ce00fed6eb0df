package vethscope.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vethscope.model.codec.Veth;
import vethscope.model.manifest.Manifests;
import vethscope.model.manifest.Manifests.Left;

/// `vethscope import`: Kubernetes manifests as a design.
@Command(
        name = "import",
        sortOptions = false,
        sortSynopsis = false,
        usageHelpWidth = 100,
        description = {
            "Draws Kubernetes manifests: workloads as pods with addresses on nodes, Services, Ingresses, routes and "
                    + "policies as they are written. What is not drawn is noted."
        },
        footer = {
            "",
            "Examples:",
            "  vethscope import shop.yaml -o shop.veth",
            "  helm template shop ./chart > shop.yaml && vethscope import shop.yaml policies/ -o shop.veth"
        })
final class ImportCommand implements Callable<Integer> {

    private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

    @Mixin
    private final Common common;

    @Parameters(
            paramLabel = "FROM",
            arity = "1..*",
            description = "Manifests in YAML or JSON, or folders of them (.yaml, .yml, .json), in order.")
    private List<Path> from = List.of();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            order = 1,
            description = "The design.")
    private Path output = Path.of("");

    ImportCommand(Common common) {
        this.common = common;
    }

    @Override
    public Integer call() {
        var sources = new ArrayList<Manifests.Source>();
        from.forEach(path -> read(path, sources));
        Manifests.Imported imported = Manifests.read(name(), sources);
        for (Left left : imported.left()) {
            String key = "import." + left.why().name().toLowerCase(Locale.ROOT);
            common.note(common.words().say(key, left.source(), left.what()));
        }
        if (imported.left().stream().anyMatch(left -> left.why() == Left.Why.UNREADABLE)) {
            throw new Stop(Exit.UNREADABLE, common.words().say("import.nothing-written", output));
        }
        Output.save(common, output, Veth.write(imported.design()).getBytes(StandardCharsets.UTF_8));
        return Exit.OK;
    }

    private String name() {
        String file = String.valueOf(output.getFileName());
        int dot = file.lastIndexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }

    private void read(Path path, List<Manifests.Source> sources) {
        try {
            for (Path file : files(path)) {
                sources.add(new Manifests.Source(file.toString(), Files.readString(file)));
            }
        } catch (IOException e) {
            throw new Stop(Exit.UNREADABLE, common.words().say("open.failed", path, Designs.why(e, common.words())));
        }
    }

    private static List<Path> files(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            if (!Files.exists(path)) {
                throw new NoSuchFileException(path.toString());
            }
            return List.of(path);
        }
        try (Stream<Path> all = Files.walk(path)) {
            return all.filter(file -> ENDINGS.stream().anyMatch(String.valueOf(file.getFileName())::endsWith))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }
}
