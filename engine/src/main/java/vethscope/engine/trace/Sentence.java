package vethscope.engine.trace;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vethscope.engine.origin.Origin;

/// A sentence in any of the product's languages: a key of a bundle of messages and its arguments. Arguments are
/// technical terms or numbers, never translated, or sentences and authors, which are, and lists of these. They are put
/// into text when somebody reads them: most sentences of most traces are never read.
public final class Sentence {

    /// Messages that belong together, one properties file per language.
    public record Bundle(String name) {}

    /// What a packet meets on its way.
    public static final Bundle TRACE = new Bundle("vethscope.engine.trace.messages");

    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final Bundle bundle;
    private final String key;
    private final Object[] values;
    private @Nullable List<String> texts;

    private Sentence(Bundle bundle, String key, Object[] values) {
        this.bundle = bundle;
        this.key = key;
        this.values = values;
    }

    /// @param arguments values that never change
    public static Sentence of(String key, Object... arguments) {
        return of(TRACE, key, arguments);
    }

    /// @param arguments values that never change
    public static Sentence of(Bundle bundle, String key, Object... arguments) {
        return new Sentence(bundle, key, arguments);
    }

    public Bundle bundle() {
        return bundle;
    }

    public String key() {
        return key;
    }

    /// The arguments in English: to tell sentences apart, and to read names out of them.
    public List<String> arguments() {
        List<String> ready = texts;
        if (ready == null) {
            ready = arguments(Locale.ENGLISH);
            texts = ready;
        }
        return ready;
    }

    /// The sentence under a longer key of the same bundle, with the same arguments.
    public Sentence also(String suffix) {
        return new Sentence(bundle, key + suffix, values);
    }

    /// The arguments in that language.
    public List<String> arguments(Locale locale) {
        return Arrays.stream(values).map(value -> text(value, locale)).toList();
    }

    private static String text(@Nullable Object value, Locale locale) {
        return switch (value) {
            case Sentence nested -> nested.in(locale);
            case Origin origin -> Entry.named(origin).map(s -> s.in(locale)).orElseGet(origin::toString);
            case List<?> list -> list.stream().map(item -> text(item, locale)).collect(Collectors.joining(", "));
            case null, default -> String.valueOf(value);
        };
    }

    public String in(Locale locale) {
        String pattern =
                ResourceBundle.getBundle(bundle.name(), locale, NO_FALLBACK).getString(key);
        return new MessageFormat(pattern, Locale.ROOT).format(arguments(locale).toArray());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Sentence s
                && bundle.equals(s.bundle)
                && key.equals(s.key)
                && arguments().equals(s.arguments());
    }

    @Override
    public int hashCode() {
        return key.hashCode() * 31 + arguments().hashCode();
    }

    @Override
    public String toString() {
        return key + arguments();
    }
}
