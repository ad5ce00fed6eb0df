package vethscope.app.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vethscope.model.Cni;
import vethscope.model.codec.Veth;
import vethscope.model.generate.ClusterSize;
import vethscope.model.generate.Clusters;

/// `vethscope generate`: a cluster of any size.
@Command(
        name = "generate",
        sortOptions = false,
        sortSynopsis = false,
        usageHelpWidth = 100,
        description = "Draws a valid cluster of any size into a file; the same words give the same bytes.",
        footer = {
            "",
            "Examples:",
            "  vethscope generate -o lab.veth --nodes 5 --pods-per-node 4",
            "  vethscope generate -o large.veth --nodes 5000 --pods-per-node 30 --services 10000 --endpoints 15"
        })
final class GenerateCommand implements Callable<Integer> {

    enum Wiring {
        bridge,
        ptp,
        aws_vpc;

        @Override
        public String toString() {
            return name().replace('_', '-');
        }
    }

    enum Tunnel {
        vxlan,
        ipip
    }

    @Mixin
    private final Common common;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            order = 1,
            description = "The design.")
    private Path output = Path.of("");

    @Option(names = "--nodes", paramLabel = "N", order = 2, description = "1 to 5000. Default: 3.")
    private int nodes = 3;

    @Option(
            names = "--pods-per-node",
            paramLabel = "N",
            order = 3,
            description = "0 to 250, and 150000 pods in all. Default: 4.")
    private int podsPerNode = 4;

    @Option(names = "--services", paramLabel = "N", order = 4, description = "0 to 10000. Default: 2.")
    private int services = 2;

    @Option(
            names = "--endpoints",
            paramLabel = "N",
            order = 5,
            description = "Pods behind each Service, 0 to 250. Default: each pod works for one Service.")
    private @Nullable Integer endpoints;

    @Option(names = "--cni", paramLabel = "bridge|ptp|aws-vpc", order = 6, description = "Default: bridge.")
    private Wiring cni = Wiring.bridge;

    @Option(
            names = "--overlay",
            paramLabel = "vxlan|ipip",
            order = 7,
            description = "A tunnel between the nodes. Default: none, the network knows the way to the pods.")
    private @Nullable Tunnel overlay;

    @Option(
            names = "--seed",
            paramLabel = "N",
            order = 8,
            description = "Which pods work for which Service. Default: 1.")
    private long seed = 1;

    GenerateCommand(Common common) {
        this.common = common;
    }

    @Override
    public Integer call() {
        within("--nodes", nodes, 1, ClusterSize.MOST_NODES);
        within("--pods-per-node", podsPerNode, 0, ClusterSize.MOST_PODS_PER_NODE);
        within("--nodes × --pods-per-node", nodes * podsPerNode, 0, ClusterSize.MOST_PODS);
        within("--services", services, 0, ClusterSize.MOST_SERVICES);
        if (endpoints != null) {
            within("--endpoints", endpoints, 0, Math.min(ClusterSize.MOST_ENDPOINTS, nodes * podsPerNode));
        }
        if (cni == Wiring.aws_vpc && overlay != null) {
            throw new Stop(Exit.USAGE, common.words().say("generate.overlay"));
        }
        try (var progress = new Progress(common, 2)) {
            progress.at(output.toString());
            String text = Veth.write(Clusters.draw(new ClusterSize(
                    nodes,
                    podsPerNode,
                    services,
                    endpoints,
                    Cni.Type.valueOf(cni.name().toUpperCase(Locale.ROOT)),
                    overlay == null
                            ? ClusterSize.Between.ROUTES
                            : ClusterSize.Between.valueOf(overlay.name().toUpperCase(Locale.ROOT)),
                    seed)));
            progress.at(output.toString());
            Output.save(common, output, text.getBytes(StandardCharsets.UTF_8));
        }
        return Exit.OK;
    }

    private void within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new Stop(Exit.USAGE, common.words().say("generate.number", option, value, least, most));
        }
    }
}
