package vethscope.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class ReportsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder = Path.of("");

    @Test
    void aFailedProbeShowsWhatWasExpectedWhatWasFoundAndWhere() {
        Said said = Said.by("test", Drawn.twoPods(folder));
        String[] lines = said.out().split("\n");
        assertEquals("ok     a calls b", lines[0]);
        assertEquals("FAIL  nobody <listens> & \"waits\"", lines[1]);
        assertEquals("      outcome expected delivered", lines[2]);
        assertEquals("              found    refused", lines[3]);
        assertTrue(lines[5].startsWith("      First differs at step "), lines[5]);
        assertEquals("ok     no expectation", lines[6]);
        assertEquals("As expected: 2 of 3; not as expected: 1.", lines[7]);
    }

    @Test
    void verdictsAsJson() throws IOException {
        JsonNode verdicts = JSON.readTree(
                Said.by("test", Drawn.twoPods(folder), "--format", "json").out());
        assertEquals(3, verdicts.size());
        assertEquals(true, verdicts.get(0).get("passed").asBoolean());
        assertEquals("refused", verdicts.get(1).get("outcome").asText());
        assertEquals("outcome", verdicts.get(1).at("/failures/0/key").asText());
        assertEquals("b", verdicts.get(1).at("/failures/0/step/where").asText());
    }

    @Test
    void verdictsAsJUnitXmlInAFile() throws Exception {
        Path file = folder.resolve("out.xml");
        assertEquals(
                "",
                Said.by("test", Drawn.twoPods(folder), "--format", "junit", "-o", file.toString())
                        .out());
        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(Files.readAllBytes(file)));
        Element suite = (Element) document.getElementsByTagName("testsuite").item(0);
        assertEquals("3", suite.getAttribute("tests"));
        assertEquals("1", suite.getAttribute("failures"));
        Element failed = (Element) suite.getElementsByTagName("testcase").item(1);
        assertEquals("nobody <listens> & \"waits\"", failed.getAttribute("name"));
        assertEquals(
                "outcome: expected delivered, found refused",
                ((Element) failed.getElementsByTagName("failure").item(0)).getAttribute("message"));
    }

    @Test
    void xmlHoldsNoCharacterThatXmlForbids() {
        assertEquals("a\ufffdb&amp;&lt;&gt;&quot;\n中", JUnitXml.escape("a\u0001b&<>\"\n中"));
    }

    @Test
    void findingsAsJsonAndSarifNameTheLine() throws IOException {
        String file = Drawn.file(folder, "same.veth", Drawn.TWO_PODS.replace("10.244.1.3/24", "10.244.1.2/24"));
        JsonNode findings =
                JSON.readTree(Said.by("check", file, "--format", "json").out());
        JsonNode duplicate = findings.get(0);
        assertEquals("VS101", duplicate.get("code").asText());
        assertEquals("error", duplicate.get("severity").asText());
        assertTrue(duplicate.get("line").asInt() >= 5, duplicate.toString());
        JsonNode run =
                JSON.readTree(Said.by("check", file, "--format", "sarif").out()).at("/runs/0");
        assertEquals(findings.size(), run.get("results").size());
        assertEquals("VS101", run.at("/results/0/ruleId").asText());
        assertEquals(
                duplicate.get("line").asInt(),
                run.at("/results/0/locations/0/physicalLocation/region/startLine")
                        .asInt());
    }

    @Test
    void anAcceptedFindingDoesNotFailAndIsToldWithItsReason() throws IOException {
        String flawed = Drawn.TWO_PODS.replace("10.244.1.3/24", "10.244.1.2/24");
        JsonNode first = JSON.readTree(Said.by("check", Drawn.file(folder, "x.veth", flawed), "--format", "json")
                        .out())
                .get(0);
        String accepted = flawed.replace(
                "\"probes\":",
                "\"suppressions\": [ { \"code\": \"VS101\", \"at\": \""
                        + first.get("element").asText() + "\", \"reason\": \"on purpose\" } ], \"probes\":");
        String file = Drawn.file(folder, "y.veth", accepted);
        assertEquals(0, Said.by("check", file).code());
        assertTrue(Said.by("check", file).out().contains("accepted by the author: 1"));
        assertTrue(Said.by("check", file, "--format", "sarif").out().contains("\"justification\": \"on purpose\""));
    }

    @Test
    void tracesAreNamedAndTheSameEveryTime() {
        String file = Drawn.twoPods(folder);
        Said once = Said.by("trace", file, "--probes");
        assertTrue(once.out().startsWith("# a calls b\na → b   delivered to b, which sees 10.244.1.2\n"), once.out());
        assertEquals(once, Said.by("trace", file, "--probes"));
        assertEquals(
                Said.by("trace", file, "--probes", "--format", "json"),
                Said.by("trace", file, "--probes", "--format", "json"));
    }

    @Test
    void theSchemaIsASchema() throws IOException {
        assertEquals(
                "https://json-schema.org/draft/2020-12/schema",
                JSON.readTree(Said.by("schema").out()).get("$schema").asText());
    }

    @Test
    void aPictureIsTheSameEveryTimeAndShowsTheProbeThatIsAskedFor() throws IOException {
        String file = Drawn.twoPods(folder);
        Path out = folder.resolve("out.svg");
        String[] words = {"render", file, "-o", out.toString(), "--probe", "a calls b"};
        assertEquals(new Said(0, "", ""), Said.by(words));
        String once = Files.readString(out);
        assertTrue(once.contains("10.244.1.3:8080"), once);
        Said.by(words);
        assertEquals(once, Files.readString(out));
        Said.by("render", file, "-o", out.toString(), "--probe", "a calls b", "--lang", "zh");
        assertTrue(!once.equals(Files.readString(out)));
        Said tooFar = Said.by("render", file, "-o", out.toString(), "--probe", "a calls b", "--step", "99");
        assertEquals(2, tooFar.code());
        assertTrue(tooFar.err().startsWith("Probe a calls b has "), tooFar.err());
    }

    @Test
    void aBugIsOneSentenceAndAFileWithTheDetails() throws IOException {
        var err = new ByteArrayOutputStream();
        var console = new Console(
                Said.stream(new ByteArrayOutputStream()), Said.stream(err), false, false, Map.of(), Locale.ENGLISH);
        assertEquals(70, new Bug(console, new Words(Locale.ENGLISH)).report(new IllegalStateException("odd")));
        String said = err.toString(StandardCharsets.UTF_8);
        Path details = Path.of(said.substring(said.indexOf("are in ") + 7, said.indexOf(", please")));
        assertTrue(Files.readString(details).contains("IllegalStateException: odd"));
        Files.delete(details);
        assertEquals(1, said.lines().count());
    }
}
