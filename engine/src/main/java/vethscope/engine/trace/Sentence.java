package vethscope.engine.trace;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/// A sentence in any of the product's languages: a key of a bundle of messages and its arguments. Arguments are
/// technical terms or numbers as text, never translated.
public record Sentence(Bundle bundle, String key, List<String> arguments) {

    /// Messages that belong together, one properties file per language.
    public record Bundle(String name) {}

    /// What a packet meets on its way.
    public static final Bundle TRACE = new Bundle("vethscope.engine.trace.messages");

    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    public Sentence {
        arguments = List.copyOf(arguments);
    }

    public static Sentence of(String key, Object... arguments) {
        return of(TRACE, key, arguments);
    }

    public static Sentence of(Bundle bundle, String key, Object... arguments) {
        return new Sentence(
                bundle,
                key,
                java.util.Arrays.stream(arguments).map(String::valueOf).toList());
    }

    public String in(Locale locale) {
        String pattern =
                ResourceBundle.getBundle(bundle.name(), locale, NO_FALLBACK).getString(key);
        return new MessageFormat(pattern, Locale.ROOT).format(arguments.toArray());
    }
}
