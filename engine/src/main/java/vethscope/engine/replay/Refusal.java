package vethscope.engine.replay;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/// Why a probe cannot be sent at all: a key of this package's `messages` and its arguments, a sentence that says
/// what is wrong with the question and what to do.
public record Refusal(String key, List<String> arguments) {

    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    public Refusal {
        arguments = List.copyOf(arguments);
    }

    static Refusal of(String key, Object... arguments) {
        return new Refusal(key, Arrays.stream(arguments).map(String::valueOf).toList());
    }

    public String in(Locale locale) {
        String pattern = ResourceBundle.getBundle("vethscope.engine.replay.messages", locale, NO_FALLBACK)
                .getString(key);
        return new MessageFormat(pattern, Locale.ROOT).format(arguments.toArray());
    }

    /// Carries a refusal out of the resolver's depths; never leaves this package.
    static final class Thrown extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Refusal refusal;

        Thrown(Refusal refusal) {
            super(refusal.key(), null, false, false);
            this.refusal = refusal;
        }

        Refusal refusal() {
            return refusal;
        }
    }

    Thrown thrown() {
        return new Thrown(this);
    }
}
