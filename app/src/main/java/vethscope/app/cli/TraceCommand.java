package vethscope.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vethscope.app.cli.ChangeOptions.Changed;
import vethscope.engine.compile.Compiled;
import vethscope.engine.compile.Compiler;
import vethscope.engine.network.World;
import vethscope.engine.replay.Played;
import vethscope.engine.replay.Replay;
import vethscope.engine.trace.Fate;
import vethscope.engine.trace.Trace;
import vethscope.model.Design;
import vethscope.model.KubeProxy;
import vethscope.model.Probe;

/// `vethscope trace`: one packet, or every saved probe.
@Command(
        name = "trace",
        sortOptions = false,
        sortSynopsis = false,
        usageHelpWidth = 100,
        description = "Sends a packet through the design and shows every hop and why.",
        footer = {
            "",
            "Examples:",
            "  vethscope trace shop.veth --from pod1 --to web:80",
            "  vethscope trace shop.veth --from pod1 --to web --all-seeds --format json",
            "  vethscope trace shop.veth --arrives-at vm1:eth0 --source-ip 203.0.113.9 --to 10.0.0.11:30080",
            "  vethscope trace shop.veth --probes",
            "  vethscope trace after.veth --before before.veth --from pod1 --to dns:53 --protocol udp"
        })
final class TraceCommand implements Callable<Integer> {

    enum Format {
        text,
        json
    }

    @Mixin
    private final Common common;

    @Mixin
    private final PacketOptions packet = new PacketOptions();

    @Parameters(paramLabel = "FILE", description = "The design.")
    private Path file = Path.of("");

    @Mixin
    private final ChangeOptions change = new ChangeOptions();

    @Option(names = "--probes", order = 30, description = "Trace every saved probe, in order, in one run.")
    private boolean probes;

    @Option(names = "--all-seeds", order = 31, description = "Every outcome that chance allows, each once.")
    private boolean allSeeds;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            order = 32,
            description = "Pretend that every kube-proxy runs as iptables, nftables or ipvs.")
    private KubeProxy.@Nullable Mode mode;

    @Option(names = "--format", paramLabel = "text|json", order = 33, description = "Default: text.")
    private Format format = Format.text;

    TraceCommand(Common common) {
        this.common = common;
    }

    @Override
    public Integer call() throws IOException {
        packet.check(probes, allSeeds, common.words());
        change.check(common.words());
        Design design = Modes.with(new Designs(common).open(file), mode);
        List<Probe> packets = probes ? List.of() : List.of(packet.probe(change.isAsked()));
        Compiled compiled = Compiler.compile(design);
        Changed changed = change.play(common, d -> Modes.with(d, mode), packets, compiled);
        Replay replay = Replay.of(design, compiled.network());
        try (TraceSheet sheet = sheet()) {
            if (changed != null) {
                sheet.add(changed);
            }
            World world = changed == null ? World.COLD : changed.succession().world();
            return run(replay, probes ? design.probes() : packets, world, sheet);
        }
    }

    private int run(Replay replay, List<Probe> asked, World first, TraceSheet sheet) throws IOException {
        int code = Exit.OK;
        World world = first;
        try (Progress progress = new Progress(common, asked.size())) {
            for (Probe probe : asked) {
                progress.at(probe.name());
                Played played = replay.play(world, probe, allSeeds);
                world = played.after();
                code = Math.max(code, told(played));
                for (Trace trace : played.traces()) {
                    sheet.add(trace);
                    if (!probes && trace.outcome() != Fate.DELIVERED) {
                        code = Math.max(code, Exit.FOUND);
                    }
                }
            }
        }
        return code;
    }

    private int told(Played played) {
        if (played.cut()) {
            common.warn(common.words()
                    .say("leaves.cut", played.probe().name(), played.traces().size()));
        }
        if (played.refused() == null) {
            return Exit.OK;
        }
        String why = played.refused().in(common.locale());
        common.warn(probes ? common.words().say("probe.refused", played.probe().name(), why) : why);
        return Exit.USAGE;
    }

    private TraceSheet sheet() throws IOException {
        return switch (format) {
            case json -> TraceSheet.Json.open(common, probes || allSeeds);
            case text -> new TraceSheet.Text(common, probes, allSeeds);
        };
    }
}
