package vethscope.engine.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// docs/fidelity.md lists what the code marks. `-Dvethscope.update=true` writes the list anew.
class BehaviourTest {

    private static final Path DOCS = Path.of("../docs/fidelity.md");
    private static final Path RECORDINGS = Path.of("src/test/resources/truth");
    private static final String BEGIN = "<!-- behaviours -->\n";
    private static final String END = "<!-- /behaviours -->";

    private static String table() {
        return "| behaviour | mark | recordings |\n|---|---|---|\n"
                + Arrays.stream(Behaviour.values()).map(BehaviourTest::row).collect(Collectors.joining());
    }

    private static String row(Behaviour behaviour) {
        String recordings = behaviour.recordings().isEmpty() ? "–" : String.join(", ", behaviour.recordings());
        return "| " + behaviour.sentence().in(Locale.ENGLISH) + " | "
                + behaviour.basis().name().toLowerCase(Locale.ROOT) + " | " + recordings + " |\n";
    }

    @Test
    void everyBehaviourHasItsRowInTheDocumentation() throws IOException {
        String text = Files.readString(DOCS);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        assertTrue(begin >= BEGIN.length() && end >= begin, "docs/fidelity.md has lost its list of behaviours");
        if (Boolean.getBoolean("vethscope.update")) {
            Files.writeString(DOCS, text.substring(0, begin) + table() + text.substring(end));
        }
        assertEquals(
                table(),
                Files.readString(DOCS).substring(begin, Files.readString(DOCS).indexOf(END)));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsMarkedKernelNamesRecordingsThatExistAndNothingElseDoes(Behaviour behaviour) {
        assertEquals(
                behaviour.basis() == Step.Basis.KERNEL, !behaviour.recordings().isEmpty());
        behaviour
                .recordings()
                .forEach(name -> assertTrue(
                        Files.exists(RECORDINGS.resolve("kernel").resolve(name).resolve("truth.json"))
                                || Files.exists(RECORDINGS.resolve(name).resolve("truth.json")),
                        name));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAssumedIsSaidInBothLanguages(Behaviour behaviour) {
        String english = behaviour.sentence().in(Locale.ENGLISH);
        assertEquals(behaviour.basis() == Step.Basis.ASSUMED, english.contains("assumed"), english);
        assertFalse(behaviour.sentence().in(Locale.CHINESE).equals(english));
    }

    @Test
    void ofTwoTheOneThatIsLessSureCounts() {
        assertEquals(Behaviour.SCTP, Behaviour.NAT.or(Behaviour.SCTP));
        assertEquals(Behaviour.VPC, Behaviour.VPC.or(Behaviour.SCTP));
        assertEquals(Behaviour.NAT, Behaviour.NAT.or(Behaviour.CABLES));
    }
}
