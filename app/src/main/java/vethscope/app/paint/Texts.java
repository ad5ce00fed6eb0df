package vethscope.app.paint;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/// The words of figures and the names of kinds, in the reader's language.
///
/// @param locale Chinese for any Chinese locale, else English
public record Texts(Locale locale) {

    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    /// @throws java.util.MissingResourceException if there is no such key
    public String say(String key, Object... arguments) {
        String pattern = ResourceBundle.getBundle("vethscope.app.paint.messages", locale, NO_FALLBACK)
                .getString(key);
        return new MessageFormat(pattern, Locale.ROOT)
                .format(java.util.Arrays.stream(arguments).map(String::valueOf).toArray());
    }

    /// `en` or `zh`.
    public String language() {
        return locale.getLanguage().equals("zh") ? "zh" : "en";
    }
}
