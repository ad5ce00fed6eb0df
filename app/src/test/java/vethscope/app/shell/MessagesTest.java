package vethscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;
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
    void no_apostrophe_quotes_what_follows_it() throws IOException {
        for (String name : new String[] {"messages.properties", "messages_zh.properties"}) {
            Properties words = words(name);
            for (String key : words.stringPropertyNames()) {
                assertFalse(words.getProperty(key).contains("'"), name + " " + key);
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
