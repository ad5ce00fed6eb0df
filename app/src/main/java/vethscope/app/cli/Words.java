package vethscope.app.cli;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.ResourceBundle;

/// The command line's own sentences in the reader's language.
record Words(Locale locale) {

    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    /// Arguments are names, paths and numbers; they are shown as they are.
    String say(String key, Object... arguments) {
        String pattern = ResourceBundle.getBundle("vethscope.app.cli.messages", locale, NO_FALLBACK)
                .getString(key);
        return new MessageFormat(pattern, Locale.ROOT)
                .format(Arrays.stream(arguments).map(String::valueOf).toArray());
    }

    /// `en` or `zh`; anything else is read as English.
    static Locale localeOf(Locale wish) {
        return wish.getLanguage().equals("zh") ? Locale.CHINESE : Locale.ENGLISH;
    }
}
