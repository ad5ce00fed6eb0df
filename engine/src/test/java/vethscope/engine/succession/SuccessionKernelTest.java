package vethscope.engine.succession;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vethscope.engine.compile.Drawn;
import vethscope.engine.network.Change.Made;
import vethscope.engine.network.World;
import vethscope.engine.trace.Trace;

/// What Linux 6.18 did when its configuration changed under it, as resources/truth/succession/record.sh asked it.
/// `conntrack -D` stands for kube-proxy, with the filter that CleanStaleEntries makes.
class SuccessionKernelTest {

    private static final String WEB = "\"from\": \"client\", \"to\": \"10.96.0.10:53\", \"protocol\": \"udp\"";
    private static final String OUT = "\"from\": \"client\", \"to\": \"10.0.0.254:9000\", \"protocol\": \"udp\"";
    private static final String CABLE = "\"to\": \"outside:eth0\"";
    private static final String ROUTE = "\"routes\": [\"default via 10.0.0.254\"";

    private final Map<String, String> found = new LinkedHashMap<>();
    private Drawn drawn = Change.CLUSTER;
    private World world = World.COLD;

    private static Map<String, String> recorded() throws IOException {
        var facts = new LinkedHashMap<String, String>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/truth/succession/linux-6.18.txt"))) {
            facts.put(line.split(" +")[0], line.split(" +")[1]);
        }
        return facts;
    }

    private Trace send(String probe) {
        var played = Change.play(drawn, world, probe);
        world = played.after();
        return played.traces().getFirst();
    }

    private void web(String fact) {
        Trace trace = send(WEB);
        found.put(fact, trace.at() == null ? "lost" : trace.at().element().value());
    }

    private void out(String fact) {
        Trace trace = send(OUT);
        String seen = trace.sourceSeen();
        found.put(fact, seen == null ? "lost" : seen.substring(0, seen.indexOf(':')));
    }

    private void change(Drawn next) {
        world = new Change(drawn, next).succession(world, 0).world();
        drawn = next;
    }

    private void count(String fact, String table, String text) {
        long n = world.entries().stream()
                .filter((Made e) -> e.netns().value().equals("vm1") && e.table().equals(table))
                .filter(e -> e.entry().contains(text))
                .count();
        found.put(fact, String.valueOf(n));
    }

    private void hidden(String fact) {
        count(fact, "conntrack", "> 10.0.0.254:9000");
    }

    @Test
    void theKernelForgetsWhatWasPredicted() throws IOException {
        web("web.before");
        count("fdb.before", "fdb", "dev vethold ");
        // only the rules are the new ones: nobody clears the connection
        drawn = Change.selectingNew(drawn);
        web("web.stale");
        world = new Change(Change.CLUSTER, drawn).succession(world, 0).world();
        web("web.cleaned");
        change(Change.withoutOld(drawn));
        count("fdb.gone", "fdb", "dev vethold ");
        count("neighbour.gone", "arp", "10.244.1.3 dev cbr0 ");
        Drawn whole = drawn;
        out("out.before");
        hidden("hidden.before");
        change(whole.with(CABLE, CABLE + ", \"up\": false"));
        hidden("hidden.cut");
        count("neighbours.cut", "arp", "10.0.0.254 dev eth0 ");
        change(whole);
        out("out.mended");
        change(whole.with("10.0.0.11/24", "10.0.0.11/25"));
        hidden("hidden.prefix");
        change(whole);
        out("out.again");
        change(whole.with(ROUTE, ROUTE + ", \"10.0.0.254/32 via 10.0.1.254\""));
        out("out.moved");
        hidden("hidden.moved");
        out("out.moved.again");
        change(drawn.with(", \"eth1\": { \"address\": \"10.0.1.11/24\" } }, \"podCIDR\"", " }, \"podCIDR\"")
                .with(", { \"from\": \"vm1:eth1\", \"to\": \"outside:eth1\" }", ""));
        hidden("hidden.deleted");
        assertEquals(recorded(), found);
    }
}
