package vethscope.engine.compile.kubeproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// docs/fidelity.md says how many rows of kube-proxy's own tests are predicted. Each of them is held by the test that
/// the page names; this one sees that none went missing and that the page says so. `-Dvethscope.update=true` writes the
/// page's table anew.
class CorpusTest {

    private static final Path PAGE = Path.of("../docs/fidelity.md");
    private static final String BEGIN = "<!-- kube-proxy -->\n";
    private static final String END = "<!-- /kube-proxy -->";

    @Test
    void thePageCountsEveryRow() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        assertTrue(begin >= BEGIN.length() && end >= begin, "docs/fidelity.md has lost its table of kube-proxy's rows");
        if (Boolean.getBoolean("vethscope.update")) {
            Files.writeString(PAGE, page.substring(0, begin) + table() + page.substring(end));
        } else {
            assertEquals(table(), page.substring(begin, end));
        }
    }

    private static String table() {
        JsonNode facts = Corpus.ROOT.path("ruleFacts");
        return "| kube-proxy's own tests | rows | held by |\n|---|---:|---|\n"
                + row("packet flows, iptables mode", flows("iptables"), "KubeProxyFlowsTest, FlowsDrawnTest")
                + row("packet flows, nftables mode", flows("nftables"), "KubeProxyFlowsTest, FlowsDrawnTest")
                + row(
                        "choice of endpoints",
                        Corpus.ROOT.path("categorizeEndpoints").size(),
                        "EndpointSetsTest")
                + row("tables of IPVS mode", Corpus.ROOT.path("ipvsTables").size(), "KubeProxyIpvsTest")
                + row("names of chains, iptables mode", rows(facts, "iptablesChainNames"), "ChainNamesTest")
                + row("names of chains, nftables mode", rows(facts, "nftablesChainNames"), "ChainNamesTest")
                + row("further flows, worked out by hand", flows(Corpus.moreCases()), "FlowsDrawnTest");
    }

    private static String row(String what, long rows, String tests) {
        return "| " + what + " | " + rows + " | " + tests + " |\n";
    }

    private static int rows(JsonNode facts, String name) {
        return facts.path(name).path("rows").size();
    }

    private static long flows(String mode) {
        return flows(Corpus.cases().filter(c -> c.path("proxyMode").asText().equals(mode)));
    }

    private static long flows(Stream<JsonNode> cases) {
        return cases.mapToLong(c -> c.path("flows").size()).sum();
    }
}
