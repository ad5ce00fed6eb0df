package vethscope.engine.compile.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import vethscope.model.manifest.Manifests;

/// Connections that manifests allow, as another analyser and we found them. The format is that of
/// np-guard/netpol-analyzer's expectations: `connections` of [source, destination, kind of connection], the rest is
/// refused.
class ConnlistTest {

    /// The folder of `connlist.json` and of other people's manifests, which are not part of this project.
    private static final String FOLDER = "vethscope.connlist";

    @Test
    void ourOwnManifestsAllowWhatTheRulesOfNetworkPolicySay() throws IOException {
        JsonNode truth = new JsonMapper().readTree(resource("/manifests/connlist.json"));
        assertEquals(List.of(), wrong(truth, ConnlistTest::resource), "connections");
    }

    @Test
    void manifestsOfOthersAllowWhatAnEstablishedAnalyserFinds() throws IOException {
        String folder = System.getProperty(FOLDER, "");
        assumeTrue(
                !folder.isEmpty() && Files.exists(Path.of(folder, "connlist.json")),
                "skipped: give the folder of connlist.json and its manifests as -D" + FOLDER);
        JsonNode truth =
                new JsonMapper().readTree(Path.of(folder, "connlist.json").toFile());
        assertEquals(List.of(), wrong(truth, name -> text(Path.of(folder, name))), "connections");
    }

    private interface Library {
        String open(String name);
    }

    private static List<String> wrong(JsonNode truth, Library library) {
        var wrong = new ArrayList<String>();
        var score = new TreeMap<String, long[]>();
        for (JsonNode one : truth.get("cases")) {
            var sources = new ArrayList<Manifests.Source>();
            one.get("manifests")
                    .forEach(name -> sources.add(new Manifests.Source(name.asText(), library.open(name.asText()))));
            var connections = new Connections(one, sources);
            List<String> found = connections.wrong();
            long[] sums = score.computeIfAbsent(one.get("mode").asText(), k -> new long[5]);
            sums[0]++;
            sums[1] += found.isEmpty() ? 1 : 0;
            sums[2] += connections.asked();
            sums[3] += connections.asked() - found.size();
            sums[4] += connections.passedOver();
            found.stream().limit(3).forEach(wrong::add);
        }
        score.forEach((mode, sums) -> System.out.println("connections, " + mode + ": " + sums[1] + " of " + sums[0]
                + " cases, " + sums[3] + " of " + sums[2]
                + " samples; workloads on their node's network, not compared: "
                + sums[4]));
        return wrong;
    }

    private static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = ConnlistTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
