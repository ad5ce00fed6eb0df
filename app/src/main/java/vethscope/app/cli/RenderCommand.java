package vethscope.app.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vethscope.app.export.SvgExport;
import vethscope.engine.network.World;
import vethscope.engine.replay.Played;
import vethscope.engine.replay.Replay;
import vethscope.engine.trace.Trace;
import vethscope.model.Design;
import vethscope.model.Probe;

/// `vethscope render`: the drawing as a picture.
@Command(
        name = "render",
        sortOptions = false,
        sortSynopsis = false,
        usageHelpWidth = 100,
        description = "Draws the design, and a probe's packet on it, into a file.",
        footer = {
            "",
            "Examples:",
            "  vethscope render shop.veth -o shop.svg",
            "  vethscope render shop.veth -o hops.svg --probe \"client reaches web\" --theme auto"
        })
final class RenderCommand implements Callable<Integer> {

    private static final List<String> ENDINGS = List.of("svg");

    @Mixin
    private final Common common;

    @Mixin
    private final FigureOptions figure = new FigureOptions();

    @Parameters(paramLabel = "FILE", description = "The design.")
    private Path file = Path.of("");

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT",
            order = 1,
            description = "The picture; its ending says the format: .svg.")
    private Path output = Path.of("");

    @Option(
            names = "--probe",
            paramLabel = "NAME",
            order = 2,
            description = "Show the way of this saved probe, step by step.")
    private @Nullable String probe;

    @Option(
            names = "--step",
            paramLabel = "N",
            order = 3,
            description = "Show this step of the probe alone, counted as in the figure.")
    private @Nullable Integer step;

    RenderCommand(Common common) {
        this.common = common;
    }

    @Override
    public Integer call() {
        Words words = common.words();
        String name = String.valueOf(output.getFileName());
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (!ENDINGS.contains(ending) || name.indexOf('.') < 0) {
            throw new Stop(Exit.USAGE, words.say("render.ending", output, "." + String.join(", .", ENDINGS)));
        }
        if (step != null && probe == null) {
            throw new Stop(Exit.USAGE, words.say("render.step-of-what"));
        }
        figure.check(words);
        Design design = new Designs(common).open(file);
        Output.save(common, output, picture(design).getBytes(StandardCharsets.UTF_8));
        return Exit.OK;
    }

    private String picture(Design design) {
        if (probe == null) {
            return SvgExport.drawing(design, figure.options(common.locale(), 0));
        }
        Trace trace = trace(design, probe);
        int steps = SvgExport.steps(design, trace).size();
        if (step != null && (step < 1 || step > steps)) {
            throw new Stop(Exit.USAGE, common.words().say("render.no-step", probe, steps, step));
        }
        return SvgExport.figure(design, trace, figure.options(common.locale(), step == null ? 0 : step));
    }

    /// The probe's first attempt, after the probes before it.
    private Trace trace(Design design, String name) {
        Replay replay = Replay.of(design, Designs.compile(design));
        World world = World.COLD;
        for (Probe candidate : design.probes()) {
            Played played = replay.play(world, candidate, false);
            world = played.after();
            if (candidate.name().equals(name)) {
                if (played.refused() != null) {
                    throw new Stop(
                            Exit.USAGE,
                            common.words()
                                    .say("probe.refused", name, played.refused().in(common.locale())));
                }
                return played.traces().getFirst();
            }
        }
        String names = design.probes().stream().map(Probe::name).collect(Collectors.joining(", "));
        throw new Stop(
                Exit.USAGE,
                names.isEmpty()
                        ? common.words().say("render.no-probes", file, name)
                        : common.words().say("render.no-probe", file, name, names));
    }
}
