package vethscope.app.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vethscope.app.cli.ChangeOptions.Changed;
import vethscope.engine.compile.Compiled;
import vethscope.engine.compile.Compiler;
import vethscope.engine.network.World;
import vethscope.engine.replay.Replay;
import vethscope.engine.replay.Verdict;
import vethscope.model.Design;
import vethscope.model.Probe;

/// `vethscope test`: saved probes against what their author expects.
@Command(
        name = "test",
        sortOptions = false,
        sortSynopsis = false,
        usageHelpWidth = 100,
        description = "Sends the saved probes and judges them by their expectations.",
        footer = {
            "",
            "Examples:",
            "  vethscope test shop.veth",
            "  vethscope test designs/*.veth --format junit -o target/vethscope.xml",
            "  vethscope test after.veth --before before.veth"
        })
final class TestCommand implements Callable<Integer> {

    enum Format {
        text,
        json,
        junit
    }

    /// The verdicts on one file's probes.
    ///
    /// @param changed what the file follows; null: nothing
    record Tested(Path file, @Nullable Changed changed, List<Verdict> verdicts) {
        long failed() {
            return verdicts.stream().filter(v -> !v.passed()).count();
        }
    }

    @Mixin
    private final Common common;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "The designs.")
    private List<Path> files = List.of();

    @Option(names = "--format", paramLabel = "text|json|junit", order = 1, description = "Default: text.")
    private Format format = Format.text;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            order = 2,
            description = "Write there instead of to standard output.")
    private @Nullable Path output;

    @Mixin
    private final ChangeOptions change = new ChangeOptions();

    TestCommand(Common common) {
        this.common = common;
    }

    @Override
    public Integer call() throws IOException {
        change.check(common.words());
        var tested = new ArrayList<Tested>();
        Output.Trouble trouble = new Output.Trouble(common);
        for (Path file : files) {
            trouble.attempt(() -> tested.add(test(file)));
        }
        Output.write(common, output, out -> print(tested, out));
        boolean failed = tested.stream().anyMatch(t -> t.failed() > 0);
        return trouble.code(failed ? Exit.FOUND : Exit.OK);
    }

    private Tested test(Path file) {
        Design design = new Designs(common).open(file);
        Compiled compiled = Compiler.compile(design);
        Changed changed = change.play(common, UnaryOperator.identity(), List.of(), compiled);
        Replay replay = Replay.of(design, compiled.network());
        var verdicts = new ArrayList<Verdict>();
        World world = changed == null ? World.COLD : changed.succession().world();
        try (Progress progress = new Progress(common, design.probes().size())) {
            for (Probe probe : design.probes()) {
                progress.at(probe.name());
                Verdict verdict = Verdict.of(replay.play(world, probe, false));
                world = verdict.played().after();
                verdicts.add(verdict);
            }
        }
        return new Tested(file, changed, List.copyOf(verdicts));
    }

    private void print(List<Tested> tested, PrintStream out) throws IOException {
        switch (format) {
            case text -> new TestText(common, out, output == null && common.colored()).write(tested);
            case json -> TestJson.write(tested, out, common.locale());
            case junit -> new JUnitXml(common.locale()).write(tested, out);
        }
    }
}
