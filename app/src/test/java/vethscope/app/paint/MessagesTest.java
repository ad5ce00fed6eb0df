package vethscope.app.paint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import vethscope.engine.trace.Fate;
import vethscope.model.element.Kinds;

class MessagesTest {

    @Test
    void bothLanguagesHaveTheSameKeys() {
        var control = ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
        var english = ResourceBundle.getBundle("vethscope.app.paint.messages", Locale.ROOT, control);
        var chinese = ResourceBundle.getBundle("vethscope.app.paint.messages", Locale.CHINESE, control);

        assertEquals(english.keySet(), chinese.keySet());
        for (String key : english.keySet()) {
            assertFalse(chinese.getString(key).isBlank(), key);
        }
    }

    @Test
    void everyKindAndFateHasAName() {
        for (Locale locale : new Locale[] {Locale.ENGLISH, Locale.CHINESE}) {
            var texts = new Texts(locale);
            Kinds.ALL.forEach(
                    kind -> assertFalse(texts.say("kind." + kind.name()).isBlank()
                            || texts.say("kinds." + kind.name()).isBlank()));
            for (Fate fate : Fate.values()) {
                assertFalse(texts.say("fate." + fate.json()).isBlank());
            }
        }
    }
}
