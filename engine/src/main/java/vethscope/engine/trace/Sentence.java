package vethscope.engine.trace;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/// A sentence in any of the product's languages: a key of `messages.properties` and its arguments. Arguments are
/// technical terms or numbers as text, never translated.
public record Sentence(String key, List<String> arguments) {

    public Sentence {
        arguments = List.copyOf(arguments);
    }

    public static Sentence of(String key, Object... arguments) {
        return new Sentence(key, java.util.Arrays.stream(arguments).map(String::valueOf).toList());
    }

    public String in(Locale locale) {
        String pattern = ResourceBundle.getBundle("vethscope.engine.trace.messages", locale, NO_FALLBACK).getString(key);
        return new MessageFormat(pattern, Locale.ROOT).format(arguments.toArray());
    }

    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
}
