package vethscope.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vethscope.engine.lab.LabScript;
import vethscope.engine.lab.MachineFiles;
import vethscope.engine.network.Network;
import vethscope.model.Design;

/// `vethscope export`: the drawing as what Linux machines are configured with.
@Command(
        name = "export",
        sortOptions = false,
        sortSynopsis = false,
        usageHelpWidth = 100,
        description = "Writes the drawing as something else that runs: a lab of network namespaces, rules, routes.",
        footer = {
            "",
            "Formats:",
            "  lab       lab.sh: builds the drawing of network namespaces, sends the saved probes, compares",
            "  iptables  ELEMENT.iptables, as iptables-save prints it",
            "  nft       ELEMENT.nft, for nft -f",
            "  routes    ELEMENT.routes: ip route, ip rule, ip neigh, bridge fdb",
            "  ipvsadm   ELEMENT.ipset and ELEMENT.ipvsadm, for ipset restore and ipvsadm -R",
            "",
            "Examples:",
            "  vethscope export shop.veth --as lab -o shop-lab && sudo shop-lab/lab.sh",
            "  vethscope export shop.veth --as iptables -o rules"
        })
final class ExportCommand implements Callable<Integer> {

    enum Format {
        lab,
        iptables,
        nft,
        routes,
        ipvsadm
    }

    private static final String SCRIPT = "lab.sh";

    @Mixin
    private final Common common;

    @Parameters(paramLabel = "FILE", description = "The design.")
    private Path file = Path.of("");

    @Option(
            names = "--as",
            required = true,
            paramLabel = "lab|iptables|nft|routes|ipvsadm",
            order = 1,
            description = "What to write.")
    private Format format = Format.lab;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            order = 2,
            description = "The folder to write into; it is made if it is not there.")
    private Path output = Path.of("");

    ExportCommand(Common common) {
        this.common = common;
    }

    @Override
    public Integer call() {
        Design design = new Designs(common).open(file);
        Network network = Designs.compile(design);
        Map<String, String> files = switch (format) {
            case lab -> Map.of(SCRIPT, LabScript.of(design, network, String.valueOf(file.getFileName())));
            case iptables -> MachineFiles.iptables(network);
            case nft -> MachineFiles.nft(network);
            case routes -> MachineFiles.routes(network);
            case ipvsadm -> MachineFiles.ipvsadm(network);
        };
        makeFolder();
        files.forEach((name, text) -> Output.save(common, output.resolve(name), text.getBytes(StandardCharsets.UTF_8)));
        if (format == Format.lab) {
            makeExecutable(output.resolve(SCRIPT));
        }
        if (files.isEmpty()) {
            common.note(common.words().say("export.nothing", file));
        }
        return Exit.OK;
    }

    private void makeFolder() {
        try {
            Files.createDirectories(output);
        } catch (FileAlreadyExistsException e) {
            throw new Stop(Exit.NOT_WRITTEN, common.words().say("export.no-folder", output));
        } catch (IOException e) {
            throw new Stop(Exit.NOT_WRITTEN, common.words().say("output.file", output, Designs.why(e, common.words())));
        }
    }

    /// Where files have such permissions; elsewhere the script cannot run anyway.
    private void makeExecutable(Path script) {
        try {
            var permissions = EnumSet.copyOf(Files.getPosixFilePermissions(script));
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
            permissions.add(PosixFilePermission.GROUP_EXECUTE);
            permissions.add(PosixFilePermission.OTHERS_EXECUTE);
            Files.setPosixFilePermissions(script, permissions);
        } catch (UnsupportedOperationException e) {
            common.note(common.words().say("export.not-executable", script));
        } catch (IOException e) {
            throw new Stop(Exit.NOT_WRITTEN, common.words().say("output.file", script, Designs.why(e, common.words())));
        }
    }
}
