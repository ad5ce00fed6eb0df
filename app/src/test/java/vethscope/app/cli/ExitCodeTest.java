package vethscope.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodeTest {

    @TempDir
    Path folder = Path.of("");

    /// FILE stands for a good design, GONE for a file that does not exist, FULL for a place where nothing can be
    /// written.
    private Said run(String words) {
        String file = Drawn.twoPods(folder);
        return Said.by(Arrays.stream(words.split(" "))
                .map(w -> w.equals("FILE")
                        ? file
                        : w.equals("GONE") ? folder.resolve("gone.veth").toString() : w)
                .map(w -> w.equals("YAML") ? written("m.yaml", DEPLOYMENT) : w)
                .map(w -> w.equals("BROKEN") ? written("b.yaml", "a: [") : w)
                .map(w -> w.startsWith("FULL")
                        ? folder.resolve("no/such/folder/out" + w.substring(4)).toString()
                        : w)
                .map(w -> w.startsWith("OUT")
                        ? folder.resolve("out" + w.substring(3)).toString()
                        : w)
                .toArray(String[]::new));
    }

    private static final String DEPLOYMENT = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec: {template: {spec: {containers: [{name: web}]}}}
        """;

    private String written(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        trace FILE --from a --to b                          | 0
        trace FILE --from a --to b --port 81                | 1
        trace FILE --from a --to b --all-seeds              | 0
        trace FILE --from a --to b:81 --all-seeds           | 1
        trace FILE --from a --to b --format json            | 0
        trace FILE --from a --to b:81 --format json         | 1
        trace FILE --probes                                 | 0
        trace FILE --probes --all-seeds --format json       | 0
        trace FILE --arrives-at n1:eth0 --source-ip 10.0.0.9 --to b | 0
        trace FILE --from a --to b --protocol udp           | 2
        trace FILE --from a --to nowhere                    | 2
        trace FILE --from nobody --to b                     | 2
        trace FILE --from a                                 | 2
        trace FILE --to b                                   | 2
        trace FILE                                          | 2
        trace                                               | 2
        trace FILE --probes --from a --to b                 | 2
        trace FILE --probes --seed 2                        | 2
        trace FILE --probes --ttl 3                         | 2
        trace FILE --from a --to b --seed 2 --all-seeds     | 2
        trace FILE --from a --arrives-at n1:eth0 --to b     | 2
        trace FILE --arrives-at n1:eth0 --to b              | 2
        trace FILE --from a --to b --protocol ipx           | 2
        trace FILE --from a --to b --ttl 0                  | 2
        trace FILE --from a --to b --port 70000             | 2
        trace FILE --from a --to b --port x                 | 2
        trace FILE --from a --to b --source-ip 10.0.0.300   | 2
        trace FILE --from a --to b --format yaml            | 2
        trace FILE --from a --to b --lang fr                | 2
        trace FILE --from a --to b --frobnicate             | 2
        trace FILE FILE --from a --to b                     | 2
        trace GONE --from a --to b                          | 3
        check FILE                                          | 0
        check FILE GONE                                     | 3
        check GONE                                          | 3
        check                                               | 2
        check FILE --fail-on warning                        | 1
        check FILE --fail-on never                          | 0
        test FILE                                           | 1
        test FILE --format json                             | 1
        test FILE --format junit                            | 1
        test FILE GONE                                      | 3
        test FILE -o FULL                                   | 4
        test FILE --format junit -o FULL                    | 4
        render FILE -o OUT.svg                              | 0
        render FILE -o OUT.svg --theme auto --background transparent --fonts named --scale 2 --margin 0 | 0
        render FILE -o OUT.SVG --no-heading --no-legend --no-table --no-caption | 0
        render FILE                                         | 2
        render FILE -o OUT                                  | 2
        render FILE -o OUT.png                              | 2
        render FILE -o OUT.svg --probe nobody               | 2
        render FILE -o OUT.svg --step 1                     | 2
        render FILE -o OUT.svg --theme pink                 | 2
        render FILE -o OUT.svg --scale 0                    | 2
        render FILE -o OUT.svg --scale NaN                  | 2
        render GONE -o OUT.svg                              | 3
        render FILE -o FULL.svg                             | 4
        render --help                                       | 0
        export FILE --as lab -o OUT-DIR                     | 0
        export FILE --as iptables -o OUT-DIR                | 0
        export FILE --as nft -o OUT-DIR                     | 0
        export FILE --as routes -o OUT-DIR                  | 0
        export FILE --as ipvsadm                            | 2
        export FILE --as routes                             | 2
        export FILE -o OUT-DIR                              | 2
        export FILE --as stone -o OUT-DIR                   | 2
        export GONE --as lab -o OUT-DIR                     | 3
        export FILE --as lab -o FILE                        | 4
        export --help                                       | 0
        import YAML -o OUT.veth                             | 0
        import YAML GONE -o OUT.veth                        | 3
        import BROKEN -o OUT.veth                           | 3
        import YAML                                         | 2
        import -o OUT.veth                                  | 2
        import YAML -o FULL.veth                            | 4
        import --help                                       | 0
        generate -o OUT.veth                                | 0
        generate -o OUT.veth --cni aws-vpc --nodes 1        | 0
        generate                                            | 2
        generate -o OUT.veth --nodes 0                      | 2
        generate -o OUT.veth --nodes 5000 --pods-per-node 31 | 2
        generate -o OUT.veth --cni aws-vpc --overlay vxlan  | 2
        generate -o OUT.veth --cni cilium                   | 2
        generate -o FULL.veth                               | 4
        generate --help                                     | 0
        schema                                              | 0
        frobnicate                                          | 2
        reach FILE                                          | 2
        --frobnicate                                        | 2
        --help                                              | 0
        --version                                           | 0
        help                                                | 0
        help trace                                          | 0
        trace --help                                        | 0
        check --help                                        | 0
        test --help                                         | 0
        schema --help                                       | 0
        generate-completion                                 | 0
        """)
    void theExitCodeSaysHowItWent(String words, int code) {
        Said said = run(words);
        assertEquals(code, said.code(), said.err());
        assertTrue(said.isPlain(), said.err());
        if (code == 0 || code == 1) {
            assertEquals("", said.err());
            assertTrue(said.out().endsWith("\n") || words.matches("(render|import|export|generate) .*"));
        } else {
            assertTrue(said.err().endsWith("\n"));
        }
    }

    @Test
    void theFormatNeverChangesTheExitCode() {
        for (String format : new String[] {"text", "json"}) {
            assertEquals(
                    1, run("trace FILE --from a --to b:81 --format " + format).code());
            assertEquals(0, run("trace FILE --from a --to b --format " + format).code());
            assertEquals(0, run("trace FILE --probes --format " + format).code());
        }
    }

    @Test
    void resultsGoToStandardOutputAndComplaintsToStandardError() {
        Said said = run("check FILE GONE");
        assertTrue(said.out().contains("Errors: 0"));
        assertTrue(said.err().contains("gone.veth"));
        assertEquals("", run("trace GONE --from a --to b").out());
    }

    @Test
    void everyVerbHasAnExampleInItsHelp() {
        for (String verb :
                new String[] {"trace", "check", "test", "reconcile", "render", "import", "export", "generate", "schema"
                }) {
            assertTrue(run(verb + " --help").out().contains("  vethscope " + verb), verb);
        }
    }

    @Test
    void anUnknownVerbIsAnsweredWithTheKnownOnes() {
        assertTrue(run("frobnicate").err().startsWith("frobnicate is neither a verb nor a file; the verbs are trace,"));
    }

    @Test
    void complaintsComeInTheReadersLanguage() {
        assertTrue(Said.by(Map.of(), Locale.CHINA, false, "trace").err().startsWith("缺少：FILE"));
        assertTrue(Said.by(Map.of(), Locale.CHINA, false, "trace", "--lang", "en")
                .err()
                .startsWith("Missing: FILE"));
        assertTrue(Said.by(Map.of(), Locale.GERMANY, false, "trace", "--lang=zh")
                .err()
                .startsWith("缺少：FILE"));
    }

    @Test
    void coloursAreForTerminalsUnlessSaidOtherwise() {
        String file = Drawn.twoPods(folder);
        assertEquals(false, colored(Said.by(Map.of(), Locale.ENGLISH, false, "test", file)));
        assertEquals(true, colored(Said.by(Map.of(), Locale.ENGLISH, true, "test", file)));
        assertEquals(false, colored(Said.by(Map.of("NO_COLOR", "1"), Locale.ENGLISH, true, "test", file)));
        assertEquals(true, colored(Said.by(Map.of(), Locale.ENGLISH, true, "test", file, "--color", "always")));
        assertEquals(false, colored(Said.by(Map.of(), Locale.ENGLISH, true, "test", file, "--color", "never")));
    }

    private static boolean colored(Said said) {
        return said.out().contains("\u001b[");
    }
}
