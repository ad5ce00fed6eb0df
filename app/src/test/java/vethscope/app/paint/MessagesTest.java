package vethscope.app.paint;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import vethscope.engine.trace.Fate;
import vethscope.model.element.Kinds;

class MessagesTest {

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
