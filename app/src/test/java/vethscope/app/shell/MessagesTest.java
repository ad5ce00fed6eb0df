package vethscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import vethscope.app.palette.Stencil;
import vethscope.app.widget.Texts;

class MessagesTest {

    private static Properties words(String name) throws IOException {
        var words = new Properties();
        try (var in = new InputStreamReader(
                Objects.requireNonNull(MessagesTest.class.getResourceAsStream("/vethscope/app/" + name)),
                StandardCharsets.UTF_8)) {
            words.load(in);
        }
        return words;
    }

    @Test
    void both_languages_say_the_same_things() throws IOException {
        Properties english = words("messages.properties");
        Properties chinese = words("messages_zh.properties");
        assertEquals(new TreeSet<>(english.keySet()), new TreeSet<>(chinese.keySet()));
    }

    @Test
    void no_sentence_loses_its_arguments() throws IOException {
        Properties english = words("messages.properties");
        Properties chinese = words("messages_zh.properties");
        for (String key : english.stringPropertyNames()) {
            assertFalse(english.getProperty(key).contains("'"), "a straight apostrophe quotes: " + key);
            assertFalse(chinese.getProperty(key).contains("'"), "a straight apostrophe quotes: " + key);
            for (String argument : new String[] {"{0", "{1", "{2", "{3"}) {
                assertEquals(
                        english.getProperty(key).contains(argument),
                        chinese.getProperty(key).contains(argument),
                        key);
            }
        }
    }

    @Test
    void everything_that_can_be_placed_has_a_name() {
        var texts = new Texts(java.util.Locale.ENGLISH);
        for (Stencil stencil : Stencil.values()) {
            assertFalse(stencil.text(texts).isBlank());
            assertFalse(texts.get("kind." + stencil.kind() + ".words").isBlank());
            assertFalse(texts.get("action.insert-" + stencil.kind()).isBlank());
        }
    }
}
