package vethscope.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class RefusedFilesTest {

    @TempDir
    Path folder = Path.of("");

    /// One sentence that names the file.
    private void refused(String verb, Path file) {
        String[] words = verb.equals("trace")
                ? new String[] {verb, file.toString(), "--from", "a", "--to", "b"}
                : new String[] {verb, file.toString()};
        Said said = Said.by(words);
        assertEquals(3, said.code(), said.err());
        assertTrue(said.isPlain(), said.err());
        assertTrue(said.err().startsWith(file.toString()), said.err());
        assertEquals(1, said.err().lines().count(), said.err());
    }

    @TestFactory
    List<DynamicTest> aFileThatIsNoDesignIsRefusedWithOneSentence() throws IOException {
        Map<String, byte[]> files = Map.of(
                "empty.veth", new byte[0],
                "binary.veth",
                        new byte[] {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, (byte) 0xff, (byte) 0xfe},
                "half.veth", Drawn.TWO_PODS.substring(0, 200).getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "array.veth", "[]".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "newer.veth", "{ \"vethscope\": 2 }".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "twice.veth",
                        "{ \"vethscope\": 1, \"name\": \"a\", \"name\": \"b\" }"
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "deep.veth", "[".repeat(100_000).getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "text.veth", "hello".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        for (var file : files.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
        return files.keySet().stream()
                .sorted()
                .flatMap(name -> List.of("trace", "check", "test").stream()
                        .map(verb ->
                                DynamicTest.dynamicTest(verb + " " + name, () -> refused(verb, folder.resolve(name)))))
                .toList();
    }

    @Test
    void aMissingFileOrAFolderIsRefused() {
        for (String verb : new String[] {"trace", "check", "test"}) {
            refused(verb, folder.resolve("missing.veth"));
            refused(verb, folder);
            refused(verb, Path.of(Drawn.twoPods(folder)).resolve("inside.veth"));
        }
    }

    @Test
    void aValueOfTheWrongFormIsNotedAndTheRestIsTraced() {
        String file = Drawn.file(
                folder, "odd.veth", Drawn.TWO_PODS.replace("\"podCIDR\": \"10.244.1.0/24\"", "\"podCIDR\": 7"));
        Said said = Said.by("trace", file, "--from", "a", "--to", "b");
        assertEquals(0, said.code());
        assertTrue(said.err().startsWith(file + ":3:"), said.err());
        assertEquals(
                "",
                Said.by("trace", file, "--from", "a", "--to", "b", "--quiet").err());
        Said check = Said.by("check", file);
        assertEquals(1, check.code());
        assertTrue(check.out().startsWith(file + ":3:"), check.out());
        assertTrue(check.out().contains("VS001"), check.out());
    }

    @Test
    void aProbeToNowhereIsNamedAndTheOthersAreTraced() {
        String file = Drawn.file(folder, "nowhere.veth", Drawn.TWO_PODS.replace("\"b:81\" }", "\"nowhere\" }"));
        Said said = Said.by("trace", file, "--probes");
        assertEquals(2, said.code());
        assertTrue(
                said.err()
                        .startsWith(
                                "Probe no expectation cannot be sent: No element, service or DNS name is called nowhere"),
                said.err());
        assertTrue(said.out().contains("# a calls b"));
    }

    @Test
    void aDesignWithoutProbesGivesAnEmptyArray() {
        String file = Drawn.file(folder, "none.veth", "{ \"vethscope\": 1 }");
        assertEquals(new Said(0, "[]\n", ""), Said.by("trace", file, "--probes", "--format", "json"));
    }
}
