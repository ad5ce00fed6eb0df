package vethscope.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `vethscope check`: what is wrong with a design, before any packet is sent.
@Command(
        name = "check",
        sortOptions = false,
        sortSynopsis = false,
        usageHelpWidth = 100,
        description = "Lists what is wrong with the designs.",
        footer = {
            "",
            "Examples:",
            "  vethscope check shop.veth",
            "  vethscope check designs/*.veth --format sarif > findings.sarif",
            "  vethscope check shop.veth --fail-on warning"
        })
final class CheckCommand implements Callable<Integer> {

    enum Format {
        text,
        json,
        sarif
    }

    enum FailOn {
        error,
        warning,
        never
    }

    @Mixin
    private final Common common;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "The designs.")
    private List<Path> files = List.of();

    @Option(names = "--format", paramLabel = "text|json|sarif", order = 1, description = "Default: text.")
    private Format format = Format.text;

    @Option(
            names = "--fail-on",
            paramLabel = "error|warning|never",
            order = 2,
            description = "The mildest finding that makes the exit code 1. Default: error.")
    private FailOn failOn = FailOn.error;

    CheckCommand(Common common) {
        this.common = common;
    }

    @Override
    public Integer call() throws IOException {
        var checked = new ArrayList<Checked>();
        Output.Trouble trouble = new Output.Trouble(common);
        try (Progress progress = new Progress(common, files.size())) {
            for (Path file : files) {
                progress.at(file.toString());
                trouble.attempt(() -> checked.add(new Designs(common).check(file)));
            }
        }
        var out = common.console().out();
        switch (format) {
            case text -> new CheckText(common, out).write(checked);
            case json -> CheckJson.write(checked, out);
            case sarif -> Sarif.write(checked, out);
        }
        return trouble.code(
                checked.stream().flatMap(c -> c.flaws().stream()).anyMatch(this::fails) ? Exit.FOUND : Exit.OK);
    }

    private boolean fails(Checked.Flawed flaw) {
        return flaw.accepted() == null
                && switch (failOn) {
                    case error -> flaw.severity() == Checked.Severity.error;
                    case warning -> flaw.severity() != Checked.Severity.info;
                    case never -> false;
                };
    }
}
