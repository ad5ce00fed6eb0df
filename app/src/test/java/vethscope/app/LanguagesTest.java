package vethscope.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every module's sentences: what one module misses is seen here, at the top.
class LanguagesTest {

    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vethscope.engine.finding.messages",
                "vethscope.engine.netfilter.messages",
                "vethscope.engine.replay.messages",
                "vethscope.engine.trace.messages",
                "vethscope.engine.trace.transcript",
                "vethscope.app.messages",
                "vethscope.app.cli.messages",
                "vethscope.app.paint.messages"
            })
    void everySentenceIsWrittenInBothLanguages(String bundle) {
        var english = ResourceBundle.getBundle(bundle, Locale.ENGLISH, NO_FALLBACK);
        var chinese = ResourceBundle.getBundle(bundle, Locale.CHINESE, NO_FALLBACK);
        assertEquals(english.keySet(), chinese.keySet());
        for (String key : english.keySet()) {
            assertFalse(chinese.getString(key).isBlank(), key);
            assertEquals(arguments(english.getString(key)), arguments(chinese.getString(key)), key);
        }
    }

    /// Which arguments a sentence shows, in order of their numbers.
    private static String arguments(String sentence) {
        var shown = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            shown.append(sentence.contains("{" + i + "}") || sentence.contains("{" + i + ",") ? i : "");
        }
        return shown.toString();
    }
}
