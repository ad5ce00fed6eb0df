package vethscope.engine.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlawTest {

    private static final Path PAGE = Path.of("..", "docs", "findings.md");

    private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d)}");

    @Test
    void thePageOfFindingsListsThemAll() throws Exception {
        if (System.getProperty("rewrite") != null) {
            Files.writeString(PAGE, page());
        }
        assertEquals(page(), Files.readString(PAGE), "run the test with -Drewrite=1 to write docs/findings.md");
    }

    @Test
    void noSentenceIsLeftOver() {
        var codes = new TreeSet<String>();
        Arrays.stream(Flaw.values()).forEach(f -> {
            codes.add(f.code());
            codes.add(f.code() + ".fix");
        });
        assertEquals(codes, sentences(Locale.ENGLISH));
        assertEquals(codes, sentences(Locale.CHINESE));
        assertEquals(bundle(Locale.ENGLISH).keySet(), bundle(Locale.CHINESE).keySet());
        assertEquals(2 * Flaw.values().length, codes.size());
    }

    @ParameterizedTest
    @EnumSource(Flaw.class)
    void aSentenceSaysTheSameInChinese(Flaw flaw) {
        String english = bundle(Locale.ENGLISH).getString(flaw.code());
        String chinese = bundle(Locale.CHINESE).getString(flaw.code());
        assertNotEquals(english, chinese);
        assertEquals(arguments(english), arguments(chinese));
        assertTrue(
                arguments(english).containsAll(arguments(bundle(Locale.ENGLISH).getString(flaw.code() + ".fix"))));
        assertTrue(
                arguments(english).containsAll(arguments(bundle(Locale.CHINESE).getString(flaw.code() + ".fix"))));
    }

    /// All keys but the titles of edits.
    private static TreeSet<String> sentences(Locale locale) {
        var keys = new TreeSet<>(bundle(locale).keySet());
        keys.removeIf(key -> key.startsWith("fix."));
        return keys;
    }

    private static TreeSet<String> arguments(String pattern) {
        var arguments = new TreeSet<String>();
        Matcher matcher = ARGUMENT.matcher(pattern);
        while (matcher.find()) {
            arguments.add(matcher.group(1));
        }
        return arguments;
    }

    private static ResourceBundle bundle(Locale locale) {
        return ResourceBundle.getBundle(
                Flaw.BUNDLE.name(),
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    private static String page() {
        var text = new StringBuilder("""
                # Findings

                What Vethscope says about a flawed drawing. Errors are what a kernel or the API server would refuse; warnings are traffic that likely
                goes wrong. `…` stands for a name or a value. A finding can be accepted in the file: `"suppressions": [ { "code": "VS104", "at": "pod1", "reason": "…" } ]`.

                | code | severity | what it says | what to do |
                |---|---|---|---|
                """);
        for (Flaw flaw : Flaw.values()) {
            text.append("| ").append(flaw.code()).append(" | ");
            text.append(flaw.severity().name().toLowerCase(Locale.ROOT)).append(" | ");
            text.append(said(flaw.code())).append(" | ");
            text.append(said(flaw.code() + ".fix")).append(" |\n");
        }
        return text.toString();
    }

    private static String said(String key) {
        return ARGUMENT.matcher(bundle(Locale.ENGLISH).getString(key))
                .replaceAll("…")
                .replace("''", "'");
    }
}
