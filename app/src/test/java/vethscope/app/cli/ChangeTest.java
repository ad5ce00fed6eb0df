package vethscope.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The sample in which pod2 is replaced by pod4, its Service made one of UDP.
class ChangeTest {

    private static final Path SAMPLE = Path.of("..", "samples", "08-pod-to-service");

    @TempDir
    Path folder = Path.of("");

    private String drawing(String name) throws IOException {
        String text = Files.readString(SAMPLE.resolve(name))
                .replace("{ \"port\": 8080 }", "{ \"protocol\": \"UDP\", \"port\": 8080 }")
                .replace("{ \"port\": 80, ", "{ \"protocol\": \"UDP\", \"port\": 80, ")
                .replace("\"to\": \"web:80\",", "\"to\": \"web:80\", \"protocol\": \"udp\",")
                .replace("\"to\": \"10.244.1.3:8080\",", "\"to\": \"10.244.1.3:8080\", \"protocol\": \"udp\",");
        return Drawn.file(folder, name, text);
    }

    @Test
    void thePacketIsSentBeforeAndAfterAndTheChangeStandsBetween() throws IOException {
        Said said = Said.by(
                "trace",
                drawing("design.veth"),
                "--before",
                drawing("before.veth"),
                "--from",
                "pod1",
                "--to",
                "web:80",
                "--protocol",
                "udp");
        assertEquals("", said.err());
        int before = said.out().indexOf("# Before the change: pod1 to web:80\npod1 → web:80   delivered to pod");
        int change = said.out().indexOf("# The change\n");
        int after = said.out().indexOf("\npod1 → web:80   delivered to pod", change);
        assertTrue(0 < before && before < change && change < after, said.out());
        assertEquals(0, said.code());
    }

    /// The datagram before went to pod2, by the seed of the probe; the one after, from the same port, chooses anew.
    @Test
    void theFirstObjectSaysWhatTheChangeDid() throws IOException {
        Said said = Said.by(
                "trace", drawing("design.veth"), "--before", drawing("before.veth"), "--probes", "--format", "json");
        JsonNode traces = new ObjectMapper().readTree(said.out());
        JsonNode change = traces.get(0).get("change");
        assertEquals("pod1 calls the Service", change.at("/before/0/name").asText());
        assertTrue(change.get("reactions").isArray());
        assertFalse(traces.get(1).has("change"));
    }

    @Test
    void testFindsWhatIsLeftAndJudgesTheDrawingAfterAlone() throws IOException {
        Said said = Said.by("test", drawing("design.veth"), "--before", drawing("before.veth"));
        assertTrue(said.out().startsWith("# Before the change: pod1 calls the Service\n"), said.out());
        assertTrue(said.out().contains("# The change\n"), said.out());
        assertEquals(
                3,
                said.out()
                        .lines()
                        .filter(l -> l.startsWith("ok ") || l.startsWith("FAIL "))
                        .count());
    }

    @Test
    void secondsAreCountedFromAChange() throws IOException {
        Said said = Said.by("trace", drawing("design.veth"), "--after", "5", "--probes");
        assertEquals(2, said.code());
        assertEquals(
                "--after needs --before: it counts from the change.",
                said.err().lines().findFirst().orElse(""));
        assertEquals(
                2,
                Said.by("test", drawing("design.veth"), "--before", drawing("before.veth"), "--after", "-1")
                        .code());
    }
}
