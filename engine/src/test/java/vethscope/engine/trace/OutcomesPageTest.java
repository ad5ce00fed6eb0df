package vethscope.engine.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutcomesPageTest {

    private static final Path PAGE = Path.of("..", "docs", "outcomes.md");

    private static List<String> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(l -> l.startsWith("| `"))
                .toList();
    }

    @Test
    void everyOutcomeStandsOnThePageInOrder() throws IOException {
        List<String> expected =
                Arrays.stream(Fate.values()).map(f -> "| `" + f.json() + "` ").toList();
        assertEquals(
                expected,
                rows().stream()
                        .limit(expected.size())
                        .map(r -> r.substring(0, r.indexOf('|', 2)))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonStandsOnThePageWithItsSentenceAndItsFix(Reason reason) throws IOException {
        String row =
                "| `" + reason + "` | " + reason.sentence("…", "…", "…", "…").in(Locale.ENGLISH) + " | "
                        + reason.fix().in(Locale.ENGLISH) + " |";
        assertTrue(rows().contains(row), "docs/outcomes.md lacks the row\n" + row);
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonIsWrittenInChineseToo(Reason reason) {
        for (Sentence sentence : List.of(reason.sentence("a", "b", "c", "d"), reason.fix())) {
            assertFalse(sentence.in(Locale.CHINESE).equals(sentence.in(Locale.ENGLISH)), sentence.key());
        }
    }

    @Test
    void thePageHasNoRowTooMany() throws IOException {
        assertEquals(Fate.values().length + Reason.values().length, rows().size());
    }
}
