package vethscope.app.widget;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import vethscope.engine.trace.Sentence;

/// Every word of the window in one language. A view is built with its words and built anew for another language.
public final class Texts {

    private static final ResourceBundle.Control EXACT =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final Locale locale;
    private final ResourceBundle bundle;

    public Texts(Locale locale) {
        this.locale = locale;
        this.bundle = ResourceBundle.getBundle("vethscope.app.messages", locale, EXACT);
    }

    public Locale locale() {
        return locale;
    }

    public boolean chinese() {
        return locale.getLanguage().equals("zh");
    }

    /// The text of a key, its `{0}`, `{1}` … replaced.
    ///
    /// @throws MissingResourceException if no bundle has the key
    public String get(String key, Object... arguments) {
        return new MessageFormat(bundle.getString(key), locale).format(arguments);
    }

    public boolean has(String key) {
        return bundle.containsKey(key);
    }

    /// The text of a key, or another text where no bundle has the key.
    public String getOr(String key, String otherwise) {
        return bundle.containsKey(key) ? get(key) : otherwise;
    }

    public String of(Sentence sentence) {
        return sentence.in(locale);
    }
}
