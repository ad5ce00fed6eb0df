package vethscope.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLinePageTest {

    private static final Pattern OPTION = Pattern.compile("--[a-z-]+");

    @ParameterizedTest
    @ValueSource(strings = {"trace", "check", "test", "reconcile", "render", "import", "export", "generate", "schema"})
    void everyOptionOfAVerbStandsOnThePage(String verb) throws IOException {
        String page = Files.readString(Path.of("..", "docs", "command-line.md"));
        assertTrue(page.contains("## " + verb) || page.contains("`" + verb + "`"), verb);
        List<String> missing = OPTION.matcher(Said.by(verb, "--help").out())
                .results()
                .map(m -> m.group())
                .distinct()
                .filter(option -> !page.contains(option))
                .toList();
        assertEquals(List.of(), missing);
    }
}
